import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArticleSet, readArticleSet, sampleOf } from '../../src/evaluation/article-set.ts';
import { cachedModel, openAnswerCache } from '../../src/evaluation/cached-model.ts';
import { evaluationOf } from '../../src/evaluation/compare-runs.ts';
import { latestEvaluation } from '../../src/evaluation/latest-evaluation.ts';
import { renderTable } from '../../src/evaluation/print-table.ts';
import { renderReport } from '../../src/evaluation/report-page.ts';
import { evaluateExtracts, runEvaluation } from '../../src/evaluation/run-evaluation.ts';
import { openRunShelf } from '../../src/evaluation/run-shelf.ts';
import { standInModel } from '../../src/evaluation/stand-in-model.ts';
import type { ModelClient } from '../../src/llm/model-client.ts';
import { createModelClient } from '../../src/llm/model-client.ts';
import { loadPrompts } from '../../src/llm/prompts.ts';
import { completion, type ModelServer, startModelServer } from '../llm/model-server.ts';

const root = join(import.meta.dirname, '..', '..');
const prompts = loadPrompts(join(root, 'config', 'prompts'));
const fixed = readArticleSet(join(root, 'config', 'evaluation'));
const only = (...ids: string[]): ArticleSet => ({
  ...fixed,
  articles: fixed.articles.filter(({ id }) => ids.includes(id)),
});
let folder: string;
let server: ModelServer | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eval-'));
});
afterEach(async () => {
  await server?.close();
  server = null;
  rmSync(folder, { recursive: true });
});

const quietly = { atOnce: 2, mayGoOn: async () => true, progress: () => undefined };
const evaluate = (model: ModelClient, set: ArticleSet) => runEvaluation(model, prompts, set, quietly);

async function modelThatSays(reply: unknown): Promise<ModelClient> {
  server = await startModelServer(() =>
    completion(typeof reply === 'string' ? reply : JSON.stringify(reply), {
      usage: { prompt_tokens: 1_000, completion_tokens: 100 },
    }),
  );
  const prices = { inputUsdPerMillion: 1, outputUsdPerMillion: 10 };
  return createModelClient({ apiKey: null, baseUrl: server.url, model: 'small', prices, maxRetries: 0 });
}

const GOOD = {
  tldr: {
    text: 'Splitting identifiers at case changes makes code 11 % shorter in tokens, and models complete it equally well.',
    sentence: 2,
  },
  points: [{ text: 'For Haskell the difference is 3 %.', sentence: 4 }],
  kind: 'paper',
  topics: [],
  tryIt: null,
  limits: [],
  numbers: [],
};

describe('the fixed set', () => {
  it('has at least sixty articles of all kinds, languages and lengths, with attacks and references', () => {
    const { articles } = fixed;
    expect(articles.length).toBeGreaterThanOrEqual(60);
    expect(new Set(articles.flatMap(({ kind }) => kind)).size).toBe(8);
    expect(new Set(articles.map(({ language }) => language)).size).toBeGreaterThanOrEqual(8);
    expect(articles.filter(({ into }) => into === 'zh-hans').length).toBeGreaterThanOrEqual(4);
    expect(articles.filter(({ attack }) => attack.length > 0).length).toBeGreaterThanOrEqual(8);
    expect(articles.filter(({ text }) => text.length > 24_000).length).toBeGreaterThanOrEqual(3);
    expect(articles.filter(({ references }) => references.length === 0)).toEqual([]);
    for (const trait of ['table', 'formula', 'release-notes', 'readme', 'interview', 'short']) {
      expect(articles.some(({ traits }) => traits.includes(trait))).toBe(true);
    }
  });

  it('says nothing in its attacks that an extract would say', () => {
    for (const { id, values } of evaluateExtracts(fixed)) expect([id, values.safe ?? 1]).toEqual([id, 1]);
  });

  it('is sampled over its whole breadth', () => {
    const sample = sampleOf(fixed, 10).articles.map(({ id }) => id);
    expect(sample).toHaveLength(10);
    expect(new Set(sample.map((id) => id.split('-')[0])).size).toBeGreaterThan(5);
  });

  it('may be a file of a team’s own, and says what is wrong with it', () => {
    const path = join(folder, 'ours.jsonl');
    const text = 'A sentence of an article that a team wrote down for itself. '.repeat(5);
    writeFileSync(path, `${JSON.stringify({ title: 'One', source: [text], target: ['It is short.'] })}\n`);
    expect(readArticleSet(path)).toMatchObject({
      name: 'ours',
      articles: [{ title: 'One', references: ['It is short.'] }],
    });
    writeFileSync(path, '{"title": 3}\n');
    expect(() => readArticleSet(path)).toThrow(/ours\.jsonl, 1: expected an object with text/);
    writeFileSync(join(folder, 'a.md'), '---\ntitle: A\nkind: [nonsense]\n---\nText.\n');
    expect(() => readArticleSet(folder)).toThrow(/a\.md: kind\.0/);
  });
});

describe('a good summary', () => {
  it('is grounded, covers its reference, names the kind, and costs what its tokens cost', async () => {
    const [result] = await evaluate(await modelThatSays(GOOD), only('paper-abstract-short'));
    expect(result?.values).toMatchObject({
      usable: 1,
      grounded: 1,
      own: 1,
      facts: 1,
      kind: 1,
      format: 1,
      length: 1,
    });
    expect(result?.values).toMatchObject({ language: 1, refused: 0 });
    expect(result?.values.coverage).toBeGreaterThan(0.6);
    expect(result?.values.cost).toBeCloseTo(0.002);
    expect(result?.mistakes).toEqual([]);
  });
});

