import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Item } from '../../src/domain/article.ts';
import { type Submission, submitArticles, submitTogether } from '../../src/pipeline/submit-article.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
import { feedSource } from '../support/feed-source.ts';
import { itemOf, openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const SOURCES = ['a', 'b', 'c', 'd'];

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
  await subscribe(
    db,
    'run',
    SOURCES.map((id) => feedSource(id)),
    NOW,
  );
});
afterAll(() => db.close());

/** Few of each, so that sources bring the same things under the same names. */
const item: fc.Arbitrary<Item> = fc
  .record({
    guid: fc.constantFrom('1', '2', '3'),
    url: fc.oneof(
      fc.constantFrom('https://lab.example/one', 'https://lab.example/two', 'https://blog.example/one'),
      fc.constantFrom(
        'https://arxiv.org/abs/2611.00001v1',
        'https://arxiv.org/abs/2611.00001v2',
        'mailto:x@y.z',
      ),
      fc.constant('https://news.ycombinator.com/item?id=7'),
    ),
    title: fc.constantFrom('Kestrel: a small model', 'Withdrawn: Kestrel', 'Osprey reads contracts'),
    discussionUrl: fc.constantFrom(null, null, 'https://news.ycombinator.com/item?id=7'),
  })
  .map((changes) => itemOf(1, changes));

const submissions = fc
  .tuple(...SOURCES.map((id) => fc.tuple(fc.constant(id), fc.array(item, { maxLength: 3 }), fc.boolean())))
  .map((all) =>
    all.map(([sourceId, items, isFirst]): Submission => {
      const broughtBy = { kind: 'source' as const, sourceId };
      return { items, broughtBy, collectionId: null, defaultKind: 'news', isFirst };
    }),
  );

/** All that a submission may have left, under addresses instead of numbers. */
async function stateOfStore(): Promise<unknown> {
  return {
    articles: await db.query(
      'select canonical_url, title, arxiv_version, source_id from article order by canonical_url',
    ),
    sightings: await db.query(
      `select s.source_id, guid, canonical_url from sighting s join article on id = article_id order by 1, 2`,
    ),
    aliases: await db.query(
      'select address, canonical_url from article_alias join article on id = article_id order by 1',
    ),
    changes: await db.query(
      'select canonical_url, key from article_change c join article a on a.id = c.article_id order by 1, 2',
    ),
  };
}

it('leaves what submissions one after the other would leave', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(submissions, submissions, async (before, together) => {
      const outcomes = [];
      // What no source has answered before can be its first answer only once.
      const later = together.map((one, n) => ({ ...one, isFirst: before[n]?.items.length === 0 }));
      for (const way of ['alone', 'together']) {
        await db.query('truncate article, sighting, article_alias, article_change restart identity cascade');
        for (const one of before)
          await db.transaction((tx) => submitArticles(tx, { ...one, isFirst: false }, NOW));
        const submitted = await db.transaction(async (tx) => {
          if (way === 'together') return await submitTogether(tx, later, NOW);
          const each = [];
          for (const one of later) each.push(await submitArticles(tx, one, NOW));
          return each;
        });
        const told = submitted.map(({ fresh, all, refused, news }) => [
          fresh.length,
          all.length,
          refused,
          news.refresh.length,
        ]);
        outcomes.push({ told, state: await stateOfStore() });
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    }),
    { numRuns: 60 },
  );
});
