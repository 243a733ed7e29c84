import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertIfNew } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { applyVotes, tallyArticles, tallyOf, type VoteRow } from '../../src/store/votes.ts';
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
      },
    ],
    { sourceId: null, collectionId: null },
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
