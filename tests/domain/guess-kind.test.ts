import { expect, it } from 'vitest';
import { guessKind } from '../../src/domain/guess-kind.ts';

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
