// Owns every query on stories: the sketches that articles are recognised by, and which articles tell one story.
import type { ArticleKind } from '../domain/article.ts';
import type { Sameness } from '../domain/story.ts';
import type { Queryable } from './database.ts';
import { mayBeShown } from './shown-where.ts';

export interface StoredSketch {
  articleId: number;
  sketch: Uint8Array | null;
  names: readonly string[];
  links: readonly number[];
  ownLink: number;
  keys: readonly number[];
}

export async function saveSketch(db: Queryable, sketch: StoredSketch): Promise<void> {
  await db.query(
    `insert into article_sketch (article_id, sketch, names, links, own_link, keys) values ($1, $2, $3, $4, $5, $6)
     on conflict (article_id) do update set sketch = excluded.sketch, names = excluded.names,
       links = excluded.links, own_link = excluded.own_link, keys = excluded.keys`,
    [sketch.articleId, sketch.sketch, sketch.names, sketch.links, sketch.ownLink, sketch.keys],
  );
}

/** One article at a time looks for its story: two reports that are read at the same moment would miss each other. */
export async function lockStories(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('join-story'))`);
}

export interface StoryCandidate extends Omit<StoredSketch, 'keys'> {
  title: string;
  url: string;
  kind: ArticleKind;
  authors: string[];
  sourceId: string | null;
  at: Date;
  storyId: number | null;
}

const CANDIDATE = `a.id as "articleId", s.sketch, s.names, s.links, s.own_link as "ownLink", a.title, a.url, a.kind,
  a.authors, a.source_id as "sourceId", coalesce(a.published_at, a.first_seen_at) as at, story_article.story_id as "storyId"`;

/** A key that very many articles share tells nothing; of those it finds, the newest are looked at. */
const MOST_FOUND = 60;

/** Articles that share a key: those of `bands` by their text, those of `subjects` by what they are about. */
export async function listStoryCandidates(
  db: Queryable,
  articleId: number,
  keys: { bands: readonly number[]; subjects: readonly number[] },
): Promise<StoryCandidate[]> {
  return await db.query(
    `with found as (
       (select article_id from articles_with_key($2) as article_id order by article_id desc limit $4)
       union
       (select article_id from articles_with_key($3) as article_id order by article_id desc limit $4)
     )
     select ${CANDIDATE}
     from found join article a on a.id = found.article_id
     join article_sketch s on s.article_id = a.id
     left join story_article on story_article.article_id = a.id
     where a.id <> $1 and not exists (
       select from story_apart apart where apart.article_id = $1 and apart.story_id = story_article.story_id)`,
    [articleId, keys.bands, keys.subjects, MOST_FOUND],
  );
}

/** Of a story that many places tell, its first report and those that joined last. */
export async function listStoryMembers(
  db: Queryable,
  storyId: number,
  most: number,
): Promise<StoryCandidate[]> {
  return await db.query(
    `select ${CANDIDATE}
     from story_article join article a on a.id = story_article.article_id
     join article_sketch s on s.article_id = a.id
     where story_article.story_id = $1
     order by story_article.sameness = 'first' desc, story_article.joined_at desc, a.id desc limit $2`,
    [storyId, most],
  );
}

export async function storyOf(db: Queryable, articleId: number): Promise<number | null> {
  const [row] = await db.query<{ story_id: number }>(
    'select story_id from story_article where article_id = $1',
    [articleId],
  );
  return row?.story_id ?? null;
}

/** Makes a story of an article that was alone. */
export async function startStory(db: Queryable, firstArticleId: number, now: Date): Promise<number> {
  const [row] = await db.query<{ story_id: number }>(
    `with begun as (insert into story (created_at) values ($2) returning id)
     insert into story_article (article_id, story_id, sameness, joined_at) select $1, id, 'first', $2 from begun
     returning story_id`,
    [firstArticleId, now],
  );
  if (!row) throw new Error(`The store began no story with article ${firstArticleId}`);
  return row.story_id;
}

export async function addToStory(
  db: Queryable,
  storyId: number,
  articleId: number,
  sameness: Sameness,
  now: Date,
): Promise<void> {
  await db.query(
    `insert into story_article (article_id, story_id, sameness, joined_at) values ($1, $2, $3, $4)
     on conflict (article_id) do nothing`,
    [articleId, storyId, sameness, now],
  );
}

/** An article of a story of several, as far as the channel may know of it. */
export async function storyReportOf(
  db: Queryable,
  articleIds: readonly number[],
  channelId: string,
): Promise<{ articleId: number; title: string; url: string; storyId: number } | null> {
  const [row] = await db.query<{ articleId: number; title: string; url: string; storyId: number }>(
    `select a.id as "articleId", a.title, a.url, own.story_id as "storyId"
     from article a join story_article own on own.article_id = a.id
     where a.id = any($1) and ${mayBeShown('a', 'array[$2::text]')} and exists (
       select from story_article other where other.story_id = own.story_id and other.article_id <> a.id)
     limit 1`,
    [articleIds, channelId],
  );
  return row ?? null;
}

/** Takes the article out of the story for good; answers with the articles that stay. */
export async function leaveStory(
  tx: Queryable,
  { storyId, articleId }: { storyId: number; articleId: number },
): Promise<number[]> {
  await tx.query('delete from story_article where article_id = $1 and story_id = $2', [articleId, storyId]);
  await tx.query('insert into story_apart (article_id, story_id) values ($1, $2) on conflict do nothing', [
    articleId,
    storyId,
  ]);
  const rows = await tx.query<{ id: number }>(
    'select article_id as id from story_article where story_id = $1 order by joined_at, id',
    [storyId],
  );
  return rows.map(({ id }) => id);
}

export interface StoryPlace {
  name: string;
  url: string;
  title: string;
  joinedAt: Date;
}

/**
 * Where else the article's story is told, as far as the channel may know, in the order of joining, one place a source.
 * The same article again, under another address of its source, is no other place.
 */
export async function listStoryPlaces(
  db: Queryable,
  articleId: number,
  channelId: string,
): Promise<StoryPlace[]> {
  return await db.query(
    `select name, url, title, "joinedAt" from (
       select distinct on (name) a.id, coalesce(source.title, substring(a.url from '^[a-z]+://(?:www\\.)?([^/:?#]+)')) as name,
         a.url, a.title, other.joined_at as "joinedAt"
       from story_article own join story_article other using (story_id)
       join article a on a.id = other.article_id left join source on source.id = a.source_id
       where own.article_id = $1 and other.article_id <> $1 and other.sameness <> 'republished'
         and ${mayBeShown('a', 'array[$2::text]')}
       order by name, other.joined_at, a.id
     ) places order by "joinedAt", id`,
    [articleId, channelId],
  );
}

export interface StoryMessage {
  id: string;
  channelId: string;
  articleId: number;
  ts: string | null;
  threadTs: string | null;
}

/** Cards and replies that the story's other articles have in any channel, oldest first; claimed ones too. */
export async function listStoryMessages(
  db: Queryable,
  storyId: number,
  exceptArticleId: number,
): Promise<StoryMessage[]> {
  return await db.query(
    `select message.id, channel_id as "channelId", message.article_id as "articleId", ts, thread_ts as "threadTs"
     from message join story_article on story_article.article_id = message.article_id
     where story_id = $1 and message.article_id <> $2 and purpose in ('card', 'reply') and gone_at is null
     order by claimed_at, message.id`,
    [storyId, exceptArticleId],
  );
}
