// Owns every query on proofs of concept: briefs, who is in, demos.
import type { Brief, Demo, PocStatus } from '../domain/poc.ts';
import type { Queryable } from './database.ts';

export interface PocRow {
  pocId: number;
  channelId: string;
  messageId: string;
  ts: string | null;
  articleId: number;
  articleTitle: string;
  articleUrl: string;
  votes: number;
  brief: Brief;
  createdAt: Date;
  members: string[];
  demos: Demo[];
}

const POC = `select poc.id as "pocId", poc.channel_id as "channelId", message_id as "messageId", message.ts,
    poc.article_id as "articleId", article.title as "articleTitle", article.url as "articleUrl",
    coalesce(tally.votes, 0) as votes, brief, created_at as "createdAt",
    array(select person_id from poc_member where poc_id = poc.id order by joined_at, person_id) as members,
    coalesce((select jsonb_agg(jsonb_build_object('personId', person_id, 'url', url, 'note', note) order by shown_at)
      from demo where poc_id = poc.id), '[]'::jsonb) as demos
  from poc join article on article.id = poc.article_id join message on message.id = poc.message_id
  left join tally on tally.article_id = poc.article_id`;

export function pocStatus(poc: { members: string[]; demos: Demo[] }): PocStatus {
  if (poc.demos.length > 0) return 'shown';
  return poc.members.length > 0 ? 'claimed' : 'open';
}

/**
 * Keeps the first brief of an article in a channel; the article's own message is attached to it. `typed`: what of the
 * brief a person wrote.
 */
export async function insertPoc(
  db: Queryable,
  poc: {
    channelId: string;
    articleId: number;
    messageId: string;
    brief: Brief;
    typed?: readonly (keyof Brief)[];
  },
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `with fresh as (
       insert into poc (channel_id, article_id, message_id, brief, created_at, typed)
       values ($1, $2, $3, $4::jsonb, $5, $6)
       on conflict do nothing returning article_id
     )
     update message set article_id = fresh.article_id from fresh where id = $3 returning id`,
    [poc.channelId, poc.articleId, poc.messageId, JSON.stringify(poc.brief), now, poc.typed ?? []],
  );
  return rows.length > 0;
}

export async function getPoc(db: Queryable, pocId: number): Promise<PocRow | null> {
  const [row] = await db.query<PocRow>(`${POC} where poc.id = $1`, [pocId]);
  return row ?? null;
}

export async function pocOfMessage(db: Queryable, messageId: string): Promise<PocRow | null> {
  const [row] = await db.query<PocRow>(`${POC} where poc.message_id = $1`, [messageId]);
  return row ?? null;
}

export async function pocOfArticle(
  db: Queryable,
  channelId: string,
  articleId: number,
): Promise<PocRow | null> {
  const [row] = await db.query<PocRow>(`${POC} where poc.channel_id = $1 and poc.article_id = $2`, [
    channelId,
    articleId,
  ]);
  return row ?? null;
}

/** A channel's PoCs, newest first. */
export async function listPocs(db: Queryable, channelId: string, limit: number): Promise<PocRow[]> {
  return await db.query(`${POC} where poc.channel_id = $1 order by poc.id desc limit $2`, [channelId, limit]);
}

/** The posted article of the channel that most people want a PoC of, or voted for, and that has none yet. */
export async function bestArticleForPoc(
  db: Queryable,
  channelId: string,
  since: Date,
): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    `select message.article_id as id
     from message left join tally on tally.article_id = message.article_id
     where message.channel_id = $1 and message.purpose in ('card', 'reply') and message.posted_at >= $2
       and message.gone_at is null
       and not exists (select 1 from poc where poc.channel_id = $1 and poc.article_id = message.article_id)
     order by 3 * coalesce(poc_wishes, 0) + coalesce(votes, 0) desc, message.posted_at desc, message.article_id
     limit 1`,
    [channelId, since],
  );
  return row?.id ?? null;
}

