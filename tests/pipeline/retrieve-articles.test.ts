// Finding the articles that a question is about, on a real database.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { retrieveArticles, weighQuestion } from '../../src/pipeline/retrieve-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { itemOf } from '../support/store.ts';

const ARTICLES = [
  ['Agents that plan', 'An agent that plans its steps checks each of them and finishes most of its tasks.'],
  [
    'Cheaper inference',
    'Speculative decoding halves the latency of inference without a second model to host.',
  ],
  ['国产大模型发布', '研究团队今天发布了新的开源大语言模型，推理成本降低了一半，并公开了全部训练数据。'],
  [
    'Kleine Modelle im Einsatz',
    'Kleine Sprachmodelle übersetzen die Verträge der Kunden auf eigenen Rechnern, ohne dass Daten das Haus verlassen.',
  ],
  [
    'An agent without tests',
    'The agent fails where no tests exist, since nothing tells it that it went wrong.',
  ],
] as const;

let app: TestApp;
let ids: number[] = [];
beforeAll(async () => {
  app = await startTestApp({ workers: false });
  const items = ARTICLES.map(([title, html], n) => itemOf(n, { url: `https://a.invalid/${n}`, title, html }));
  const broughtBy = { kind: 'person' as const, personId: 'U1', channelId: app.channelId, messageTs: null };
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  const submitted = await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()));
  ids = submitted.fresh;
  await readArticles(app.deps, { articleIds: ids });
});
afterAll(() => app.close());

const titles = async (question: string, channelIds: string[] | null = null): Promise<string[]> => {
  const words = await weighQuestion(app.deps, question);
  const found = await retrieveArticles(app.deps, { words, meaning: null, channelIds, limit: 5 });
  return found.map(({ articleId }) => ARTICLES[ids.indexOf(articleId)]?.[0] ?? '');
};

describe('retrieveArticles', () => {
  it('needs not every word of the question, and goes by the telling ones', async () => {
    expect((await titles('How could we halve what decoding costs us on Fridays?')).at(0)).toBe(
      'Cheaper inference',
    );
    expect((await titles('what happens to an agent when there are no tests?')).at(0)).toBe(
      'An agent without tests',
    );
  });

  it('finds Chinese text however a question is divided into words', async () => {
    expect(await titles('语言模型')).toEqual(['国产大模型发布']);
    expect(await titles('哪个模型降低了推理的成本？')).toEqual(['国产大模型发布']);
    // Not a word of its own anywhere, but a pair of characters of the text.
    expect(await titles('布了')).toEqual(['国产大模型发布']);
  });

  it('knows other forms of a word in the language of the article', async () => {
    expect(await titles('Vertrag des Kunden')).toEqual(['Kleine Modelle im Einsatz']);
  });

  it('puts an article first that has the words in its title', async () => {
    expect((await titles('agent plan')).at(0)).toBe('Agents that plan');
  });

  it('is restricted to what was posted in the given channels', async () => {
    const claim = { channelId: app.channelId, purpose: 'card' as const, articleId: ids[4] ?? 0 };
    expect(await titles('agent', [app.channelId])).toEqual([]);
    await claimMessage(app.db, { ...claim, id: 'm-4', key: 'card:4' }, app.deps.now());
    expect(await titles('agent', [app.channelId])).toEqual([]);
    await savePosted(app.db, 'm-4', '4.000000', app.deps.now());
    expect(await titles('agent', [app.channelId])).toEqual(['An agent without tests']);
    expect(await titles('agent', ['C0ELSEWHERE'])).toEqual([]);
  });

  it('answers the same once Postgres has its own statistics', async () => {
    const before = await titles('tests of agents and their latency');
    await app.db.query('analyze');
    expect(await titles('tests of agents and their latency')).toEqual(before);
  });

  it('never fails, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (question) => {
        const words = await weighQuestion(app.deps, question);
        const asked = { words, meaning: null, channelIds: null, limit: 3 };
        expect(await retrieveArticles(app.deps, asked)).toBeInstanceOf(Array);
      }),
      { numRuns: 60 },
    );
  });
});
