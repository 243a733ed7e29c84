// Owns the queries by which articles are found again: candidates for a card, the best of a time, saves.
// Search is in search-articles.ts.
import type { ArticleKind } from '../domain/article.ts';
import type { ArticleLine } from '../domain/digest.ts';
import type { Queryable } from './database.ts';
import { mayBeShown } from './shown-where.ts';

/** A line as stored: `ts` of the card becomes a permalink further up. */
export type StoredLine = Omit<ArticleLine, 'permalink'> & { ts: string | null };

/** The one sentence of an article: the model's before the extract's, else its title. */
const SENTENCE = `coalesce((select tldr from summary where article_id = a.id
  order by method = 'model' desc, created_at desc limit 1), a.title) as sentence`;

/** The columns of a `StoredLine` but `ts` and who shared it, from `article a left join tally`. */
const PLAIN_LINE = `a.id as "articleId", a.title, a.url, a.kind, a.published_at as "publishedAt",
  coalesce(tally.votes, 0) as votes, ${SENTENCE}`;

/** For a person: who shared it in some channel is told in that channel alone. */
export const LINE = `${PLAIN_LINE}, null as "sharedBy"`;

/** For the channel `$1`. */
const CHANNEL_LINE = `${PLAIN_LINE}, (select person_id from share where article_id = a.id and channel_id = $1
  order by shared_at limit 1) as "sharedBy"`;

export interface Candidate {
  articleId: number;
  title: string;
  kind: ArticleKind;
  sourceId: string | null;
  sourceTitle: string | null;
  sourceWeight: number;
  /** All that brought it, each with its named pack. */
  broughtBy: { id: string; pack: string | null }[];
  publishedAt: Date | null;
  firstSeenAt: Date;
  wordCount: number;
  /** The text's first 2,000 characters. */
  opening: string;
  /** Articles with the same number tell one story. */
  storyId: number | null;
}

/** What a candidate is of: `a` an article, `t` its text, `source` where it comes from. */
export const CANDIDATE = `a.id as "articleId", a.title, a.kind, a.source_id as "sourceId",
  source.title as "sourceTitle", coalesce(source.weight, 1) as "sourceWeight",
  coalesce((select jsonb_agg(jsonb_build_object('id', by.id, 'pack', by.pack)) from source by join (
      select a.source_id union select source_id from sighting where article_id = a.id) brought
    on by.id = brought.source_id), '[]'::jsonb) as "broughtBy",
  a.published_at as "publishedAt", a.first_seen_at as "firstSeenAt", coalesce(a.word_count, 0) as "wordCount",
  left(coalesce(t.text, ''), 2000) as opening,
  (select story_id from story_article where article_id = a.id) as "storyId"`;

/** Articles that have been read, may be shown in the channel, and that it has not had, newest first. */
export async function listCandidates(
  db: Queryable,
  channelId: string,
  since: Date | null,
  limit: number,
): Promise<Candidate[]> {
  return await db.query(
    `select ${CANDIDATE} from (
       select * from article
       where read_state in ('page', 'feed') and ($2::timestamptz is null or first_seen_at >= $2)
         and ($2::timestamptz is null or published_at is null or published_at >= $2)
         and ${mayBeShown('article', 'array[$1::text]')}
         and not exists (select 1 from message where message.article_id = article.id and channel_id = $1
           and purpose in ('card', 'reply'))
         -- nor another report of the same story
         and not exists (select 1 from story_article own join story_article other using (story_id)
           join message on message.article_id = other.article_id
           where own.article_id = article.id and channel_id = $1 and purpose in ('card', 'reply'))
       order by first_seen_at desc, id desc limit $3
     ) a
     join article_text t on t.article_id = a.id
     left join source on source.id = a.source_id
     order by a.id`,
    [channelId, since, limit],
  );
}

export interface PostedCard {
  sourceId: string | null;
  kind: ArticleKind;
  claimedAt: Date;
  /** A person asked for it: beyond the day's budget. */
  isAsked: boolean;
}

/** Cards that the channel was promised since `since`, posted or not; those that nobody asked for are its budget's. */
export async function listCardsSince(db: Queryable, channelId: string, since: Date): Promise<PostedCard[]> {
  return await db.query(
    `select a.source_id as "sourceId", a.kind, message.claimed_at as "claimedAt",
       exists (select from share where share.channel_id = $1 and share.message_ts = 'command:' || message.id)
         as "isAsked"
     from message join article a on a.id = message.article_id
     where message.channel_id = $1 and message.purpose = 'card' and message.claimed_at >= $2
     order by message.claimed_at`,
    [channelId, since],
  );
}

