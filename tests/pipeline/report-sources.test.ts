import { afterAll, beforeAll, expect, test } from 'vitest';
import { NO_RHYTHM } from '../../src/domain/source.ts';
import { isUnloved, type SourceHealth } from '../../src/domain/status.ts';
import { listSources } from '../../src/pipeline/report-status.ts';
import type { Database } from '../../src/store/database.ts';
import { saveFailure, saveSuccesses, subscribe } from '../../src/store/sources.ts';
import { feedSource } from '../support/feed-source.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const DAY_MS = 24 * 3_600_000;

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

async function postCards(sourceId: string, cards: number, voted: number, daysAgo = 1): Promise<void> {
  const at = new Date(NOW.getTime() - daysAgo * DAY_MS);
  for (let n = 0; n < cards; n += 1) {
    const url = `https://${sourceId}.example/${daysAgo}/${n}`;
    const [article] = await db.query<{ id: number }>(
      `insert into article (canonical_url, url, title, kind, first_seen_at, source_id)
       values ($1, $1, 'An article', 'news', $2, $3) returning id`,
      [url, at, sourceId],
    );
    await db.query(
      `insert into message (id, channel_id, purpose, article_id, key, claimed_at, posted_at, ts)
       values ($1, 'C1', 'card', $2, $1, $3, $3, $4)`,
      [url, article?.id, at, url],
    );
    if (n < voted)
      await db.query('insert into tally (article_id, votes, poc_wishes) values ($1, 2, 0)', [article?.id]);
  }
}

const feeds = (...ids: string[]) => ids.map((id) => feedSource(id));

const health = () => listSources({ db, now: () => NOW });

async function healthOf(...names: (keyof SourceHealth)[]): Promise<Record<string, unknown[]>> {
  const sources = await health();
  return Object.fromEntries(sources.map((source) => [source.sourceId, names.map((name) => source[name])]));
}

test('each source is shown with the share of its cards that got votes; one that nobody votes for is proposed to be dropped', async () => {
  await subscribe(db, 'config', feeds('loved', 'new', 'once-loved', 'unloved'), NOW);
  await postCards('loved', 6, 2);
  await postCards('unloved', 5, 0);
  await postCards('new', 4, 0);
  await postCards('once-loved', 6, 6, 100);
  const sources = await health();
  expect(sources.map(({ sourceId, posted, voted }) => [sourceId, posted, voted])).toEqual([
    ['loved', 6, 2],
    ['new', 4, 0],
    ['once-loved', 0, 0],
    ['unloved', 5, 0],
  ]);
  expect(sources.filter(isUnloved).map(({ sourceId }) => sourceId)).toEqual(['unloved']);
});

test('a card counts for every source that brought its article, whichever came first', async () => {
  await db.query('truncate source, article, message, tally restart identity cascade');
  await subscribe(db, 'config', feeds('first', 'second'), NOW);
  await postCards('first', 3, 1);
  await db.query(
    `insert into sighting (source_id, guid, article_id, seen_at) select 'second', id::text, id, $1 from article`,
    [NOW],
  );
  expect(await healthOf('posted', 'voted')).toEqual({ first: [3, 1], second: [3, 1] });
});

test('a source says when it last answered, how often it posts, and when it is asked next', async () => {
  await db.query('truncate source, article, message, tally restart identity cascade');
  await subscribe(db, 'config', feeds('a', 'b'), NOW);
  const nextAt = new Date(NOW.getTime() + DAY_MS);
  const answer = { movedTo: null, etag: null, lastModified: null, notBeforeMs: null, memory: null };
  const rate = { postsPerWeek: 3.5, newestAt: NOW };
  const success = {
    ...answer,
    id: 'a',
    title: null,
    rhythm: NO_RHYTHM,
    parser: 'x',
    items: 20,
    rate,
    nextAt,
  };
  await saveSuccesses(db, [success], NOW);
  await saveFailure(db, 'b', 'It refuses us (403)', { now: NOW, nextAt });
  expect(await healthOf('lastSuccessAt', 'itemsPerWeek', 'nextAt', 'lastError', 'failingSince')).toEqual({
    a: [NOW, 3.5, nextAt, null, null],
    b: [null, null, nextAt, 'It refuses us (403)', NOW],
  });
});
