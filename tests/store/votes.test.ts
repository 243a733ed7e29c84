import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertIfNew } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { applyVotes, tallyArticles, tallyOf, topicTrend, type VoteRow } from '../../src/store/votes.ts';
import { openTestStore } from '../support/store.ts';

let db: Database;
let next = 0;

beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());

async function newArticle(): Promise<number> {
  next += 1;
  const [row] = await insertIfNew(
    db,
    [
      {
        guid: `g${next}`,
        canonicalUrl: `https://example.com/${next}`,
        url: `https://example.com/${next}`,
        title: 'T',
        kind: 'news',
        authors: [],
        publishedAt: null,
        html: '',
        discussionUrl: null,
        arxivVersion: null,
        sourceId: null,
        collectionId: null,
      },
    ],
    new Date(),
  );
  return row?.id ?? 0;
}

const voteOf = (articleId: number, changes: Partial<VoteRow> = {}): VoteRow => ({
  articleId,
  personId: 'U1',
  emoji: '+1',
  messageId: 'm1',
  meaning: 'vote',
  present: true,
  eventTs: '1.000000',
  ...changes,
});

async function applyVote(vote: VoteRow): Promise<boolean> {
  return (await applyVotes(db, [vote])).length > 0;
}

async function tallyArticle(articleId: number) {
  await tallyArticles(db, [articleId]);
  return await tallyOf(db, articleId);
}

describe('votes', () => {
  it('counts people, not emoji or messages', async () => {
    const id = await newArticle();
    await applyVote(voteOf(id));
    await applyVote(voteOf(id, { emoji: 'heart' }));
    await applyVote(voteOf(id, { messageId: 'm2' }));
    await applyVote(voteOf(id, { personId: 'U2', meaning: 'poc', emoji: 'tools' }));
    expect(await tallyArticle(id)).toEqual({ votes: 1, pocWishes: 1 });
  });

  it('keeps one reaction when the same one is taken back on another message', async () => {
    const id = await newArticle();
    await applyVote(voteOf(id));
    await applyVote(voteOf(id, { messageId: 'm2' }));
    await applyVote(voteOf(id, { present: false, eventTs: '2.000000' }));
    expect(await tallyArticle(id)).toMatchObject({ votes: 1 });
  });

  it('does not let a late delivery undo what came after it', async () => {
    const id = await newArticle();
    await applyVote(voteOf(id, { present: false, eventTs: '5.000002' }));
    expect(await applyVote(voteOf(id, { present: true, eventTs: '5.000001' }))).toBe(false);
    expect(await tallyArticle(id)).toEqual({ votes: 0, pocWishes: 0 });
  });

  it('ends in the same state in whatever order, and however often, changes arrive', async () => {
    const change = fc.record({
      personId: fc.constantFrom('U1', 'U2', 'U3'),
      emoji: fc.constantFrom('+1', 'heart'),
      present: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (changes, randoms) => {
          const id = await newArticle();
          const stamped = changes.map((c, i) => voteOf(id, { ...c, eventTs: `${i + 1}.000000` }));
          const last = new Map(stamped.map((vote) => [`${vote.personId} ${vote.emoji}`, vote.present]));
          const expected = new Set([...last].filter(([, on]) => on).map(([key]) => key.split(' ')[0])).size;
          const shuffled = [...stamped, ...stamped]
            .map((vote) => ({ vote, order: randoms.next().value ?? 0 }))
            .sort((a, b) => a.order - b.order);
          // In groups of any size, as bursts arrive.
          while (shuffled.length > 0) {
            const group = shuffled.splice(0, 1 + ((randoms.next().value ?? 0) % 5));
            await applyVotes(
              db,
              group.map(({ vote }) => vote),
            );
          }
          expect((await tallyArticle(id)).votes).toBe(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('votes by topic and week', () => {
  const UNTIL = new Date('2026-11-20T12:00:00Z');
  const daysBefore = (days: number): string => (UNTIL.getTime() / 1_000 - days * 86_400).toFixed(6);

  async function post(articleId: number, id: string, topics: string[], channelId: string): Promise<void> {
    await db.query(
      `insert into message (id, channel_id, purpose, article_id, key, topics, claimed_at, posted_at, ts)
       values ($1, $2, 'card', $3, $1, $4, $5, $5, $1)`,
      [id, channelId, articleId, topics, UNTIL],
    );
  }

  it('counts people in the weeks in which they voted, by what their message was about', async () => {
    const [card, reply, elsewhere] = [await newArticle(), await newArticle(), await newArticle()];
    await post(card, 'card', ['agents', 'data'], 'C0TREND');
    await post(reply, 'reply', [], 'C0TREND');
    await post(elsewhere, 'elsewhere', ['agents'], 'C0OTHER');
    await db.query(
      `insert into summary (article_id, method, language, tldr, points, kind, topics, created_at)
       values ($1, 'extract', 'en', '', '[]', 'news', '{data}', $2)`,
      [reply, UNTIL],
    );
    const votes: [number, Partial<VoteRow>][] = [
      [card, { messageId: 'card', eventTs: daysBefore(1) }],
      // One person is one vote, whatever the emoji.
      [card, { messageId: 'card', emoji: 'heart', eventTs: daysBefore(2) }],
      [card, { messageId: 'card', personId: 'U2', eventTs: daysBefore(8) }],
      [reply, { messageId: 'reply', eventTs: daysBefore(6.9) }],
      // Taken back, of another meaning, of another channel, too old, yet to come.
      [card, { messageId: 'card', personId: 'U3', present: false, eventTs: daysBefore(1) }],
      [card, { messageId: 'card', personId: 'U4', meaning: 'poc', eventTs: daysBefore(1) }],
      [elsewhere, { messageId: 'elsewhere', personId: 'U5', eventTs: daysBefore(1) }],
      [card, { messageId: 'card', personId: 'U6', eventTs: daysBefore(21) }],
      [card, { messageId: 'card', personId: 'U7', eventTs: daysBefore(-0.1) }],
    ];
    for (const [articleId, changes] of votes) await applyVote(voteOf(articleId, changes));

    expect(await topicTrend(db, 'C0TREND', { until: UNTIL, weeks: 3, topics: 5 })).toEqual([
      { topic: 'data', votes: [0, 1, 2] },
      { topic: 'agents', votes: [0, 1, 1] },
    ]);
    expect(await topicTrend(db, 'C0TREND', { until: UNTIL, weeks: 3, topics: 1 })).toHaveLength(1);
  });
});