/** Signs a person up, or off again. */
export async function toggleMember(
  db: Queryable,
  pocId: number,
  personId: string,
  now: Date,
): Promise<'joined' | 'left'> {
  const left = await db.query('delete from poc_member where poc_id = $1 and person_id = $2 returning 1', [
    pocId,
    personId,
  ]);
  if (left.length > 0) return 'left';
  await db.query('insert into poc_member (poc_id, person_id, joined_at) values ($1, $2, $3)', [
    pocId,
    personId,
    now,
  ]);
  return 'joined';
}

export async function saveDemo(db: Queryable, pocId: number, demo: Demo, now: Date): Promise<void> {
  await db.query(
    `insert into demo (poc_id, url, person_id, note, shown_at) values ($1, $2, $3, $4, $5)
     on conflict (poc_id, url) do update set note = excluded.note`,
    [pocId, demo.url, demo.personId, demo.note, now],
  );
}

/** A demo with the PoC it came out of. */
export interface ShownDemo extends Demo {
  pocId: number;
  channelId: string;
  articleId: number;
  /** Of the brief. */
  title: string;
  hypothesis: string;
  /** What of the brief a person wrote. */
  typed: (keyof Brief)[];
  articleTitle: string;
  votes: number;
  /** Of the PoC's message. */
  ts: string | null;
  shownAt: Date;
}

/** What was shown in these channels and has most of the terms by weight, best first; of equals the latest. */
export async function matchDemos(
  db: Queryable,
  terms: readonly { query: string; weight: number }[],
  channelIds: readonly string[],
  limit: number,
): Promise<ShownDemo[]> {
  return await db.query(
    `with hit as (
       select poc_id, url, sum(weight) as score
       from unnest($1::text[], $2::float8[]) term (query, weight) join demo_search on words @@ query::tsquery
       group by poc_id, url
     )
     select poc.id as "pocId", poc.channel_id as "channelId", poc.article_id as "articleId",
       brief->>'title' as title, brief->>'hypothesis' as hypothesis, typed, article.title as "articleTitle", demo.url, demo.note,
       demo.person_id as "personId", demo.shown_at as "shownAt", coalesce(tally.votes, 0) as votes,
       case when message.gone_at is null then message.ts end as ts
     from hit join demo using (poc_id, url) join poc on poc.id = demo.poc_id join article on article.id = poc.article_id
     left join message on message.id = poc.message_id
     left join tally on tally.article_id = poc.article_id
     where poc.channel_id = any($3) order by hit.score desc, demo.shown_at desc, demo.url limit $4`,
    [terms.map(({ query }) => query), terms.map(({ weight }) => weight), channelIds, limit],
  );
}

/** Demos that are not in the index yet. */
export async function listUnindexedDemos(
  db: Queryable,
  limit: number,
): Promise<{ pocId: number; url: string }[]> {
  return await db.query(
    `select poc_id as "pocId", url from demo
     where not exists (select from demo_search where demo_search.poc_id = demo.poc_id and demo_search.url = demo.url)
     limit $1`,
    [limit],
  );
}

/** What people may find a demo by. */
export async function wordingOfDemo(
  db: Queryable,
  { pocId, url }: { pocId: number; url: string },
): Promise<{ channelId: string; title: string; hypothesis: string; note: string | null } | null> {
  const [row] = await db.query<{
    channelId: string;
    title: string;
    hypothesis: string;
    note: string | null;
  }>(
    `select channel_id as "channelId", brief->>'title' as title, brief->>'hypothesis' as hypothesis, note
     from demo join poc on poc.id = poc_id where poc_id = $1 and url = $2`,
    [pocId, url],
  );
  return row ?? null;
}

export async function listDemosSince(
  db: Queryable,
  channelId: string,
  since: Date,
): Promise<{ pocId: number; title: string; url: string; personId: string }[]> {
  return await db.query(
    `select poc.id as "pocId", brief->>'title' as title, demo.url, person_id as "personId"
     from demo join poc on poc.id = poc_id where channel_id = $1 and shown_at >= $2 order by shown_at`,
    [channelId, since],
  );
}
