// Answers from what was posted, with and without a model.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddingClient } from '../../src/llm/embedding-client.ts';
import type { ModelClient } from '../../src/llm/model-client.ts';
import { type Answered, answerQuestion, type Question } from '../../src/pipeline/answer-question.ts';
import { embedArticles } from '../../src/pipeline/embed-articles.ts';
import { keepSummary } from '../../src/pipeline/keep-summary.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { fuseRanks } from '../../src/pipeline/retrieve-articles.ts';
import { shareDemo } from '../../src/pipeline/share-demo.ts';
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
    'Prompt caching, measured again',
    'Caching of prompts makes inference cheaper by 15 % only, as another team found.',
  ],
  [
    'Licences of models',
    'Qwen and Mistral publish weights under Apache-2.0, so both are open source in the usual sense.',
  ],
  [
    'Not for this channel',
    'Pruning makes inference cheaper by 90 % without any loss, as was shown elsewhere.',
  ],
] as const;

type Reply = { found: boolean; sentences: { text: string; passages: number[] }[] };
/** Stands for the number of the passage that says 40 %, wherever it is in the list. */
const FORTY = 77;
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
      ? { kind: 'answer', value: schema.parse(numbered(reply)), usage }
      : { kind: 'failed', reason: 'no reply', usage };
  },
} as ModelClient;

/** Puts what is alike in meaning side by side, as a model of embeddings does. */
const MEANINGS = [
  /caching|cheaper|cost|money|budget/i,
  /latency|decoding|quick/i,
  /licen[cs]e|open source|Apache/i,
];
let embedded: string[] = [];
const embedder: EmbeddingClient = {
  name: 'meanings',
  isOff: false,
  embed: (texts) => {
    embedded.push(...texts);
    const value = texts.map((text) => {
      const counts = MEANINGS.map((meaning) => (meaning.test(text) ? 1 : 0.1));
      return counts.map((count) => count / Math.hypot(...counts));
    });
    const usage = {
      model: 'meanings',
      inputTokens: 10,
      outputTokens: 0,
      costUsd: 0,
      latencyMs: 1,
      requests: 1,
    };
    return Promise.resolve({ kind: 'answer', value, usage });
  },
};

const numberOf = (words: string) => Number(/\[(\d+)\][^[]*$/.exec(asked.split(words)[0] ?? '')?.[1]);

function numbered({ found, sentences }: Reply): Reply {
  const real = (number: number) => (number === FORTY ? numberOf('cheaper by 40 %') : number);
  return { found, sentences: sentences.map((one) => ({ ...one, passages: one.passages.map(real) })) };
}

/** Posts each in the channel, and the last of the fixed ones elsewhere. */
async function share(articles: readonly (readonly string[])[]): Promise<number[]> {
  const broughtBy = { kind: 'person' as const, personId: 'U1', channelId: app.channelId, messageTs: null };
  const items = articles.map(([title = '', html = ''], n) => {
    const at = ids.length + n;
    return itemOf(at, { url: `https://a.invalid/${at}`, title, html });
  });
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  const { fresh } = await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()));
  await readArticles(app.deps, { articleIds: fresh });
  for (const [n, articleId] of fresh.entries()) {
    const at = ids.length + n;
    const channelId = articles[n]?.[0] === 'Not for this channel' ? 'C0ELSEWHERE' : app.channelId;
    const claim = { id: `m-${at}`, channelId, purpose: 'card' as const, articleId, key: `card:${at}` };
    await claimMessage(app.db, claim, app.deps.now());
    await savePosted(app.db, `m-${at}`, `${at + 1}.000000`, app.deps.now());
  }
  return fresh;
}

let app: TestApp;
let ids: number[] = [];
beforeAll(async () => {
  app = await startTestApp({ workers: false, model });
  ids = await share(ARTICLES);
});
afterAll(() => app.close());
beforeEach(() => {
  reply = null;
  asked = '';
  embedded = [];
});

const answer = (question: string, more: Partial<Question> = {}) =>
  answerQuestion(app.deps, { question, among: app.deps.channels, language: 'en', ...more });
const titlesOf = (answered: Answered): string[] => {
  if (answered.kind === 'answer') return answered.articles.map(({ title }) => title);
  if (answered.kind === 'passages') return answered.passages.map(({ article }) => article.title);
  return answered.nearest.map(({ title }) => title);
};

