import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUnloved } from '../../src/domain/status.ts';
import { listSources } from '../../src/pipeline/report-status.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
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

test('each source is shown with the share of its cards that got votes; one that nobody votes for is proposed to be dropped', async () => {
  const source = (id: string) => ({
    id,
    kind: 'feed' as const,
    url: `https://${id}.example/feed`,
    title: id,
    weight: 1,
    defaultKind: null,
  });
  await subscribe(db, 'config', ['loved', 'new', 'once-loved', 'unloved'].map(source), NOW);
  await postCards('loved', 6, 2);
  await postCards('unloved', 5, 0);
  await postCards('new', 4, 0);
  await postCards('once-loved', 6, 6, 100);
  const sources = await listSources({ db, now: () => NOW } as Parameters<typeof listSources>[0]);
  expect(sources.map(({ sourceId, posted, voted }) => [sourceId, posted, voted])).toEqual([
    ['loved', 6, 2],
    ['new', 4, 0],
    ['once-loved', 0, 0],
    ['unloved', 5, 0],
  ]);
  expect(sources.filter(isUnloved).map(({ sourceId }) => sourceId)).toEqual(['unloved']);
});
