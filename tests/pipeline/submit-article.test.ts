import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
import { itemOf, openTestStore } from '../support/store.ts';

const now = new Date('2026-11-20T12:00:00Z');
let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('truncate article, sighting, source restart identity cascade');
  const source = { kind: 'feed' as const, title: 'S', weight: 1, defaultKind: null };
  await subscribe(
    db,
    'run',
    ['a', 'b'].map((id) => ({ ...source, id, url: `https://${id}.example/feed` })),
    now,
  );
});

const submit = (items: ReturnType<typeof itemOf>[], sourceId = 'a', isFirst = false) =>
  db.transaction((tx) =>
    submitArticles(
      tx,
      { items, broughtBy: { kind: 'source', sourceId }, collectionId: null, defaultKind: 'news', isFirst },
      now,
    ),
  );

describe('submitArticles', () => {
  it('takes each article once, in the order of the items', async () => {
    const first = await submit([itemOf(1), itemOf(2)]);
    expect(first.fresh).toHaveLength(2);
    const again = await submit([itemOf(1), itemOf(2), itemOf(3)]);
    expect(again.fresh).toHaveLength(1);
    const rows = await db.query<{ title: string }>('select title from article order by id');
    expect(rows.map((row) => row.title)).toEqual(['Post 1', 'Post 2', 'Post 3']);
  });

  it('knows an article from another source, or with tracking, by its canonical address', async () => {
    await submit([itemOf(1)]);
    const other = itemOf(1, { guid: 'other', url: 'http://www.example.com/post-1/?utm_source=rss' });
    const result = await submit([other], 'b');
    expect(result.fresh).toEqual([]);
    expect(result.all).toHaveLength(1);
  });

  it('brings nothing twice when a feed changes its addresses but keeps its ids', async () => {
    await submit([itemOf(1)]);
    const moved = await submit([itemOf(1, { url: 'https://new.example.com/post-1' })]);
    expect(moved.fresh).toEqual([]);
  });

  it('takes the same address twice in one feed as one article', async () => {
    const result = await submit([itemOf(1), itemOf(1, { guid: 'second' })]);
    expect(result.fresh).toHaveLength(1);
    expect(result.all).toHaveLength(1);
  });

  it("keeps every id that a source's first answer names, also of what others brought before", async () => {
    await submit([itemOf(1)], 'b');
    const first = [itemOf(1), itemOf(2), itemOf(2, { guid: 'second' })];
    expect((await submit(first, 'a', true)).fresh).toHaveLength(1);
    const seen = await db.query(
      "select guid, title from sighting s join article on id = article_id where s.source_id = 'a' order by guid",
    );
    expect(seen).toEqual([
      { guid: 'guid-1', title: 'Post 1' },
      { guid: 'guid-2', title: 'Post 2' },
      { guid: 'second', title: 'Post 2' },
    ]);
    const moved = first.map((item, n) => ({ ...item, url: `https://moved.example/${n}`, title: 'New' }));
    expect((await submit(moved)).fresh).toEqual([]);
  });

  it('keeps the entries of a changelog apart that share a page', async () => {
    const entries = ['1.2', '1.3'].map((version, n) =>
      itemOf(n, { url: `https://example.com/log#${version}`, guid: `https://example.com/log#${version}` }),
    );
    expect((await submit(entries)).fresh).toHaveLength(2);
    expect((await submit([itemOf(9, { url: 'https://example.com/log#top', guid: 'x' })])).fresh).toHaveLength(
      1,
    );
  });

  it('loses nothing of a batch because of one item that cannot be an article', async () => {
    const result = await submit([itemOf(1, { url: 'mailto:a@example.com' }), itemOf(2)]);
    expect(result).toMatchObject({ refused: 1 });
    expect(result.fresh).toHaveLength(1);
  });

  it('stores text that Postgres cannot hold without what it cannot hold', async () => {
    const odd = itemOf(1, { title: 'a\u0000b\ud800', html: '\u0000', guid: 'g\u0000', authors: ['\udc00x'] });
    expect((await submit([odd])).fresh).toHaveLength(1);
    expect((await submit([odd])).fresh).toHaveLength(0);
  });
});
