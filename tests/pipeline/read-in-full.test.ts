// When a paper is read in full: real store, real HTTP to a stand-in for arXiv.
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPageFetcher } from '../../src/pipeline/fetch-page.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { summariseArticle } from '../../src/pipeline/summarise-article.ts';
import { createDocumentReader } from '../../src/reading/document-reader.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { getArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { claimMessage } from '../../src/store/messages.ts';
import { subscribe } from '../../src/store/sources.ts';
import { type Loopback, startLoopback } from '../sources/loopback.ts';
import { memoryLedger } from '../support/host-ledger.ts';
import { profileOf } from '../support/profile.ts';
import { itemOf, openTestStore } from '../support/store.ts';
import { inThisThread } from '../support/threads.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const ABSTRACT =
  'We draft and check tokens with one model. It skips every second layer while drafting, and runs them all while checking. Quality stays the same on five tasks, and the time for an answer falls by half on one card.';
const PARAGRAPH =
  '<p>The drafting pass skips every second layer, and the checking pass runs them all in one go for the whole draft.</p>';
const PAPER = `<html><head><title>Drafting</title></head><body><article><h1>Drafting</h1>${PARAGRAPH.repeat(12)}
<p>The speed-up is <math alttext="2.1\\times"><semantics><mrow><mn>2.1</mn><mo>×</mo></mrow><annotation encoding="application/x-tex">2.1\\times</annotation></semantics></math> on one card, which nobody expected of it.</p></article></body></html>`;

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

let site: Loopback;
let deps: Deps;
let answer: { status: number; body: string };
const enqueued: [string, unknown][] = [];

beforeEach(async () => {
  await db.query('truncate article, sighting, source, message restart identity cascade');
  enqueued.length = 0;
  answer = { status: 200, body: PAPER };
  site = await startLoopback((request, response) => {
    const { status, body } = request.url?.startsWith('/html/') ? answer : { status: 404, body: '' };
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  const http = createHttpClient({ userAgent: 'discuss-ai tests', allowPrivateHosts: [site.host] });
  onTestFinished(() => http.close());
  const now = (): Date => NOW;
  deps = {
    db,
    now,
    log: pino({ level: 'silent' }),
    channels: [profileOf({ id: 'C1' })],
    queue: {
      enqueue: async (name: string, payload: unknown) => void enqueued.push([name, payload]),
      enqueueMany: async () => undefined,
    },
    reader: createDocumentReader(inThisThread()),
    pages: createPageFetcher(http, {
      now,
      hosts: memoryLedger(now),
      endpoints: { arxiv: site.origin },
      politeness: { arxivGapMs: 0 },
    }),
    model: null,
  } as unknown as Deps;
});

async function collectPaper(): Promise<number> {
  await subscribe(
    db,
    'run',
    [{ id: 'a', kind: 'arxiv', url: 'cat:cs.CL', title: 'arXiv', weight: 1, defaultKind: null }],
    NOW,
  );
  const items = [itemOf(1, { url: 'https://arxiv.org/abs/2611.01234', title: 'Drafting', html: ABSTRACT })];
  const { fresh } = await db.transaction((tx) =>
    submitArticles(
      tx,
      { items, broughtBy: { kind: 'source', sourceId: 'a' }, collectionId: null, defaultKind: 'paper' },
      NOW,
    ),
  );
  await readArticles(deps, { articleIds: fresh });
  return fresh[0] ?? 0;
}

async function chooseForCard(articleId: number): Promise<void> {
  await claimMessage(db, { id: 'm1', channelId: 'C1', purpose: 'card', articleId, key: 'card 1' }, NOW);
  await summariseArticle(deps, { articleId, messageId: 'm1' });
}

describe('a collected paper', () => {
  it('is read by its abstract, and in full, formulas too, once it is chosen for a card', async () => {
    const articleId = await collectPaper();
    expect(site.requests).toEqual([]);
    expect(await getArticle(db, articleId, null)).toMatchObject({ readState: 'feed', text: ABSTRACT });
    await chooseForCard(articleId);
    const whole = await getArticle(db, articleId, null);
    expect(whole).toMatchObject({ readState: 'page', title: 'Drafting' });
    expect(whole?.text).toContain('the checking pass runs them all');
    expect(whole?.text).toContain('The speed-up is 2.1 × on one card');
    expect(whole?.wordCount).toBeGreaterThan(200);
    expect(enqueued).toEqual([['post-message', { messageId: 'm1' }]]);
    const found = await db.query(
      `select article_id from article_search where words @@ plainto_tsquery('english', 'checking pass')`,
    );
    expect(found).toHaveLength(1);
  });

  it('is asked for once, however many channels choose it', async () => {
    const articleId = await collectPaper();
    await chooseForCard(articleId);
    const before = site.requests.length;
    await summariseArticle(deps, { articleId, messageId: 'm1' });
    expect(site.requests).toHaveLength(before);
  });

  it.each([
    ['has no HTML version', { status: 404, body: '' }],
    ['says little more there', { status: 200, body: `<article><p>${ABSTRACT} And so on.</p></article>` }],
  ])('is posted by its abstract where it %s', async (_why, given) => {
    answer = given;
    const articleId = await collectPaper();
    await chooseForCard(articleId);
    expect(await getArticle(db, articleId, null)).toMatchObject({ readState: 'feed', text: ABSTRACT });
    expect(enqueued).toEqual([['post-message', { messageId: 'm1' }]]);
  });
});
