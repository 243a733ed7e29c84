import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guessKind } from '../../src/domain/guess-kind.ts';
import { parseFeed } from '../../src/sources/parse-feed.ts';
import labels from '../fixtures/kinds/ai-blogs.json' with { type: 'json' };

it.each([
  ['https://arxiv.org/abs/2401.01234', 'A study', 'paper'],
  ['https://huggingface.co/papers/2401.01234', 'A study', 'paper'],
  ['https://huggingface.co/org/some-model-7b', 'Some model', 'model'],
  ['https://huggingface.co/spaces/org/app', 'An app', 'demo'],
  ['https://huggingface.co/blog/post', 'A post', 'news'],
  ['https://www.github.com/org/repo/releases/tag/v1', 'v1.0.0', 'tool'],
  ['https://example.com/a', 'Start-up raises $12m for agents', 'funding'],
  ['https://example.com/a', 'Call for papers: workshop on evaluation', 'event'],
  ['not an address', 'Anything', 'lesson'],
  ['https://example.com/a', 'It raises questions', 'lesson'],
] as const)('takes %s, "%s" for a %s', (url, title, kind) => {
  expect(guessKind({ url, title, sourceDefault: 'lesson' })).toBe(kind);
});

it.each([
  ['https://lab.example/research/a-study', 'Filtering data', 'paper'],
  ['https://app.example/changelog/next', 'Something new', 'tool'],
  ['https://example.com/a', 'Introducing Gemma 9 models', 'model'],
  ['https://example.com/a', 'What Gemma 9 means for us', 'news'],
  ['https://example.com/a', 'Announcing a new Python client', 'tool'],
  ['https://example.com/a', 'How to tune a small model', 'lesson'],
  ['https://example.com/a', '大模型微调教程', 'lesson'],
  ['https://example.com/a', 'A letter to our readers', 'news'],
] as const)('without a word of the source takes %s, "%s" for a %s', (url, title, kind) => {
  expect(guessKind({ url, title, sourceDefault: null })).toBe(kind);
  // What a source always brings weighs more than how a title is put.
  expect(guessKind({ url, title, sourceDefault: 'demo' })).toBe('demo');
});

const BLOGS = join('..', 'shared', 'data', 'feeds', 'ai-blogs');

it.skipIf(!existsSync(BLOGS))(
  'agrees with a person on 80 % of real items (needs the shared test data)',
  async () => {
    const wrong: string[] = [];
    let count = 0;
    for (const [name, kinds] of Object.entries(labels)) {
      const url = `https://feeds.example/${name}`;
      const { items } = await parseFeed(readFileSync(join(BLOGS, name)), {
        contentType: 'application/xml',
        url,
      });
      for (const [index, kind] of Object.entries(kinds)) {
        const item = items[Number(index)];
        const guess = item?.kind ?? guessKind({ url: '', title: '', ...item, sourceDefault: null });
        count += 1;
        if (guess !== kind) wrong.push(`${guess} for a ${kind}: ${item?.title}`);
      }
    }
    expect(count).toBeGreaterThan(140);
    expect((count - wrong.length) / count, wrong.join('\n')).toBeGreaterThanOrEqual(0.8);
  },
);
