import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castVotes } from '../../src/pipeline/cast-vote.ts';
import { chooseCards } from '../../src/pipeline/choose-cards.ts';
import { explainCard, searchArticles, topArticles } from '../../src/pipeline/find-articles.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { listSaves, saveArticle } from '../../src/pipeline/save-article.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { personOf, postsOf } from '../support/person.ts';
import { itemOf } from '../support/store.ts';

const TEXTS = [
  ['Agents that plan', 'An agent that plans its steps checks each of them and finishes most of its tasks.'],
  [
    'Cheaper inference',
    'Speculative decoding halves the latency of inference without a second model to host.',
  ],
  ['国产大模型发布', '研究团队今天发布了新的开源大模型，推理成本降低了一半，并公开了全部训练数据。'],
  [
    'An agent without tests',
    'The agent fails where no tests exist, since nothing tells it that it went wrong.',
  ],
] as const;

let app: TestApp;
let ids: number[] = [];
beforeAll(async () => {
  app = await startTestApp();
  const items = TEXTS.map(([title, html], n) => itemOf(n, { url: `https://a.invalid/${n}`, title, html }));
  const broughtBy = {
    kind: 'person' as const,
    personId: 'U1',
    channelId: app.channelId,
    messageTs: '1.000000',
  };
  const now = app.deps.now();
  const submitted = await app.db.transaction((tx) =>
    submitArticles(tx, { items, broughtBy, collectionId: null, defaultKind: null }, now),
  );
  ids = submitted.fresh;
  await readArticles(app.deps, { articleIds: ids });
  await chooseCards(app.deps, { channelId: app.channelId });
  await app.settle();
});
afterAll(() => app.close());

const titles = async (query: string): Promise<string[]> =>
  (await searchArticles(app.deps, { query, language: 'en', among: app.deps.channels, limit: 10 })).map(
    (line) => line.title,
  );

describe('searchArticles', () => {
  it('finds words in title and text, in other forms too', async () => {
    expect((await titles('planning agents')).at(0)).toBe('Agents that plan');
    expect(await titles('latency')).toEqual(['Cheaper inference']);
  });

  it('finds articles by a topic that they are about, though none of its words need be in them', async () => {
    expect(await titles('inference cost')).toContain('Cheaper inference');
  });

  it('finds Chinese words inside a run of characters', async () => {
    expect(await titles('大模型')).toEqual(['国产大模型发布']);
    expect(await titles('推理成本')).toEqual(['国产大模型发布']);
  });

  it('takes phrases and what is to be left out', async () => {
    expect(await titles('"second model"')).toEqual(['Cheaper inference']);
    expect(await titles('agent -tests')).toEqual(['Agents that plan']);
  });

  it('answers with nothing, and throws nothing, on what is no query', async () => {
    for (const query of ['', '   ', "'", '& | !', '"', '\u0000', '((', ':*'])
      expect(await titles(query)).toEqual([]);
  });

  it('finds nothing that people brought only to a channel the asker is not in', async () => {
    const elsewhere = [{ ...app.deps.channels[0], id: 'C0ELSEWHERE' }] as typeof app.deps.channels;
    const broughtBy = {
      kind: 'person' as const,
      personId: 'U1',
      channelId: 'C0PRIVATE',
      messageTs: '9.000000',
    };
    const items = [
      itemOf(9, {
        url: 'https://a.invalid/secret',
        title: 'Our own zebrafish',
        html: '<p>Zebrafish of our own, which nobody else is to read of.</p>',
      }),
    ];
    const submission = { items, broughtBy, collectionId: null, defaultKind: null };
    const [id = 0] = (await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()))).fresh;
    await readArticles(app.deps, { articleIds: [id] });
    const find = async (among: typeof app.deps.channels) =>
      (await searchArticles(app.deps, { query: 'zebrafish', language: 'en', among, limit: 5 })).length;
    expect(await find(elsewhere)).toBe(0);
    expect(await find([{ ...elsewhere[0], id: 'C0PRIVATE' }] as typeof elsewhere)).toBe(1);
  });

  it('links each line to its card', async () => {
    const [line] = await searchArticles(app.deps, {
      query: 'latency',
      language: 'en',
      among: app.deps.channels,
      limit: 1,
    });
    expect(line?.permalink).toMatch(/^https:\/\//);
  });
});

describe('topArticles and saves', () => {
  it('orders by votes, whichever period is asked for', async () => {
    const card = postsOf(app.sandbox, app.channelId).find((message) =>
      JSON.stringify(message.blocks).includes('Cheaper inference'),
    );
    const change = { channelId: app.channelId, messageTs: card?.ts ?? '', added: true, emoji: 'thumbsup' };
    const votes = ['U1', 'U2'].map((personId) => ({
      change: { ...change, personId, eventTs: '2.000000' },
      eventId: null,
    }));
    expect(await castVotes(app.deps, votes)).toEqual(['counted', 'counted']);
    for (const period of ['week', 'month', 'all'] as const) {
      const [first] = await topArticles(app.deps, {
        channelId: app.channelId,
        language: 'en',
        period,
        limit: 3,
      });
      expect(first).toMatchObject({ title: 'Cheaper inference', votes: 2 });
    }
  });

  it('keeps a save until it is taken back', async () => {
    const save = { articleId: ids[0] ?? 0, personId: personOf(app.sandbox).id };
    expect(await saveArticle(app.deps, save)).toEqual({ kind: 'saved' });
    expect(
      (await listSaves(app.deps, { personId: save.personId, language: 'en' })).map((line) => line.articleId),
    ).toEqual([ids[0]]);
    expect(await saveArticle(app.deps, save)).toEqual({ kind: 'removed' });
    expect(await listSaves(app.deps, { personId: save.personId, language: 'en' })).toEqual([]);
    expect(await saveArticle(app.deps, { ...save, articleId: 999_999 })).toEqual({ kind: 'unknown' });
  });

  it('explains a card by the sentences it rests on', async () => {
    const why = await explainCard(app.deps, { articleId: ids[1] ?? 0, channelId: app.channelId });
    expect(why).toMatchObject({
      title: 'Cheaper inference',
      whyHere: {
        kind: 'followed',
        topics: expect.arrayContaining(['inference cost']),
        channelName: 'discuss-ai',
      },
    });
  });
});
