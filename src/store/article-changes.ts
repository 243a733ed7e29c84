// Owns what became of articles after they were taken in, and what is known of them when their source shows them again.
import type { ArticleChange, KnownArticle } from '../domain/article-change.ts';
import { storable } from './articles.ts';
import type { Queryable } from './database.ts';

const KNOWN = `a.id as "articleId", a.title, a.canonical_url as "canonicalUrl", a.arxiv_version as "arxivVersion",
  a.source_id is not distinct from $1 as "isOwn"`;

/** Articles that the source has shown before, by the ids under which it did. */
export async function knownByGuid(
  db: Queryable,
  sourceId: string,
  guids: readonly string[],
): Promise<Map<string, KnownArticle>> {
  const rows = await db.query<KnownArticle & { guid: string }>(
    `select sighting.guid, ${KNOWN} from sighting join article a on a.id = sighting.article_id
     where sighting.source_id = $1 and guid = any($2)`,
    [sourceId, guids],
  );
  return new Map(rows.map(({ guid, ...known }) => [guid, known]));
}

export async function knownById(
  db: Queryable,
  sourceId: string | null,
  ids: readonly number[],
): Promise<Map<number, KnownArticle>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<KnownArticle>(`select ${KNOWN} from article a where a.id = any($2)`, [
    sourceId,
    ids,
  ]);
  return new Map(rows.map((known) => [known.articleId, known]));
}

export interface TitledArticle {
  articleId: number;
  title: string;
  address: string;
  publishedAt: Date | null;
}

/** Articles of the source with one of these titles, oldest first. */
export async function listTitled(
  db: Queryable,
  sourceId: string,
  titles: readonly string[],
): Promise<TitledArticle[]> {
  return await db.query(
    `select id as "articleId", title, canonical_url as address, published_at as "publishedAt" from article
     where source_id = $1 and hashtext(title) in (select hashtext(given) from unnest($2::text[]) given)
       and title = any($2) order by id`,
    [sourceId, titles],
  );
}

/** Notes a change and applies it to the article; `null` where the same change is known. */
export async function saveChange(
  db: Queryable,
  articleId: number,
  key: string,
  change: ArticleChange,
  now: Date,
): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    `insert into article_change (article_id, key, change, seen_at) values ($1, $2, $3::jsonb, $4)
     on conflict do nothing returning id`,
    [articleId, storable(key), storable(JSON.stringify(change)), now],
  );
  return row?.id ?? null;
}

export async function retitle(db: Queryable, articleId: number, title: string): Promise<void> {
  await db.query('update article set title = $2 where id = $1', [articleId, storable(title)]);
}

/** The new version is read in place of the old one; until then the old text stays. */
export async function reopen(
  db: Queryable,
  articleId: number,
  revised: { title: string; version: number; html: string },
): Promise<void> {
  await db.query(
    `update article set title = $2, arxiv_version = $3, read_state = 'waiting', source_html = $4 where id = $1`,
    [articleId, storable(revised.title), revised.version, storable(revised.html)],
  );
}

export async function getChange(db: Queryable, changeId: number): Promise<ArticleChange | null> {
  const [row] = await db.query<{ change: ArticleChange }>('select change from article_change where id = $1', [
    changeId,
  ]);
  return row?.change ?? null;
}

/** Whether the article was withdrawn, and which version of it is the latest that was announced. */
export async function standingOf(
  db: Queryable,
  articleId: number,
): Promise<{ withdrawn: boolean; version: number | null }> {
  const [row] = await db.query<{ withdrawn: boolean; version: number | null }>(
    `select coalesce(bool_or(change->>'kind' = 'withdrawn'), false) as withdrawn,
       max((change->>'version')::int) as version
     from article_change where article_id = $1`,
    [articleId],
  );
  return row ?? { withdrawn: false, version: null };
}
