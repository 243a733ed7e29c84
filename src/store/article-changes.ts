// Owns what became of articles after they were taken in, and what is known of them when their source shows them again.
import type { ArticleChange, KnownArticle } from '../domain/article-change.ts';
import { storable } from './articles.ts';
import type { Queryable } from './database.ts';

/** A known article, and the source that brought it first. */
export type BroughtArticle = Omit<KnownArticle, 'isOwn'> & { sourceId: string | null };

const BROUGHT = `a.id as "articleId", a.title, a.canonical_url as "canonicalUrl", a.arxiv_version as "arxivVersion",
  a.source_id as "sourceId"`;

/** Articles that their sources have shown before, by the ids under which they did; in the order asked. */
export async function knownByGuid(
  db: Queryable,
  asked: readonly { sourceId: string; guid: string }[],
): Promise<(BroughtArticle | undefined)[]> {
  if (asked.length === 0) return [];
  const rows = await db.query<BroughtArticle & { n: number }>(
    `select given.n::int, ${BROUGHT} from unnest($1::text[], $2::text[]) with ordinality as given (source_id, guid, n)
     join sighting using (source_id, guid) join article a on a.id = sighting.article_id`,
    [asked.map(({ sourceId }) => sourceId), asked.map(({ guid }) => guid)],
  );
  const known: (BroughtArticle | undefined)[] = asked.map(() => undefined);
  for (const { n, ...article } of rows) known[n - 1] = article;
  return known;
}

export async function knownById(db: Queryable, ids: readonly number[]): Promise<Map<number, BroughtArticle>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<BroughtArticle>(`select ${BROUGHT} from article a where a.id = any($1)`, [ids]);
  return new Map(rows.map((known) => [known.articleId, known]));
}

export interface TitledArticle {
  articleId: number;
  sourceId: string;
  title: string;
  address: string;
  publishedAt: Date | null;
}

/** Articles that a source brought under a title, for each of the given ones; oldest first. */
export async function listTitled(
  db: Queryable,
  given: readonly { sourceId: string; title: string }[],
): Promise<TitledArticle[]> {
  if (given.length === 0) return [];
  return await db.query(
    `select distinct id as "articleId", a.source_id as "sourceId", a.title, canonical_url as address,
       published_at as "publishedAt"
     from unnest($1::text[], $2::text[]) as given (source_id, title)
     join article a on hashtext(a.title) = hashtext(given.title) and a.title = given.title
       and a.source_id = given.source_id
     order by id`,
    [given.map(({ sourceId }) => sourceId), given.map(({ title }) => title)],
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