describe('answerQuestion', () => {
  it('gives the sentences of the model with the articles they rest on', async () => {
    reply = {
      found: true,
      sentences: [{ text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [FORTY] }],
    };
    const answered = await answer('What makes inference cheaper?');
    expect(answered).toMatchObject({ kind: 'answer', model: 'stand-in', prompt: 'answer-question 2' });
    if (answered.kind !== 'answer') throw new Error('no answer');
    const [sentence] = answered.sentences;
    expect(answered.articles[sentence?.articles[0] ?? -1]?.title).toBe('Caching of prompts');
  });

  it('leaves out what its sources do not say, and what names no source', async () => {
    const good = { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [FORTY] };
    const bad = [
      { text: 'Caching of prompts makes inference cheaper by 70 %.', passages: [FORTY] },
      { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [] },
      { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [99] },
    ];
    reply = { found: true, sentences: [...bad, good] };
    const answered = await answer('What makes inference cheaper?');
    expect(answered).toMatchObject({ kind: 'answer', sentences: [{ text: good.text }] });
  });

  it('quotes the passages where nothing of the answer holds, and where the model fails', async () => {
    reply = { found: true, sentences: [{ text: 'Inference is cheaper by 70 %.', passages: [FORTY] }] };
    for (const given of [reply, null]) {
      reply = given;
      const answered = await answer('What makes inference cheaper?');
      expect(answered.kind).toBe('passages');
      expect(JSON.stringify(answered)).toContain('cheaper by 40 %');
    }
  });

  it('is plain text, without links and calls that its sources do not have', async () => {
    const text = 'Caching of prompts makes inference cheaper by 40 % <!channel> https://evil.invalid/login';
    reply = { found: true, sentences: [{ text, passages: [FORTY] }] };
    const answered = await answer('What makes inference cheaper?');
    if (answered.kind !== 'answer') throw new Error(answered.kind);
    expect(answered.sentences.map((sentence) => sentence.text)).toEqual([
      'Caching of prompts makes inference cheaper by 40 %',
    ]);
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
    reply = { found: true, sentences: Array.from({ length: 20 }, () => ({ text, passages: [FORTY] })) };
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

describe('two sources that disagree', () => {
  it('are both quoted where no model answers', async () => {
    const answered = await answer('How much cheaper does caching of prompts make inference?');
    expect(answered.kind).toBe('passages');
    expect(titlesOf(answered)).toEqual(
      expect.arrayContaining(['Caching of prompts', 'Prompt caching, measured again']),
    );
  });

  it('are both given to the model, which names both', async () => {
    reply = { found: false, sentences: [] };
    await answer('How much cheaper does caching of prompts make inference?');
    const other = numberOf('cheaper by 15 %');
    reply = {
      found: true,
      sentences: [
        { text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [FORTY] },
        { text: 'Caching of prompts makes inference cheaper by 15 % only.', passages: [other] },
      ],
    };
    const answered = await answer('How much cheaper does caching of prompts make inference?');
    if (answered.kind !== 'answer') throw new Error(answered.kind);
    expect(answered.sentences.map(({ articles }) => articles)).toEqual([[0], [1]]);
    // Numbered as they are named, and nothing else.
    expect(titlesOf(answered)).toEqual(['Caching of prompts', 'Prompt caching, measured again']);
    expect(answered.otherSide).toBe(null);
  });

  it('are both named where the model tells of one alone', async () => {
    const text = 'Caching of prompts makes inference cheaper by 40 %.';
    reply = { found: true, sentences: [{ text, passages: [FORTY] }] };
    const answered = await answer('How much cheaper does caching of prompts make inference?');
    if (answered.kind !== 'answer') throw new Error(answered.kind);
    expect(answered.otherSide?.article.title).toBe('Prompt caching, measured again');
    expect(answered.otherSide?.text).toContain('15 %');
  });
});

describe('a further question', () => {
  const earlier = {
    question: 'What do Qwen and Mistral publish?',
    told: 'They publish weights.',
    articleIds: [],
  };

  it('is understood by the one before it', async () => {
    expect(titlesOf(await answer('and under which of them?'))).not.toContain('Licences of models');
    const answered = await answer('and which of them is open source?', { earlier });
    expect(answered.kind).toBe('passages');
    expect(titlesOf(answered)[0]).toBe('Licences of models');
  });

  it('gives the model the question and the answer before it', async () => {
    reply = { found: false, sentences: [] };
    await answer('and which of them is open source?', { earlier });
    expect(asked).toContain(earlier.question);
    expect(asked).toContain(earlier.told);
  });

  it('looks again into what the answer before it rested on, if the asker may still see it', async () => {
    reply = { found: false, sentences: [] };
    const [first = 0, last = 0] = [ids[0], ids.at(-1)];
    await answer('why?', { earlier: { ...earlier, question: 'hm', articleIds: [first, last] } });
    expect(asked).toContain('Speculative decoding');
    expect(asked).not.toContain('Pruning');
  });
});

describe('what the team has shown', () => {
  const NOTE = 'Our chatbot for invoices, running on a laptop';
  const showDemo = async (channelId: string, articleId: number) => {
    await claimMessage(
      app.db,
      { id: `poc-${channelId}`, channelId, purpose: 'poc', articleId: 1, key: `poc:${channelId}` },
      app.deps.now(),
    );
    await savePosted(app.db, `poc-${channelId}`, '900.000000', app.deps.now());
    const brief = {
      title: 'Invoices by chat',
      hypothesis: 'A small model answers questions about invoices.',
    };
    const [poc] = await app.db.query<{ id: number }>(
      `insert into poc (channel_id, article_id, message_id, brief, created_at)
       values ($1, $2, $3, $4::jsonb, now()) returning id`,
      [channelId, articleId, `poc-${channelId}`, JSON.stringify(brief)],
    );
    const demo = { personId: 'U2', url: `https://demo.invalid/${channelId}`, note: NOTE };
    await shareDemo(app.deps, { ...demo, pocId: poc?.id ?? 0, sure: true });
  };

  it('answers where the asker may see it, and what its maker wrote goes to no model', async () => {
    await showDemo('C0ELSEWHERE', ids[0] ?? 0);
    expect((await answer('Which chatbot answers invoices on a laptop?')).kind).toBe('not-found');
    await showDemo(app.channelId, ids[0] ?? 0);
    const quoted = await answer('Which chatbot answers invoices on a laptop?');
    if (quoted.kind !== 'passages') throw new Error(quoted.kind);
    expect(quoted.passages[0]).toMatchObject({
      text: NOTE,
      article: { url: `https://demo.invalid/${app.channelId}`, kind: 'demo', sharedBy: 'U2' },
    });
    reply = {
      found: true,
      sentences: [{ text: 'A small model answers questions about invoices.', passages: [1] }],
    };
    const answered = await answer('Which chatbot answers invoices on a laptop?');
    if (answered.kind !== 'answer') throw new Error(answered.kind);
    expect(answered.articles[answered.sentences[0]?.articles[0] ?? -1]?.url).toContain('demo.invalid');
    expect(asked).toContain('A small model answers questions about invoices');
    expect(asked).not.toContain('laptop, running');
    expect(asked).not.toContain(NOTE);
  });
});

describe('a summary in another language', () => {
  it('is found by its words, and given to the model', async () => {
    const summary = {
      method: 'model' as const,
      tldr: '推测解码让推理延迟减半。',
      points: [],
      kind: 'paper' as const,
      topics: [],
      tryIt: null,
      details: null,
    };
    await keepSummary(app.db, ids[0] ?? 0, 'zh-Hans', summary, app.deps.now());
    const found = await answer('推测解码能让延迟减半吗？', { language: 'zh-Hans' });
    expect(titlesOf(found)).toContain('Cheaper inference');
    reply = { found: false, sentences: [] };
    await answer('推测解码能让延迟减半吗？', { language: 'zh-Hans' });
    expect(asked).toContain(summary.tldr);
  });
});

describe('a question that mixes languages', () => {
  it('is given to the model with what its words in the articles’ language find', async () => {
    reply = { found: true, sentences: [{ text: '提示缓存让推理便宜了 40 %。', passages: [FORTY] }] };
    const question = 'Caching of prompts 能让 inference 便宜多少？';
    const answered = await answer(question, { language: 'zh-Hans' });
    expect(answered.kind).toBe('answer');
    expect(titlesOf(answered)).toEqual(['Caching of prompts']);
  });

  it('finds nothing by one such word alone, and all its words count where no model judges', async () => {
    reply = { found: true, sentences: [] };
    expect((await answer('Inference 能不能治疗癌症？', { language: 'zh-Hans' })).kind).toBe('not-found');
    expect(asked).toBe('');
    app.deps.model = null;
    const quoted = await answer('Caching 能让 inference 比去年夏天便宜多少？', { language: 'zh-Hans' });
    app.deps.model = model;
    expect(quoted.kind).toBe('not-found');
  });
});

describe('what is near in meaning', () => {
  const question = 'How can we save money?';

  it('is not found by words alone', async () => {
    expect((await answer(question)).kind).toBe('not-found');
  });

  it('is embedded once, if it was posted, and written on the bill', async () => {
    app.deps.embedder = embedder;
    await embedArticles(app.deps);
    expect(embedded).toHaveLength(ids.length);
    await embedArticles(app.deps);
    expect(embedded).toHaveLength(ids.length);
    const [call] = await app.db.query('select task, model from model_call order by id desc limit 1');
    expect(call).toEqual({ task: 'embed-articles', model: 'meanings' });
  });

  it('is given to the model to judge, from the channels of the asker alone', async () => {
    reply = {
      found: true,
      sentences: [{ text: 'Caching of prompts makes inference cheaper by 40 %.', passages: [1, 2, 3] }],
    };
    const answered = await answer(question);
    expect(answered.kind).toBe('answer');
    expect(titlesOf(answered)).toContain('Caching of prompts');
    expect(asked).not.toContain('Pruning');
    const tasks = await app.db.query('select task from model_call order by id desc limit 2');
    expect(tasks).toEqual([{ task: 'answer-question' }, { task: 'embed-question' }]);
  });

  it('is quoted where the model answers from it in words that do not hold', async () => {
    const wrong = 'Caching of prompts makes inference cheaper by 70 %.';
    reply = { found: true, sentences: [{ text: wrong, passages: [FORTY, 99] }] };
    const answered = await answer(question);
    if (answered.kind !== 'passages') throw new Error(answered.kind);
    expect(answered.passages.map(({ article }) => article.title)).toEqual(['Caching of prompts']);
    expect(answered.passages[0]?.text).toContain('cheaper by 40 %');
    // Nothing to quote where it names nothing, or says itself that it is not there.
    reply = { found: true, sentences: [{ text: wrong, passages: [99] }] };
    expect((await answer(question)).kind).toBe('not-found');
    reply = { found: false, sentences: [{ text: wrong, passages: [FORTY] }] };
    expect((await answer(question)).kind).toBe('not-found');
  });

  it('is not looked for when the budget is used up or the endpoint fails: words are left', async () => {
    app.deps.modelBudget = {
      dayUsd: null,
      monthUsd: null,
      tasks: { 'embed-question': { dayUsd: 0, monthUsd: null } },
    };
    expect((await answer('What makes inference cheaper?')).kind).toBe('passages');
    expect(embedded).toEqual([]);
    app.deps.modelBudget = { dayUsd: 1, monthUsd: null, tasks: {} };
    const failed = { kind: 'failed' as const, reason: 'down', usage: null };
    app.deps.embedder = { ...embedder, embed: () => Promise.resolve(failed) };
    expect((await answer('What makes inference cheaper?')).kind).toBe('passages');
  });

  it('is embedded again by another model, and never compared with the one before', async () => {
    app.deps.embedder = { ...embedder, name: 'others' };
    await embedArticles(app.deps);
    expect(embedded).toHaveLength(ids.length);
    const models = await app.db.query('select distinct model from article_embedding');
    expect(models).toEqual([{ model: 'others' }]);
  });
});

describe('a source that disagrees with the best', () => {
  it('is quoted beside it, though others have more of the question', async () => {
    app.deps.embedder = null;
    const more = ['with small gears', 'with large arms', 'with three legs'].map((how) => [
      `Distilling in the lab, ${how}`,
      `Distilling of planners makes robots in the lab quicker by 30 %, even those ${how}.`,
    ]);
    await share([
      ...more,
      ['Planners, looked at again', 'Distilling of planners makes robots quicker by 4 %.'],
    ]);
    const answered = await answer('Does distilling of planners make robots in the lab quicker?');
    if (answered.kind !== 'passages') throw new Error(answered.kind);
    expect(answered.passages.map(({ text }) => text).join()).toContain('by 4 %');
    expect(answered.passages).toHaveLength(3);
  });
});

describe('fuseRanks', () => {
  const ranked = (ids: string, weight = 1) => ({ ids: [...ids], weight });

  it('puts first what stands high in several lists', () => {
    expect(fuseRanks([ranked('abc'), ranked('bda')])).toEqual(['b', 'a', 'd', 'c']);
    expect(fuseRanks([ranked('ab'), ranked('')])).toEqual(['a', 'b']);
  });

  it('puts what the weightier list has first before what the other has first, and before what is tenth in both', () => {
    const [first] = fuseRanks([ranked('abcdefghiX', 2), ranked('klmnopqrsX')]);
    expect(first).toBe('a');
    expect(fuseRanks([ranked('a'), ranked('b', 2)])).toEqual(['b', 'a']);
  });
});
