// Owns every query on what the bot posts: claims, leases, posted messages, refreshes. A row exists before its post.
import type { WhyHere } from '../domain/article.ts';
import type { Queryable } from './database.ts';

/**
 * again: where an article or its story was discussed before; also-on: where else a card's story is told;
 * changed: what became of a card's article since; answer: to a question that was asked in a thread.
 */
export type Purpose =
  | 'card'
  | 'reply'
  | 'again'
  | 'also-on'
  | 'changed'
  | 'digest'
  | 'poc'
  | 'personal-digest'
  | 'answer';

export interface Claim {
  id: string;
  channelId: string;
  purpose: Purpose;
  /** What may be posted only once; a second claim under the same key is refused. */
  key: string;
  threadTs?: string;
  articleId?: number;
  why?: WhyHere | null;
  topics?: string[];
  /** The personal digest that it is. */
  digestId?: string;
}

/** False when something was claimed under that key before. */
export async function claimMessage(db: Queryable, claim: Claim, now: Date): Promise<boolean> {
  const rows = await db.query(
    `insert into message (id, channel_id, thread_ts, purpose, article_id, key, why, topics, claimed_at, digest_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (key) do nothing returning id`,
    [
      claim.id,
      claim.channelId,
      claim.threadTs ?? null,
      claim.purpose,
      claim.articleId ?? null,
      claim.key,
      claim.why ? JSON.stringify(claim.why) : null,
      claim.topics ?? [],
      now,
      claim.digestId ?? null,
    ],
  );
  return rows.length > 0;
}

export interface Message {
  id: string;
  key: string;
  channelId: string;
  threadTs: string | null;
  purpose: Purpose;
  articleId: number | null;
  why: WhyHere | null;
  topics: string[];
  /** Set for the digest of one person. */
  digestId: string | null;
  claimedAt: Date;
  ts: string | null;
  postedAt: Date | null;
}

const MESSAGE = `id, key, channel_id as "channelId", thread_ts as "threadTs", purpose, article_id as "articleId",
  why, topics, digest_id as "digestId", claimed_at as "claimedAt", ts, posted_at as "postedAt"`;

export async function getMessage(db: Queryable, id: string): Promise<Message | null> {
  const [row] = await db.query<Message>(`select ${MESSAGE} from message where id = $1`, [id]);
  return row ?? null;
}

export async function messageByKey(db: Queryable, key: string): Promise<Message | null> {
  const [row] = await db.query<Message>(`select ${MESSAGE} from message where key = $1`, [key]);
  return row ?? null;
}

export type Lease =
  | { kind: 'taken'; message: Message; attemptedBefore: boolean }
  | { kind: 'held'; untilMs: number }
  | { kind: 'done' };

/**
 * The right to send a claimed message, for one sender at a time. Marks the attempt before it is made:
 * whoever comes after a crash knows that Slack may have the message.
 */
export async function leaseMessage(db: Queryable, id: string, now: Date, until: Date): Promise<Lease> {
  const [taken] = await db.query<Message & { attemptedBefore: boolean }>(
    `with before as (
       select id as before_id, attempted_at as before_at from message
       where id = $1 and ts is null and gone_at is null and (leased_until is null or leased_until <= $2)
       for update
     )
     update message set leased_until = $3, attempted_at = coalesce(attempted_at, $2)
     from before where id = before_id
     returning ${MESSAGE}, before_at is not null as "attemptedBefore"`,
    [id, now, until],
  );
  if (taken) {
    const { attemptedBefore, ...message } = taken;
    return { kind: 'taken', message, attemptedBefore };
  }
  const [held] = await db.query<{ leased_until: Date }>(
    'select leased_until from message where id = $1 and ts is null and gone_at is null',
    [id],
  );
  return held ? { kind: 'held', untilMs: held.leased_until.getTime() } : { kind: 'done' };
}

/** Gives the lease back. `neverSent` says that Slack surely has no such message. */
export async function releaseLease(db: Queryable, id: string, neverSent: boolean): Promise<void> {
  await db.query(
    'update message set leased_until = null, attempted_at = case when $2 then null else attempted_at end where id = $1 and ts is null',
    [id, neverSent],
  );
}

export async function savePosted(db: Queryable, id: string, ts: string, now: Date): Promise<void> {
  await db.query(
    'update message set ts = $2, posted_at = $3, leased_until = null where id = $1 and ts is null',
    [id, ts, now],
  );
}

export async function saveGone(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query('update message set gone_at = $2, refresh_at = null where id = $1', [id, now]);
}

/** A message of ours that someone deleted in Slack. */
export async function saveGoneAt(
  db: Queryable,
  at: { channelId: string; messageTs: string },
  now: Date,
): Promise<void> {
  await db.query('update message set gone_at = $3, refresh_at = null where channel_id = $1 and ts = $2', [
    at.channelId,
    at.messageTs,
    now,
  ]);
}

/**
 * Takes claims back and frees their keys. What was never sent is gone at once; answers the ids of those that Slack
 * has, or may have: they are still to be removed there.
 */
export async function withdraw(db: Queryable, keys: readonly string[], now: Date): Promise<string[]> {
  const rows = await db.query<{ id: string; sent: boolean }>(
    `update message set key = key || ':withdrawn:' || id,
       gone_at = case when attempted_at is null and ts is null then $2 else gone_at end
     where key = any($1) and gone_at is null
     returning id, attempted_at is not null or ts is not null as sent`,
    [keys, now],
  );
  return rows.filter(({ sent }) => sent).map(({ id }) => id);
}