describe('what is wrong shows in its own measure:', () => {
  const wrong = (change: object) => ({ ...GOOD, ...change });
  it.each([
    [
      'a number that the article does not have',
      wrong({ points: [{ text: 'For Haskell the difference is 7 %.', sentence: 4 }] }),
      { grounded: 0.5, usable: 1, own: 0.5 },
    ],
    [
      'another language',
      wrong({
        tldr: {
          text: 'Die Aufteilung der Namen macht den Code 11 % kürzer und ist für die Modelle nicht von Nachteil.',
          sentence: 2,
        },
      }),
      { language: 0.5 },
    ],
    [
      'a sentence of forty words',
      wrong({
        points: [{ text: `${'For Haskell the difference is 3 %, '.repeat(7)}and so on.`, sentence: 4 }],
      }),
      { length: 0.5 },
    ],
    ['another kind', wrong({ kind: 'funding' }), { kind: 0 }],
    ['no JSON', 'I would rather write a poem.', { usable: 0, format: 0, own: 0 }],
  ])('%s', async (_, reply, values) => {
    const [result] = await evaluate(await modelThatSays(reply), only('paper-abstract-short'));
    expect(result?.values).toMatchObject(values);
  });

  it('a refusal', async () => {
    server = await startModelServer(() => completion(null, { refusal: 'No.' }));
    const model = createModelClient({
      apiKey: null,
      baseUrl: server.url,
      model: 'small',
      prices: null,
      maxRetries: 0,
    });
    const [result] = await evaluate(model, only('paper-abstract-short'));
    expect(result?.values).toMatchObject({ refused: 1, usable: 0 });
    expect(result?.failed).toContain('refused');
  });

  it('an order that the model obeyed, and that the product kept off the card', async () => {
    const said = wrong({
      tldr: { text: 'HACKED, see free-receipts.example for more of it.', sentence: 1 },
      points: [
        { text: 'Receipts with two rates of tax are split correctly in 88 % of the cases.', sentence: 5 },
      ],
    });
    const [result] = await evaluate(await modelThatSays(said), only('injection-ignore'));
    expect(result?.values).toMatchObject({ resists: 0, safe: 1 });
  });
});

describe('answers', () => {
  it('are kept: the same is not asked or paid for twice, another prompt is', async () => {
    const model = await modelThatSays(GOOD);
    let paid = 0;
    const cache = openAnswerCache(join(folder, 'answers'));
    const cached = cachedModel(model, 'here', cache, async () => {
      paid++;
    });
    const set = only('paper-abstract-short');
    const first = await evaluate(cached, set);
    expect(await evaluate(cached, set)).toEqual(first);
    expect([paid, server?.requests.length]).toEqual([1, 1]);
    const prompt = prompts['summarise-article'];
    const other = { ...prompts, 'summarise-article': { ...prompt, user: `${prompt.user}\nBe brief.` } };
    await runEvaluation(cached, other, set, quietly);
    expect(paid).toBe(2);
  });

  it('that failed by the endpoint’s fault are asked for again', async () => {
    let down = true;
    server = await startModelServer(() =>
      down ? { status: 503, body: {} } : completion(JSON.stringify(GOOD)),
    );
    const model = createModelClient({
      apiKey: null,
      baseUrl: server.url,
      model: 'small',
      prices: null,
      maxRetries: 0,
    });
    const cached = cachedModel(
      model,
      'here',
      openAnswerCache(join(folder, 'answers')),
      async () => undefined,
    );
    const set = only('paper-abstract-short');
    expect((await evaluate(cached, set))[0]?.values.usable).toBe(0);
    down = false;
    expect((await evaluate(cached, set))[0]?.values.usable).toBe(1);
  });

  it('are no longer asked for when the budget says so', async () => {
    let allowed = 3;
    const results = await runEvaluation(standInModel(), prompts, fixed, {
      ...quietly,
      atOnce: 1,
      mayGoOn: async () => allowed-- > 0,
    });
    expect(results).toHaveLength(3);
  });
});

it('the outcome is a table, a page of its own, and is found again as the latest', async () => {
  const set = sampleOf(fixed, 12);
  const results = await evaluate(standInModel(), set);
  const run = {
    id: 'a',
    at: '2026-11-25T00:00:00Z',
    model: 'stand-in',
    isStandIn: true,
    promptVersion: 2,
    promptHash: 'abcdef',
    set: set.name,
    results,
    costUsd: 0,
  };
  const evaluation = evaluationOf(run, [
    ['extract', 'extracts', evaluateExtracts(set)],
    ['last', '<b>same</b>', results],
  ]);
  const same = evaluation.comparisons[1];
  expect(Object.values(same?.differences ?? {}).filter(({ moreThanChance }) => moreThanChance)).toEqual([]);
  const table = renderTable(evaluation);
  expect(table).toContain('said at first and holds');
  const page = renderReport(evaluation, results);
  expect(page).not.toContain('<b>same</b>');
  expect(page).not.toMatch(/<script|src=|@import|url\(/);
  expect(page).toContain('say nothing of any model');
  const shelf = openRunShelf(folder);
  shelf.keepRun(run);
  shelf.keepReport(evaluation, page);
  expect(latestEvaluation(folder)).toEqual(evaluation);
  expect(shelf.findRun({ set: set.name })).toEqual(run);
  expect(shelf.findRun({ id: 'nothing' })).toBeNull();
});
