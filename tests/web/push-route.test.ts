import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pushArticles } from '../../src/pipeline/push-articles.ts';
import { createWebServer, type WebServer } from '../../src/web/server.ts';
import { startTestApp, type TestApp } from '../support/app.ts';

const TOKEN = 'a-token-of-more-than-twenty-characters';
const ARTICLE = {
  url: 'https://wiki.example/how-we-evaluate',
  title: 'How we evaluate',
  text: '<p>By hand, first.</p>',
};

let app: TestApp;
let web: WebServer;
let url = '';
let now = new Date('2026-11-24T12:00:00Z');

beforeAll(async () => {
  app = await startTestApp({ workers: false });
  web = createWebServer({
    slackRequestListener: null,
    push: { token: TOKEN, push: (pushed) => pushArticles(app.deps, pushed), now: () => now },
    health: () => Promise.reject(new Error('not asked')),
    log: app.deps.log,
  });
  url = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}/api/articles`;
});
afterAll(async () => {
  await web.close();
  await app.close();
});
beforeEach(async () => {
  now = new Date(now.getTime() + 120_000);
  await app.db.query('truncate article, sighting, source cascade');
});

const push = async (body: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
};

describe('a pushed article', () => {
  test('goes through the same door as any other: once, under the name of who pushed it, and is read', async () => {
    const pushed = {
      source: 'Our wiki',
      articles: [{ ...ARTICLE, authors: ['Ada'], kind: 'lesson', published_at: '2026-11-20T09:00:00Z' }],
    };
    expect(await push(pushed)).toMatchObject({ status: 202, body: { fresh: 1, known: 0, refused: 0 } });
    expect(await push(pushed)).toMatchObject({ status: 202, body: { fresh: 0, known: 1, refused: 0 } });
    const rows = await app.db.query(
      `select article.title, article.kind, authors, published_at, source.title as source, source.enabled
       from article join source on source.id = source_id`,
    );
    expect(rows).toEqual([
      {
        title: 'How we evaluate',
        kind: 'lesson',
        authors: ['Ada'],
        published_at: new Date('2026-11-20T09:00:00Z'),
        source: 'Our wiki',
        enabled: false,
      },
    ]);
    expect((await app.queue.counts()).read.waiting).toBeGreaterThan(0);
  });
});

describe('refused', () => {
  test.each([
    ['without a token', { authorization: '' }, { articles: [ARTICLE] }, 401],
    ['with a wrong token', { authorization: 'Bearer wrong' }, { articles: [ARTICLE] }, 401],
    ['as a form', { 'content-type': 'text/plain' }, 'url=x', 415],
    ['that is no JSON', {}, '{', 400],
    ['of more than 1 MB', {}, { articles: [{ ...ARTICLE, text: 'x'.repeat(1_000_001) }] }, 413],
    ['of more than 50 articles', {}, { articles: Array(51).fill(ARTICLE) }, 400],
    ['without articles', {}, { articles: [] }, 400],
    ['with a key that is not known', {}, { articles: [{ ...ARTICLE, link: 'x' }] }, 400],
    ['with an address that is none', {}, { articles: [{ url: 'javascript:alert(1)' }] }, 400],
  ])('is what comes %s', async (_what, headers, body, status) => {
    const answer = await push(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.problems).toEqual(expect.arrayContaining([expect.any(String)]));
    expect(await app.db.query('select 1 from article')).toEqual([]);
  });

  test('says which article is wrong and how', async () => {
    const { body } = await push({ articles: [ARTICLE, { ...ARTICLE, kind: 'rumour' }] });
    expect(body.problems).toEqual([expect.stringMatching(/^articles\.1\.kind: .*paper/)]);
  });

  test('is the sixty-first request of a minute, also with wrong tokens, with when to come again', async () => {
    for (let n = 0; n < 60; n += 1) await push({ articles: [] }, { authorization: 'Bearer guess' });
    const late = await push({ articles: [ARTICLE] });
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('60');
    now = new Date(now.getTime() + 60_000);
    expect((await push({ articles: [ARTICLE] })).status).toBe(202);
  });
});