/** Notes that the articles' messages are out of date; answers those whose refresh nobody has ordered yet. */
export async function orderRefresh(
  db: Queryable,
  articleIds: readonly number[],
  at: Date,
  besides: readonly Purpose[],
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `update message set refresh_at = $2
     where article_id = any($1) and ts is not null and gone_at is null and refresh_at is null
       and purpose <> all($3)
     returning id`,
    [articleIds, at, besides],
  );
  return rows.map((row) => row.id);
}

/** Clears the order before the message is rebuilt, so that a vote in between orders the next refresh. */
export async function takeRefresh(db: Queryable, id: string): Promise<Message | null> {
  const [row] = await db.query<Message>(
    `update message set refresh_at = null
     where id = $1 and refresh_at is not null and ts is not null and gone_at is null returning ${MESSAGE}`,
    [id],
  );
  return row ?? null;
}

/** Orders the message to be built anew at `at`, unless `takeRefresh` comes first. */
export async function orderRefreshOf(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query('update message set refresh_at = $2 where id = $1 and gone_at is null', [id, at]);
}

/** Messages that were claimed, or whose refresh was due, before `before`, and nobody came. */
export async function listForgotten(
  db: Queryable,
  before: Date,
  since: Date,
): Promise<{ unposted: Message[]; unrefreshed: string[] }> {
  const unposted = await db.query<Message>(
    `select ${MESSAGE} from message
     where ts is null and gone_at is null and claimed_at between $2 and $1
       and (leased_until is null or leased_until < $1)
     order by claimed_at limit 200`,
    [before, since],
  );
  const unrefreshed = await db.query<{ id: string }>(
    'select id from message where refresh_at < $1 and gone_at is null limit 200',
    [before],
  );
  return { unposted, unrefreshed: unrefreshed.map((row) => row.id) };
}

/** Replies and cards for these articles that wait for their text. */
export async function listUnpostedFor(db: Queryable, articleIds: readonly number[]): Promise<Message[]> {
  return await db.query(
    `select ${MESSAGE} from message
     where article_id = any($1) and ts is null and gone_at is null and purpose in ('card', 'reply')`,
    [articleIds],
  );
}

/** Posted messages of a channel since `since` that people can react to. */
export async function listPostedSince(db: Queryable, channelId: string, since: Date): Promise<Message[]> {
  return await db.query(
    `select ${MESSAGE} from message
     where channel_id = $1 and posted_at >= $2 and article_id is not null and gone_at is null
     order by posted_at`,
    [channelId, since],
  );
}

/** The article's card in the channel, posted or claimed. */
export async function cardOf(db: Queryable, channelId: string, articleId: number): Promise<Message | null> {
  const [row] = await db.query<Message>(
    `select ${MESSAGE} from message
     where channel_id = $1 and article_id = $2 and purpose in ('card', 'reply') and gone_at is null
     order by claimed_at limit 1`,
    [channelId, articleId],
  );
  return row ?? null;
}

/** The first post of each article in any of the channels. */
export async function firstPosts(
  db: Queryable,
  articleIds: readonly number[],
  channelIds: readonly string[],
): Promise<Map<number, { channelId: string; ts: string }>> {
  const rows = await db.query<{ articleId: number; channelId: string; ts: string }>(
    `select distinct on (article_id) article_id as "articleId", channel_id as "channelId", ts from message
     where article_id = any($1) and channel_id = any($2) and ts is not null and gone_at is null
     order by article_id, posted_at`,
    [articleIds, channelIds],
  );
  return new Map(rows.map(({ articleId, ...place }) => [articleId, place]));
}

/** The first posted message of the article's story in the channel that another article of it has. */
export async function storyCardOf(
  db: Queryable,
  channelId: string,
  articleId: number,
): Promise<Message | null> {
  const [row] = await db.query<Message>(
    `select ${MESSAGE} from message
     where channel_id = $1 and purpose in ('card', 'reply') and ts is not null and gone_at is null
       and article_id in (select other.article_id from story_article own join story_article other using (story_id)
         where own.article_id = $2 and other.article_id <> $2)
     order by posted_at limit 1`,
    [channelId, articleId],
  );
  return row ?? null;
}

/** The first message that each channel has of the article; none where nothing is posted. */
export async function listFirstPosted(db: Queryable, articleId: number): Promise<Message[]> {
  return await db.query(
    `select distinct on (channel_id) ${MESSAGE} from message
     where article_id = $1 and purpose in ('card', 'reply') and ts is not null and gone_at is null
     order by channel_id, posted_at`,
    [articleId],
  );
}

/** Lets replies that nobody has sent yet say where the story was; answers with their ids. */
export async function turnIntoAgain(db: Queryable, channelId: string, articleId: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `update message set purpose = 'again'
     where channel_id = $1 and article_id = $2 and purpose = 'reply' and attempted_at is null and gone_at is null
     returning id`,
    [channelId, articleId],
  );
  return rows.map((row) => row.id);
}

/** Holds off other choosers of the channel until the transaction ends. */
export async function lockChannel(tx: Queryable, channelId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('choose-cards'), hashtext($1))`, [channelId]);
}

/** Puts an order back whose refresh failed. */
export async function restoreRefresh(db: Queryable, id: string, at: Date): Promise<void> {
  await db.query('update message set refresh_at = coalesce(refresh_at, $2) where id = $1', [id, at]);
}
