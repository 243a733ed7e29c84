// When a page that names another address as its own is believed, and the two become one article.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { knowAgain } from '../../src/pipeline/know-again.ts';
import { saveText } from '../../src/pipeline/save-text.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
import { feedSource } from '../support/feed-source.ts';
import { itemOf, openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const KNOWN = 'https://alpha.example/agents';
const TEXT =
  'Agents that plan their work were given ten tasks in a week. Six were done, two were given up, and two are not ' +
  'counted, since the tasks could not be done by anybody. What the plans have in common stands in a table below.';

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
}, 60_000);
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('truncate article, sighting, source restart identity cascade');
  await subscribe(db, 'run', [feedSource('alpha'), feedSource('beta')], NOW);
});

interface Page {
  title: string;
  text?: string;
}

/** How many articles are left of a known one and a page elsewhere that says that it is the known one. */
async function articlesOf(known: Page, page: Page): Promise<number> {
  await submit('alpha', { ...known, url: KNOWN });
  const url = 'https://beta.example/copy';
  const articleId = await submit('beta', { ...page, url });
  await db.transaction(async (tx) => {
    await knowAgain(tx, { articleId, url, title: page.title, text: page.text ?? TEXT, declared: [KNOWN] });
  });
  return (await db.query('select id from article')).length;
}

async function submit(
  sourceId: string,
  { title, text = TEXT, url }: Page & { url: string },
): Promise<number> {
  const broughtBy = { kind: 'source' as const, sourceId };
  const items = [itemOf(1, { url, title, guid: url })];
  return await db.transaction(async (tx) => {
    const submission = { items, broughtBy, collectionId: null, defaultKind: null };
    const [articleId = 0] = (await submitArticles(tx, submission, NOW)).all;
    const read = { language: 'en', wordCount: 60, state: 'page' as const, error: null };
    await saveText(tx, { ...read, articleId, text, title, publishedAt: NOW, facts: null }, title);
    return articleId;
  });
}

describe('a page that names a known article’s address as its own', () => {
  it('is that article, under its headline', async () => {
    expect(await articlesOf({ title: 'Agents that plan' }, { title: 'Agents that plan' })).toBe(1);
  });

  it('is that article under another headline, where the two say the same', async () => {
    const page = { title: 'Ten tasks for agents in a week' };
    expect(await articlesOf({ title: 'Agents that plan' }, page)).toBe(1);
  });

  it('is an article of its own where it says something else', async () => {
    const page = {
      title: 'Our privacy notice',
      text: 'We keep what you write for thirty days, and no longer.',
    };
    expect(await articlesOf({ title: 'Agents that plan' }, page)).toBe(2);
  });

  it.each([
    ['part', 'Agents that plan, part 1', 'Agents that plan, part 2'],
    ['version', 'What is new in Kestrel 2.1', 'What is new in Kestrel 2.2'],
    ['member of a family', 'What is new in Kestrel 2.1 Pro', 'What is new in Kestrel 2.1 Flash'],
    ['sum', 'Ten tasks for $40', 'Ten tasks for $90'],
  ])('is an article of its own where its headline names another %s, whatever its text', async (_, a, b) => {
    expect(await articlesOf({ title: a }, { title: b })).toBe(2);
  });
});