/** The channel's best by votes; where votes are equal, the newer. `since` null: of all time. */
export async function listTop(
  db: Queryable,
  channelId: string,
  since: Date | null,
  limit: number,
): Promise<StoredLine[]> {
  return since
    ? await db.query(
        `select ${CHANNEL_LINE}, best.ts from (
           select distinct on (article_id) article_id, ts, posted_at from message
           where channel_id = $1 and posted_at >= $2 and purpose in ('card', 'reply') and gone_at is null
           order by article_id, posted_at
         ) best
         join article a on a.id = best.article_id left join tally on tally.article_id = a.id
         -- a shared link that could not be read says nothing, unless people say that it does
         where a.read_state <> 'unread' or tally.votes > 0
         order by votes desc, best.posted_at desc, a.id desc limit $3`,
        [channelId, since, limit],
      )
    : await db.query(
        `select ${CHANNEL_LINE}, message.ts from tally
         join lateral (select ts from message where message.article_id = tally.article_id and channel_id = $1
           and posted_at is not null and purpose in ('card', 'reply') and gone_at is null
           order by posted_at limit 1) message on true
         join article a on a.id = tally.article_id
         where tally.votes > 0 order by tally.votes desc, tally.article_id desc limit $2`,
        [channelId, limit],
      );
}

/** What people shared in the channel since `since`, best first. */
export async function listShared(
  db: Queryable,
  channelId: string,
  since: Date,
  limit: number,
): Promise<StoredLine[]> {
  return await db.query(
    `select a.id as "articleId", a.title, a.url, a.kind, a.published_at as "publishedAt",
       coalesce(tally.votes, 0) as votes, ${SENTENCE}, s.person_id as "sharedBy",
       coalesce((select ts from message where message.article_id = a.id and channel_id = $1 and ts is not null
         and gone_at is null order by posted_at limit 1), s.message_ts) as ts
     from (select distinct on (article_id) * from share where channel_id = $1 and shared_at >= $2
       order by article_id, shared_at) s
     join article a on a.id = s.article_id left join tally on tally.article_id = a.id
     order by votes desc, s.shared_at desc limit $3`,
    [channelId, since, limit],
  );
}

export async function countPosted(db: Queryable, channelId: string, since: Date): Promise<number> {
  const [row] = await db.query<{ posted: number }>(
    `select count(*)::int as posted from message
     where channel_id = $1 and posted_at >= $2 and purpose in ('card', 'reply')`,
    [channelId, since],
  );
  return row?.posted ?? 0;
}

/** Waiting: read, of the right age, and not posted in the channel. */
export async function countWaiting(db: Queryable, channelId: string, since: Date | null): Promise<number> {
  const [row] = await db.query<{ waiting: number }>(
    `select count(*)::int as waiting from article a
     where read_state in ('page', 'feed') and ($2::timestamptz is null or first_seen_at >= $2)
       and ($2::timestamptz is null or published_at is null or published_at >= $2)
       and ${mayBeShown('a', 'array[$1::text]')}
       and not exists (select 1 from message where message.article_id = a.id and channel_id = $1)`,
    [channelId, since],
  );
  return row?.waiting ?? 0;
}

export async function listSaved(db: Queryable, personId: string, limit: number): Promise<StoredLine[]> {
  return await db.query(
    `select ${LINE}, (select ts from message where message.article_id = a.id and ts is not null
         and gone_at is null order by posted_at limit 1) as ts
     from save join article a on a.id = save.article_id left join tally on tally.article_id = a.id
     where save.person_id = $1 order by saved_at desc limit $2`,
    [personId, limit],
  );
}

export async function lineOf(
  db: Queryable,
  articleId: number,
  channelId: string,
): Promise<StoredLine | null> {
  const [row] = await db.query<StoredLine>(
    `select ${LINE}, (select ts from message where message.article_id = a.id and channel_id = $2
         and ts is not null and gone_at is null order by posted_at limit 1) as ts
     from article a left join tally on tally.article_id = a.id where a.id = $1`,
    [articleId, channelId],
  );
  return row ?? null;
}

/** Lines of the given articles, in their order; those that are gone are left out. */
export async function linesOf(db: Queryable, articleIds: readonly number[]): Promise<StoredLine[]> {
  return await db.query(
    `select ${LINE}, null as ts from unnest($1::int[]) with ordinality as given (id, n)
     join article a on a.id = given.id left join tally on tally.article_id = a.id order by n`,
    [articleIds],
  );
}
