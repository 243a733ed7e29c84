// What a week's digest is built from, over the real database.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ArticleKind } from '../../src/domain/article.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { buildDigest } from '../../src/pipeline/send-digest.ts';
import type { Database } from '../../src/store/database.ts';
import { insertPoc, saveDemo, toggleMember } from '../../src/store/pocs.ts';
import { recordShare } from '../../src/store/shares.ts';
import { subscribe } from '../../src/store/sources.ts';
import { feedSource } from '../support/feed-source.ts';
import { profileOf } from '../support/profile.ts';
import { openTestStore } from '../support/store.ts';

const NOW = new Date('2026-11-20T15:00:00Z');
const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);
const profile = profileOf();
const LESSONS = ['first', 'second', 'third'].map((id) => ({ id, title: id }));

let db: Database;
let deps: Deps;
beforeAll(async () => {
  db = await openTestStore();
  // All that building a digest reaches.
  deps = {
    db,
    now: () => NOW,
    channels: [profile],
    lessons: LESSONS,
    model: null,
    publisher: { permalink: ({ ts }: { ts: string }) => Promise.resolve(`https://slack.example/${ts}`) },
  } as unknown as Deps;
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('truncate source, article, message, tally, share, poc, demo restart identity cascade');
});

async function article(title: string, kind: ArticleKind = 'news', votes = 0): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    `insert into article (canonical_url, url, title, kind, first_seen_at)
     values ($1, $1, $2, $3, $4) returning id`,
    [`https://a.example/${title}`, title, kind, NOW],
  );
  const id = row?.id ?? 0;
  await db.query('insert into tally (article_id, votes, poc_wishes) values ($1, $2, 0)', [id, votes]);
  return id;
}

async function posted(articleId: number, at: Date): Promise<string> {
  const id = `card-${articleId}`;
  await db.query(
    `insert into message (id, channel_id, purpose, article_id, key, claimed_at, posted_at, ts)
     values ($1, $2, 'card', $3, $1, $4, $4, $1)`,
    [id, profile.id, articleId, at],
  );
  return id;
}

const shared = async (articleId: number, personId: string, at: Date): Promise<void> => {
  const share = { channelId: profile.id, messageTs: `share-${articleId}`, articleId, personId };
  await recordShare(db, share, at);
};

const build = (until?: Date) => buildDigest(deps, profile.id, until);

describe('a digest', () => {
  test('has the week’s best by votes, by kind in the order of their best, and nothing older', async () => {
    for (const [title, kind, votes] of [
      ['a tool', 'tool', 2],
      ['a paper', 'paper', 5],
      ['a lesser paper', 'paper', 1],
    ] as const)
      await posted(await article(title, kind, votes), daysAgo(2));
    await posted(await article('last week’s', 'paper', 9), daysAgo(8));
    const { groups, posted: cards, quiet } = await build();
    const told = groups.map(({ kind, entries }) => [kind, ...entries.map(({ title }) => title)]);
    expect(told).toEqual([
      ['paper', 'a paper', 'a lesser paper'],
      ['tool', 'a tool'],
    ]);
    expect({ cards, quiet }).toEqual({ cards: 3, quiet: false });
  });

  test('names what the team shared and who, but not what is among the best already', async () => {
    const best = await article('shared and posted', 'paper', 3);
    await posted(best, daysAgo(1));
    await shared(best, 'U1', daysAgo(2));
    await shared(await article('shared alone'), 'U2', daysAgo(2));
    await shared(await article('shared before'), 'U3', daysAgo(9));
    const { groups, shared: lines } = await build();
    expect(groups.flatMap(({ entries }) => entries.map(({ title }) => title))).toEqual(['shared and posted']);
    expect(lines.map(({ title, sharedBy }) => [title, sharedBy])).toEqual([['shared alone', 'U2']]);
  });

  test('shows the PoCs with who is in, and the week’s demos', async () => {
    const messageId = await posted(await article('worth a try', 'paper', 4), daysAgo(10));
    const brief = { title: 'Try it on our data', hypothesis: 'It works' } as Parameters<
      typeof insertPoc
    >[1]['brief'];
    await insertPoc(db, { channelId: profile.id, articleId: 1, messageId, brief }, daysAgo(10));
    await toggleMember(db, 1, 'U1', daysAgo(9));
    const demo = (name: string) => ({ url: `https://demo.example/${name}`, personId: 'U1', note: null });
    await saveDemo(db, 1, demo('old'), daysAgo(8));
    await saveDemo(db, 1, demo('new'), daysAgo(1));
    const { pocs, demos } = await build();
    expect(pocs).toMatchObject([{ title: 'Try it on our data', status: 'shown', members: 1 }]);
    expect(demos).toMatchObject([{ title: 'Try it on our data', url: 'https://demo.example/new' }]);
  });

  test('teaches another lesson each week, in their order, and then from the start', async () => {
    const weeks = [0, 7, 14, 21].map((days) => new Date(NOW.getTime() + days * DAY_MS));
    const taught: string[] = [];
    for (const until of weeks) taught.push((await build(until)).lesson?.id ?? 'none');
    const from = LESSONS.findIndex(({ id }) => id === taught[0]);
    expect(taught).toEqual([0, 1, 2, 3].map((n) => LESSONS[(from + n) % LESSONS.length]?.id));
  });

  test('tells how many sources were read this week, and which fail since when and why', async () => {
    const feeds = ['well', 'stale', 'ill'].map((id) => feedSource(id));
    await subscribe(db, 'config', feeds, NOW);
    await db.query(`update source set last_success_at = $1 where id = 'well'`, [daysAgo(1)]);
    await db.query(`update source set last_success_at = $1 where id <> 'well'`, [daysAgo(9)]);
    await db.query(`update source set failing_since = $1, last_error = 'HTTP 500' where id = 'ill'`, [
      daysAgo(8),
    ]);
    expect((await build()).health).toEqual({
      sourcesRead: 1,
      failing: [{ sourceId: 'ill', title: 'ill', since: daysAgo(8), reason: 'HTTP 500' }],
      modelCostUsd: null,
      usedUp: null,
    });
  });

  test('is quiet only where nothing was posted and nobody shared anything', async () => {
    expect((await build()).quiet).toBe(true);
    await shared(await article('a link'), 'U1', daysAgo(1));
    expect((await build()).quiet).toBe(false);
  });
});
