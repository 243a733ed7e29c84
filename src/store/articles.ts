// Owns the queries by which articles come in and are read. Finding them again is in find-articles.ts.
import type { ArticleFacts, ArticleKind } from '../domain/article.ts';
import type { Queryable } from './database.ts';

/** Postgres stores no NUL, and takes no half of a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

/** An item that has passed the door: canonical address, kind known. */
export interface NewArticle {
  guid: string;
  canonicalUrl: string;
  url: string;
  title: string;
  kind: ArticleKind;
  authors: string[];
  publishedAt: Date | null;
  html: string;
  discussionUrl: string | null;
  arxivVersion: number | null;
  sourceId: string | null;
  collectionId: number | null;
}

/**
 * Inserts the articles whose address is new, in one statement, together with the sighting by their source, and answers
 * with the ids of the new ones, in the order given. Articles that are known stay as they are.
 */
export async function insertIfNew(
  db: Queryable,
  articles: readonly NewArticle[],
  now: Date,
): Promise<{ id: number; canonicalUrl: string }[]> {
  if (articles.length === 0) return [];
  // An array for each column: to decode JSON would take as long as to write the rows.
  const column = <Value>(take: (article: NewArticle) => Value): Value[] => articles.map(take);
  return await db.query(
    `with given as (
       select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
         $9::text[], $10::text[], $11::int[], $12::text[], $13::int[]) with ordinality
       as given (guid, address, url, title, kind, authors, published_at, html, discussion_url, arxiv_version, source_id,
         collection_id, n)),
     fresh as (
       insert into article (canonical_url, url, title, kind, authors, published_at, first_seen_at, source_id,
         collection_id, discussion_url, arxiv_version, source_html)
       select address, url, title, kind, authors::text[], published_at, $1, source_id, collection_id, discussion_url,
         arxiv_version, html
       from given order by n
       on conflict (canonical_url) do nothing
       returning id, canonical_url),
     seen as (
       insert into sighting (source_id, guid, article_id, seen_at)
       select source_id, guid, id, $1 from fresh join given on address = canonical_url where source_id is not null
       on conflict do nothing)
     select id, canonical_url as "canonicalUrl" from fresh`,
    [
      now,
      column(({ guid }) => guid),
      column(({ canonicalUrl }) => canonicalUrl),
      column(({ url }) => url),
      column(({ title }) => title),
      column(({ kind }) => kind),
      column(({ authors }) => arrayLiteral(authors)),
      column(({ publishedAt }) => publishedAt),
      column(({ html }) => html),
      column(({ discussionUrl }) => discussionUrl),
      column(({ arxivVersion }) => arxivVersion),
      column(({ sourceId }) => sourceId),
      column(({ collectionId }) => collectionId),
    ],
  );
}

/** Postgres' own notation: arrays of arrays would all have to be of one length. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

export async function idsByCanonicalUrl(
  db: Queryable,
  canonicalUrls: readonly string[],
): Promise<Map<string, number>> {
  if (canonicalUrls.length === 0) return new Map();
  const rows = await db.query<{ id: number; canonical_url: string }>(
    'select id, canonical_url from article where canonical_url = any($1)',
    [canonicalUrls],
  );
  return new Map(rows.map((row) => [row.canonical_url, row.id]));
}

/** Of articles that are known; those that were merged away in the meantime are left out. */
export async function recordSightings(
  db: Queryable,
  sightings: readonly { sourceId: string; guid: string; articleId: number }[],
  now: Date,
): Promise<void> {
  if (sightings.length === 0) return;
  await db.query(
    `insert into sighting (source_id, guid, article_id, seen_at)
     select s."sourceId", s.guid, known.id, $2
     from json_to_recordset($1::json) as s ("sourceId" text, guid text, "articleId" int)
     join (select id from article where id = any($3) for key share) known on known.id = s."articleId"
     on conflict do nothing`,
    [JSON.stringify(sightings), now, sightings.map(({ articleId }) => articleId)],
  );
}

export interface Unread {
  id: number;
  url: string;
  title: string;
  kind: ArticleKind;
  sourceHtml: string;
  collectionId: number | null;
  sourceId: string | null;
  authors: string[];
  publishedAt: Date | null;
  firstSeenAt: Date;
}

/** Those of `ids` that are still to be read. */
export async function listUnread(db: Queryable, ids: readonly number[]): Promise<Unread[]> {
  return await db.query(
    `select id, url, title, kind, coalesce(source_html, '') as "sourceHtml", collection_id as "collectionId",
       source_id as "sourceId", authors, published_at as "publishedAt", first_seen_at as "firstSeenAt"
     from article where id = any($1) and read_state = 'waiting' order by id`,
    [ids],
  );
}

