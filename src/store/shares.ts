// Owns which links people posted in which message, and the latest state of such a message that was taken in.
import type { Queryable } from './database.ts';

export interface Share {
  channelId: string;
  messageTs: string;
  articleId: number;
  personId: string;
}

export async function recordShare(db: Queryable, share: Share, now: Date): Promise<void> {
  await db.query(
    `insert into share (channel_id, message_ts, article_id, person_id, shared_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [share.channelId, share.messageTs, share.articleId, share.personId, now],
  );
}

interface Place {
  channelId: string;
  messageTs: string;
}

/** The articles that a message shares. */
export async function articlesSharedIn(db: Queryable, at: Place): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    'select article_id as id from share where channel_id = $1 and message_ts = $2 order by 1',
    [at.channelId, at.messageTs],
  );
  return rows.map((row) => row.id);
}

/** Times of the messages whose links were taken in since then; the newest first. What came by a command has no message. */
export async function listSharedSince(db: Queryable, channelId: string, since: Date): Promise<string[]> {
  const rows = await db.query<{ ts: string }>(
    `select distinct message_ts as ts from share
     where channel_id = $1 and shared_at >= $2 and message_ts !~ '^command:' order by 1 desc`,
    [channelId, since],
  );
  return rows.map(({ ts }) => ts);
}

/** Forgets that the message shared these articles; the articles stay. */
export async function forgetShares(db: Queryable, at: Place, articleIds: readonly number[]): Promise<void> {
  await db.query('delete from share where channel_id = $1 and message_ts = $2 and article_id = any($3)', [
    at.channelId,
    at.messageTs,
    articleIds,
  ]);
}

/** Votes that people gave on a message of one of them; answers the articles to be counted anew. */
export async function dropVotesOnShare(db: Queryable, at: Place): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    'delete from vote where message_id = $1 returning article_id as id',
    [`share:${at.channelId}:${at.messageTs}`],
  );
  return [...new Set(rows.map((row) => row.id))];
}

/** False when a later state of that message is known: Slack delivers late and out of order. */
export async function takeMessageState(
  db: Queryable,
  state: Place & { eventTs: string; deleted: boolean },
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `insert into message_state (channel_id, message_ts, event_ts, deleted, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (channel_id, message_ts) do update
       set event_ts = excluded.event_ts, deleted = excluded.deleted, seen_at = excluded.seen_at
       where message_state.event_ts < excluded.event_ts
     returning 1`,
    [state.channelId, state.messageTs, state.eventTs, state.deleted, now],
  );
  return rows.length > 0;
}

export async function isDeleted(db: Queryable, at: Place): Promise<boolean> {
  const rows = await db.query(
    'select 1 from message_state where channel_id = $1 and message_ts = $2 and deleted',
    [at.channelId, at.messageTs],
  );
  return rows.length > 0;
}

export async function forgetStatesBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from message_state where seen_at < $1', [before]);
}
