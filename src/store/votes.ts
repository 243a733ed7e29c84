// Owns every vote query. Votes are a set; the tally is written in the same transaction. Knows nothing of Slack.
import type { Meaning, Tally } from '../domain/vote.ts';
import type { Queryable } from './database.ts';

export interface VoteRow {
  articleId: number;
  personId: string;
  emoji: string;
  /** The message it was cast on: taking back one reaction leaves the same one elsewhere. */
  messageId: string;
  meaning: Meaning;
  present: boolean;
  eventTs: string;
}

/** Sets or withdraws one vote, unless a later change of the same vote is known. True when something changed. */
export async function applyVote(db: Queryable, vote: VoteRow): Promise<boolean> {
  const rows = await db.query(
    `insert into vote (article_id, person_id, emoji, message_id, meaning, present, event_ts)
     values ($1, $2, $3, $4, $5, $6, $7::numeric)
     on conflict (article_id, person_id, emoji, message_id) do update
       set present = excluded.present, event_ts = excluded.event_ts, meaning = excluded.meaning
       where vote.event_ts < excluded.event_ts
     returning present`,
    [vote.articleId, vote.personId, vote.emoji, vote.messageId, vote.meaning, vote.present, vote.eventTs],
  );
  return rows.length > 0;
}

/** Counts the article's votes anew: people, not emoji. */
export async function tallyArticle(db: Queryable, articleId: number): Promise<Tally> {
  const [row] = await db.query<Tally>(
    `insert into tally (article_id, votes, poc_wishes)
     select $1::int, count(distinct person_id) filter (where meaning = 'vote')::int,
       count(distinct person_id) filter (where meaning = 'poc')::int
     from vote where article_id = $1 and present
     on conflict (article_id) do update set votes = excluded.votes, poc_wishes = excluded.poc_wishes
     returning votes, poc_wishes as "pocWishes"`,
    [articleId],
  );
  return row ?? { votes: 0, pocWishes: 0 };
}

export interface StandingVote {
  emoji: string;
  messageId: string;
  eventTs: string;
}

/** One person's standing votes of a meaning on an article. */
export async function votesOf(
  db: Queryable,
  articleId: number,
  personId: string,
  meaning: Meaning,
): Promise<StandingVote[]> {
  return await db.query(
    `select emoji, message_id as "messageId", event_ts::text as "eventTs" from vote
     where article_id = $1 and person_id = $2 and meaning = $3 and present`,
    [articleId, personId, meaning],
  );
}

/** All votes on one message, buttons left out, withdrawn ones included: what Slack's own list is held against. */
export async function votesOn(
  db: Queryable,
  messageId: string,
): Promise<{ personId: string; emoji: string; present: boolean }[]> {
  return await db.query(
    `select person_id as "personId", emoji, present from vote where message_id = $1 and emoji not like '%button'`,
    [messageId],
  );
}

/** How many people voted for anything in the channel's messages since `since`. */
export async function countVoters(db: Queryable, channelId: string, since: Date): Promise<number> {
  const [row] = await db.query<{ voters: number }>(
    `select count(distinct person_id)::int as voters
     from vote join message on message.id = message_id
     where message.channel_id = $1 and message.posted_at >= $2 and present and meaning = 'vote'`,
    [channelId, since],
  );
  return row?.voters ?? 0;
}

/** Votes per card by the topics the cards were chosen for, over the channel's cards since `since`. */
export async function votesByTopic(
  db: Queryable,
  channelId: string,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await db.query<{ topic: string; mean: number }>(
    `select topic, avg(coalesce(votes, 0))::float8 as mean
     from message cross join unnest(topics) as topic left join tally on tally.article_id = message.article_id
     where channel_id = $1 and purpose = 'card' and posted_at >= $2 group by topic`,
    [channelId, since],
  );
  return new Map(rows.map((row) => [row.topic, row.mean]));
}