/** Those of the articles whose page could not be read wait to be read once more. */
export async function readAgain(db: Queryable, ids: readonly number[]): Promise<void> {
  await db.query(
    `update article set read_state = 'waiting', read_error = null where id = any($1) and read_state = 'unread'`,
    [ids],
  );
}

/** Articles that wait to be read since before `before`: what a crash left behind. */
export async function listForgotten(db: Queryable, before: Date, limit: number): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select id from article where read_state = 'waiting' and first_seen_at < $1 order by id limit $2`,
    [before, limit],
  );
  return rows.map((row) => row.id);
}

/** Ids of a collection's articles from one source that wait to be read, newest first. */
export async function listWaitingOf(
  db: Queryable,
  { collectionId, sourceId }: { collectionId: number; sourceId: string },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `select id from article where collection_id = $1 and source_id = $2 and read_state = 'waiting'
     order by published_at desc nulls last, id`,
    [collectionId, sourceId],
  );
  return rows.map((row) => row.id);
}

export interface ReadResult {
  articleId: number;
  state: 'page' | 'feed' | 'unread';
  error: string | null;
  text: string;
  language: string | null;
  wordCount: number;
  /** For an article that came with nothing but its address. */
  title: string | null;
  publishedAt: Date | null;
  facts?: ArticleFacts | null;
}

export async function saveRead(db: Queryable, read: ReadResult): Promise<void> {
  await db.query(
    `update article set read_state = $2, read_error = $3, language = $4, word_count = $5, source_html = null,
       title = coalesce($6, title), published_at = coalesce(published_at, $7),
       facts = $8
     where id = $1`,
    [
      read.articleId,
      read.state,
      read.error && storable(read.error),
      read.language,
      read.wordCount,
      read.title && storable(read.title),
      read.publishedAt,
      read.facts ? storable(JSON.stringify(read.facts)) : null,
    ],
  );
  await db.query(
    `insert into article_text (article_id, text) values ($1, $2)
     on conflict (article_id) do update set text = excluded.text`,
    [read.articleId, storable(read.text)],
  );
}

/** The texts of articles, as far as they are compared. */
export async function textsOf(db: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await db.query<{ id: number; text: string }>(
    `select article_id as id, left(coalesce(text, ''), 30000) as text from article_text where article_id = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** What the given articles say, in their order; those that are gone are left out. */
export async function wordingsOf(
  db: Queryable,
  articleIds: readonly number[],
): Promise<{ articleId: number; title: string; language: string | null; text: string }[]> {
  return await db.query(
    `select a.id as "articleId", a.title, a.language, coalesce(t.text, '') as text
     from unnest($1::int[]) with ordinality as given (id, n)
     join article a on a.id = given.id left join article_text t on t.article_id = a.id order by n`,
    [articleIds],
  );
}

export interface FullArticle {
  id: number;
  url: string;
  title: string;
  kind: ArticleKind;
  authors: string[];
  publishedAt: Date | null;
  firstSeenAt: Date;
  sourceTitle: string | null;
  discussionUrl: string | null;
  readState: 'waiting' | 'page' | 'feed' | 'unread';
  readError: string | null;
  language: string | null;
  wordCount: number | null;
  text: string;
  sharedBy: string | null;
  votes: number;
  pocWishes: number;
  alsoOn: { name: string; url: string }[];
  facts: ArticleFacts;
}

/** `channelId` decides whose share counts as the one who brought it. */
export async function getArticle(
  db: Queryable,
  articleId: number,
  channelId: string | null,
): Promise<FullArticle | null> {
  const [row] = await db.query<FullArticle>(
    `select a.id, a.url, a.title, a.kind, a.authors, a.published_at as "publishedAt",
       a.first_seen_at as "firstSeenAt", source.title as "sourceTitle", a.discussion_url as "discussionUrl",
       a.read_state as "readState", a.read_error as "readError", a.language, a.word_count as "wordCount",
       coalesce(t.text, '') as text, coalesce(a.facts, '{}'::jsonb) as facts,
       (select person_id from share where article_id = a.id and ($2::text is null or channel_id = $2)
         order by shared_at limit 1) as "sharedBy",
       coalesce(tally.votes, 0) as votes, coalesce(tally.poc_wishes, 0) as "pocWishes",
       coalesce((select jsonb_agg(distinct jsonb_build_object('name', other.title, 'url', a.url))
         from sighting join source other on other.id = sighting.source_id
         where sighting.article_id = a.id and sighting.source_id is distinct from a.source_id),
         '[]'::jsonb) as "alsoOn"
     from article a
     left join article_text t on t.article_id = a.id
     left join source on source.id = a.source_id
     left join tally on tally.article_id = a.id
     where a.id = $1`,
    [articleId, channelId],
  );
  return row ?? null;
}
