// Answers from what was posted, with and without a model.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelClient } from '../../src/llm/model-client.ts';
import { answerQuestion } from '../../src/pipeline/answer-question.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { itemOf } from '../support/store.ts';

const ARTICLES = [
  [
    'Cheaper inference',
    'Speculative decoding halves the latency of inference. It was measured on 12 models by one team.',
  ],
  [
    'Caching of prompts',
    'Caching of prompts makes inference cheaper by 40 %. It does nothing for the latency of short prompts.',
  ],
  [
    'Not for this channel',
    'Pruning makes inference cheaper by 90 % without any loss, as was shown elsewhere.',
  ],
] as const;

type Reply = { found: boolean; sentences: { text: string; passages: number[] }[] };
let reply: Reply | null = null;
let asked = '';
const model: ModelClient = {
  name: 'stand-in',
  nameFor: () => 'stand-in',
  async answer({ user, schema }) {
    asked = user;
    const usage = {
      model: 'stand-in',
      inputTokens: 100,
      outputTokens: 20,
      costUsd: 0,
      latencyMs: 1,
      requests: 1,
    };
    return reply
      ? { kind: 'answer', value: schema.parse(reply), usage }
      : { kind: 'failed', reason: 'no reply', usage };
  },
} as ModelClient;

let app: TestApp;
let ids: number[] = [];
beforeAll(async () => {
  app = await startTestApp({ workers: false, model });
  const items = ARTICLES.map(([title, html], n) => itemOf(n, { url: `https://a.invalid/${n}`, title, html }));
  const broughtBy = { kind: 'person' as const, personId: 'U1', channelId: app.channelId, messageTs: null };
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  ids = (await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()))).fresh;
  await readArticles(app.deps, { articleIds: ids });
  for (const [n, articleId] of ids.entries()) {
    const channelId = n === 2 ? 'C0ELSEWHERE' : app.channelId;
    const claim = { id: `m-${n}`, channelId, purpose: 'card' as const, articleId, key: `card:${n}` };
    await claimMessage(app.db, claim, app.deps.now());
    await savePosted(app.db, `m-${n}`, `${n + 1}.000000`, app.deps.now());
  }
});
afterAll(() => app.close());
beforeEach(() => {
  reply = null;
  asked = '';
});

const answer = (question: string) =>
  answerQuestion(app.deps, { question, among: app.deps.channels, language: 'en' });

describe('answerQuestion', () => {
  it('gives the sentences of the model with the articles they rest on', async () => {
    reply = {
      found: true,
      sentences: [{ text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [1] }],
    };
    const answered = await answer('What makes inference cheaper?');
    expect(answered).toMatchObject({ kind: 'answer', model: 'stand-in', prompt: 'answer-question 1' });
    if (answered.kind !== 'answer') throw new Error('no answer');
    const [sentence] = answered.sentences;
    expect(answered.articles[sentence?.articles[0] ?? -1]?.title).toBe('Caching of prompts');
  });

  it('leaves out what its sources do not say, and what names no source', async () => {
    const good = { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [1] };
    const bad = [
      { text: 'Caching of prompts makes inference cheaper by 70 %.', passages: [1] },
      { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [] },
      { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [99] },
    ];
    reply = { found: true, sentences: [...bad, good] };
    const answered = await answer('What makes inference cheaper?');
    expect(answered).toMatchObject({ kind: 'answer', sentences: [{ text: good.text }] });
  });

  it('quotes the passages where nothing of the answer holds, and where the model fails', async () => {
    reply = { found: true, sentences: [{ text: 'Inference is cheaper by 70 %.', passages: [1] }] };
    for (const given of [reply, null]) {
      reply = given;
      const answered = await answer('What makes inference cheaper?');
      expect(answered.kind).toBe('passages');
      expect(JSON.stringify(answered)).toContain('cheaper by 40 %');
    }
  });

  it('sends the model nothing of a channel that the asker is not in', async () => {
    await answer('What makes inference cheaper?');
    expect(asked).toContain('Caching of prompts');
    expect(asked).not.toContain('Pruning');
  });

  it('says that it is not in what was shared, and names the nearest', async () => {
    const answered = await answer('Which inference chips will be exported to Norway next summer?');
    expect(answered.kind).toBe('not-found');
    expect(asked).toBe('');
    reply = { found: false, sentences: [] };
    const refused = await answer('What makes inference cheaper?');
    expect(refused.kind).toBe('not-found');
    if (refused.kind !== 'not-found') throw new Error('found');
    expect(refused.nearest.map(({ title }) => title)).toContain('Caching of prompts');
  });

  it('keeps to 150 words, in whole sentences', async () => {
    const text =
      'Caching of prompts makes inference cheaper by 40 %, and it does nothing for the latency of short prompts.';
    reply = { found: true, sentences: Array.from({ length: 20 }, () => ({ text, passages: [1] })) };
    const answered = await answer('What makes inference cheaper?');
    if (answered.kind !== 'answer') throw new Error('no answer');
    const words = answered.sentences.flatMap((sentence) => sentence.text.match(/[\p{L}\p{N}]+/gu) ?? []);
    expect(words.length).toBeLessThanOrEqual(150);
    expect(answered.sentences.length).toBeGreaterThan(3);
  });

  it('writes down what the call cost', async () => {
    reply = { found: false, sentences: [] };
    await answer('What makes inference cheaper?');
    const calls = await app.db.query<{ task: string }>(
      'select task from model_call order by id desc limit 1',
    );
    expect(calls).toEqual([{ task: 'answer-question' }]);
  });
});
