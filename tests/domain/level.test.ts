// How much an article asks of its readers: on items of real feeds and abstracts of papers, and on made-up ends of the
// scale. The measure was set by looking at the same shared data: the last group says that it still tells them apart.
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { ARTICLE_KINDS } from '../../src/domain/article.ts';
import { LEVEL_NAMES, levelName, levelOf } from '../../src/domain/level.ts';
import { levelFactor } from '../../src/domain/ranking.ts';
import { parseFeed } from '../../src/sources/parse-feed.ts';
import { htmlToText } from '../../src/sources/plain-text.ts';

const THEOREM = {
  kind: 'paper' as const,
  title: 'Convergence of stochastic gradients under heavy tails',
  opening:
    'We prove that clipped SGD attains the O(1/√T) rate for non-convex objectives under heavy-tailed noise with ' +
    'bounded p-th moment, p ∈ (1, 2]. Our theorem improves on the asymptotic regularization bounds of prior work; an ' +
    'ablation on ResNet-50 with λ = 0.01 confirms the generalization gap that the latent posterior predicts, and the ' +
    'baselines diverge. We derive matching lower bounds, and we show that the empirical rate is tight.',
};
const PRIMER = {
  kind: 'lesson' as const,
  title: 'What is an agent? A simple guide for beginners',
  opening:
    'You do not need to know how to code. In this guide we learn step by step what an agent is, and how to get one to ' +
    'help you at work. It is easy. First you say what you want. Then it makes a plan. Then it does the job, and you ' +
    'look at what it did. By the end you will know the basics, and you can try it on your own task today.',
};

describe('the level of an article', () => {
  it('is told by its text, whatever its kind', () => {
    for (const kind of ARTICLE_KINDS) {
      expect(levelOf({ ...THEOREM, kind })).toBeGreaterThan(levelOf({ ...PRIMER, kind }) + 0.5);
    }
    expect([levelName(levelOf(THEOREM)), levelName(levelOf(PRIMER))]).toEqual(['research', 'introductory']);
  });

  it('is told of Chinese text too', () => {
    const paper =
      '本文提出一种新的梯度估计方法，并证明其收敛性。消融实验结果表明，在 ResNet-50 与 GPT-2 上优于所有基线，复杂度为 O(n log n)。'.repeat(
        3,
      );
    const primer =
      '什么是智能体？这是一篇新手入门教程，零基础也能看懂。先说你想做什么，它就帮你一步一步做好。'.repeat(3);
    const [hard, easy] = [paper, primer].map((opening) => levelOf({ kind: 'news', title: '', opening }));
    expect(hard).toBeGreaterThan((easy ?? 1) + 0.4);
  });

  it('is near its kind’s where there is hardly any text', () => {
    const of = (kind: 'paper' | 'lesson') => levelOf({ kind, title: 'An agent', opening: '' });
    expect(of('paper')).toBeGreaterThan(of('lesson') + 0.5);
  });

  test('of any text at all is within its bounds, and has a name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ARTICLE_KINDS),
        fc.string(),
        fc.string({ maxLength: 3000, unit: 'binary' }),
        (kind, title, opening) => {
          const level = levelOf({ kind, title, opening });
          expect(Math.abs(level)).toBeLessThanOrEqual(1);
          expect(LEVEL_NAMES).toContain(levelName(level));
        },
      ),
    );
  });
});

describe('what people found too basic', () => {
  const [hard, easy] = [levelOf(THEOREM), levelOf(PRIMER)];

  it('lowers what is as basic, and raises what asks more than that card did', () => {
    const heard = [{ level: easy, people: 2 }];
    expect(levelFactor(PRIMER, heard)).toBeLessThan(0.9);
    expect(levelFactor(THEOREM, heard)).toBeGreaterThan(1.1);
  });

  it('or too hard: the other way round', () => {
    const heard = [{ level: hard, people: -2 }];
    expect(levelFactor(THEOREM, heard)).toBeLessThan(0.9);
    expect(levelFactor(PRIMER, heard)).toBeGreaterThan(1.1);
  });

  it('is about that card: a paper too basic for someone makes no case for a primer', () => {
    expect(levelFactor(PRIMER, [{ level: hard, people: 2 }])).toBeLessThan(1);
    expect(levelFactor(THEOREM, [{ level: hard, people: 2 }])).toBeLessThan(1);
  });
});

const SHARED = '../shared/data';

describe.skipIf(!existsSync(`${SHARED}/scitldr`))('on real items (../shared/data)', () => {
  let abstracts: number[];
  const blogs: { feed: string; title: string; level: number }[] = [];

  beforeAll(async () => {
    // As news all of them, so that the text alone tells.
    const levelOfText = (title: string, opening: string) =>
      levelOf({ kind: 'news', title, opening: opening.slice(0, 2000) });
    abstracts = readFileSync(`${SHARED}/scitldr/dev.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => levelOfText('', (JSON.parse(line) as { source: string[] }).source.join(' ')));
    const folder = `${SHARED}/feeds/ai-blogs`;
    for (const feed of await readdir(folder)) {
      const { items } = await parseFeed(await readFile(`${folder}/${feed}`), {
        contentType: null,
        url: 'https://a.example/',
      });
      for (const { title, html } of items) {
        const text = htmlToText(html);
        if (text.split(/\s+/).length < 60) continue;
        blogs.push({ feed, title, level: levelOfText(title, text) });
      }
    }
  }, 120_000);

  it('an abstract of a paper ranks above a blog’s text in more than six of seven pairs', () => {
    let above = 0;
    for (const abstract of abstracts) for (const { level } of blogs) if (abstract > level) above += 1;
    expect(blogs.length).toBeGreaterThan(200);
    expect(above / (abstracts.length * blogs.length)).toBeGreaterThan(6 / 7);
  });

  it('essays for everybody read as introductory, abstracts as technical or research', () => {
    const named = (levels: number[], ...names: string[]) =>
      levels.filter((level) => names.includes(levelName(level))).length / levels.length;
    const essays = blogs.filter(({ feed }) => feed === 'feed_paulgraham.xml').map(({ level }) => level);
    expect(named(essays, 'introductory', 'general')).toBeGreaterThan(0.95);
    expect(named(abstracts, 'technical', 'research')).toBeGreaterThan(0.75);
  });
});
