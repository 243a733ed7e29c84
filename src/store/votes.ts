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

/**
 * Sets and withdraws votes, each unless a later change of the same vote is known; answers those that changed
 * something. Of several changes of one vote the latest counts.
 */
export async function applyVotes(db: Queryable, votes: readonly VoteRow[]): Promise<VoteRow[]> {
  if (votes.length === 0) return [];
  return await db.query(
    `insert into vote (article_id, person_id, emoji, message_id, meaning, present, event_ts)
     select distinct on (1, 2, 3, 4) "articleId", "personId", emoji, "messageId", meaning, present, "eventTs"
     from jsonb_to_recordset($1::jsonb) as g ("articleId" int, "personId" text, emoji text, "messageId" text,
       meaning text, present boolean, "eventTs" numeric)
     -- In one order, so that two workers with the same votes do not wait for each other.
     order by 1, 2, 3, 4, "eventTs" desc
     on conflict (article_id, person_id, emoji, message_id) do update
       set present = excluded.present, event_ts = excluded.event_ts, meaning = excluded.meaning
       where vote.event_ts < excluded.event_ts
     returning article_id as "articleId", person_id as "personId", emoji, message_id as "messageId", meaning,
       present, event_ts::text as "eventTs"`,
    [JSON.stringify(votes)],
  );
}

/** Counts the articles' votes anew: people, not emoji. */
export async function tallyArticles(db: Queryable, articleIds: readonly number[]): Promise<void> {
  await db.query(
    `insert into tally (article_id, votes, poc_wishes)
     -- One look into the index for each article: a join would read all votes there are.
     select id,
       (select count(distinct person_id)::int from vote where article_id = id and meaning = 'vote' and present),
       (select count(distinct person_id)::int from vote where article_id = id and meaning = 'poc' and present)
     from (select distinct unnest($1::int[]) as id order by 1) given
     on conflict (article_id) do update set votes = excluded.votes, poc_wishes = excluded.poc_wishes`,
    [articleIds],
  );
}

export async function tallyOf(db: Queryable, articleId: number): Promise<Tally> {
  const [row] = await db.query<Tally>(
    'select votes, poc_wishes as "pocWishes" from tally where article_id = $1',
    [articleId],
  );
  return row ?? { votes: 0, pocWishes: 0 };
}

export interface Ballot {
  articleId: number;
  messageId: string;
}

/**
 * What each message stands for when it is voted on: the bot's own messages, and a person's message that shared one
 * link. `null` for any other; in the order given.
 */
export async function ballotsAt(
  db: Queryable,
  places: readonly { channelId: string; messageTs: string }[],
): Promise<(Ballot | null)[]> {
  const rows = await db.query<{ articleId: number | null; messageId: string }>(
    `select coalesce(m.article_id, s.article_id) as "articleId",
       coalesce(m.id, 'share:' || g."channelId" || ':' || g."messageTs") as "messageId"
     from rows from (jsonb_to_recordset($1::jsonb) as ("channelId" text, "messageTs" text)) with ordinality
       as g ("channelId", "messageTs", n)
     left join message m on m.channel_id = g."channelId" and m.ts = g."messageTs" and m.gone_at is null
     left join lateral (
       select min(article_id) as article_id from share
       where share.channel_id = g."channelId" and share.message_ts = g."messageTs" having count(*) = 1
     ) s on true
     order by n`,
    [JSON.stringify(places)],
  );
  return rows.map(({ articleId, messageId }) => (articleId === null ? null : { articleId, messageId }));
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

/** Votes in the channel by topic, for each of the `weeks` weeks before `until`, the oldest first; most votes first. */
export async function topicTrend(
  db: Queryable,
  channelId: string,
  asked: { until: Date; weeks: number; topics: number },
): Promise<{ topic: string; votes: number[] }[]> {
  return await db.query(
    `with lately as (
       select article_id, message_id, person_id,
         $3 - 1 - floor((extract(epoch from $2::timestamptz)::float8 - event_ts::float8) / 604800)::int as week
       from vote where present and meaning = 'vote' and event_ts <= extract(epoch from $2::timestamptz)
         and event_ts > extract(epoch from $2::timestamptz) - $3 * 604800
     ),
     -- Once for each message, and not for each of its votes. A reply was chosen for no topics: those of its summary
     -- stand for them.
     voted as materialized (
       select id, case when cardinality(topics) > 0 then topics else coalesce((select topics from summary
         where article_id = m.article_id order by method = 'model' desc, created_at desc limit 1), '{}') end as topics
       from message m where channel_id = $1 and id in (select message_id from lately)
     ),
     cast_votes as (
       select distinct article_id, person_id, week, topics from lately join voted on voted.id = message_id
       where cardinality(topics) > 0
     ),
     by_week as (select topic, week, count(*)::int as votes from cast_votes cross join unnest(topics) as topic
       group by topic, week)
     select topic, array_agg(coalesce(votes, 0) order by weeks.week) as votes
     from (select distinct topic from by_week) topics cross join generate_series(0, $3 - 1) as weeks(week)
     left join by_week using (topic, week)
     group by topic order by sum(coalesce(votes, 0)) desc, topic limit $4`,
    [channelId, asked.until, asked.weeks, asked.topics],
  );
}
