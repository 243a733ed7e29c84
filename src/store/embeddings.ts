// Owns the vectors of articles: what is kept, and which are near one. Works without pgvector; with it, near ones are
// found by an index. Knows no model: all vectors of one time are one model's.
import type { Database, Queryable } from './database.ts';

export interface Embedding {
  articleId: number;
  contentHash: string;
  /** Of length 1. */
  vector: readonly number[];
}

export interface Unembedded {
  articleId: number;
  title: string;
  /** The text's first 4,000 characters. */
  opening: string;
}

/** Posted articles that have no vector by `model`, the latest first: they are what people ask about. */
export async function listUnembedded(db: Queryable, model: string, limit: number): Promise<Unembedded[]> {
  return await db.query(
    `select a.id as "articleId", a.title, left(coalesce(t.text, ''), 4000) as opening
     from (select article_id, max(posted_at) as posted_at from message
       where ts is not null and gone_at is null and article_id is not null
         and not exists (select from article_embedding e where e.article_id = message.article_id and e.model = $1)
       group by article_id order by 2 desc, 1 desc limit $2) latest
     join article a on a.id = latest.article_id left join article_text t on t.article_id = a.id
     order by latest.posted_at desc, a.id desc`,
    [model, limit],
  );
}

/** Vectors by `model` of the same words, by their hash. */
export async function embeddingsOf(
  db: Queryable,
  model: string,
  contentHashes: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await db.query<{ hash: string; vector: number[] }>(
    `select distinct on (content_hash) content_hash as hash, to_json(embedding) as vector
     from article_embedding where model = $1 and content_hash = any($2) order by content_hash`,
    [model, contentHashes],
  );
  return new Map(rows.map(({ hash, vector }) => [hash, vector]));
}

/** Keeps vectors of one size. Those of another model or size go: they cannot be compared. Answers how many went. */
export async function saveEmbeddings(
  db: Database,
  model: string,
  embeddings: readonly Embedding[],
  now: Date,
): Promise<{ dropped: number }> {
  const [first] = embeddings;
  if (!first) return { dropped: 0 };
  return await db.transaction(async (tx) => {
    const gone = await tx.query(
      'delete from article_embedding where model <> $1 or bit_length(signs) <> $2 returning article_id',
      [model, first.vector.length],
    );
    for (const { articleId, contentHash, vector } of embeddings) {
      await tx.query(
        `insert into article_embedding (article_id, model, content_hash, embedding, signs, embedded_at)
         values ($1, $2, $3, $4::text::real[], $5::text::varbit, $6)
         on conflict (article_id) do update set model = excluded.model, content_hash = excluded.content_hash,
           embedding = excluded.embedding, signs = excluded.signs, embedded_at = excluded.embedded_at`,
        [articleId, model, contentHash, `{${vector.join(',')}}`, signsOf(vector), now],
      );
    }
    return { dropped: gone.length };
  });
}

export type VectorSearch =
  | { kind: 'indexed' }
  | { kind: 'scanned'; why: 'no-pgvector' | 'old-pgvector' | 'may-not-install' };

/** The first whose index goes on until enough of what it finds may be seen by the asker. */
const PGVECTOR = [0, 8] as const;
/** What pgvector can index of bits. */
const MOST_DIMENSIONS = 64_000;

/**
 * Makes pgvector's index for vectors of `dimensions` numbers where the database has pgvector, in place of one for
 * another size. Cheap when it is there already.
 */
export async function prepareVectorSearch(db: Database, dimensions: number): Promise<VectorSearch> {
  const [available] = await db.query<{ version: string; installed: string | null }>(
    `select default_version as version, installed_version as installed
     from pg_available_extensions where name = 'vector'`,
  );
  if (!available) return { kind: 'scanned', why: 'no-pgvector' };
  const [major = 0, minor = 0] = (available.installed ?? available.version).split('.').map(Number);
  if (major < PGVECTOR[0] || (major === PGVECTOR[0] && minor < PGVECTOR[1]))
    return { kind: 'scanned', why: 'old-pgvector' };
  const name = indexName(dimensions);
  const indexes = await db.query<{ name: string }>(
    `select indexname as name from pg_indexes where schemaname = current_schema()
       and tablename = 'article_embedding' and indexname like 'article\\_embedding\\_near\\_%'`,
  );
  if (indexes.length === 1 && indexes[0]?.name === name) return { kind: 'indexed' };
  if (available.installed === null && !(await mayInstall(db)))
    return { kind: 'scanned', why: 'may-not-install' };
  await db.transaction(async (tx) => {
    for (const other of indexes) await tx.query(`drop index if exists ${other.name}`);
    await tx.query(
      `create index if not exists ${name} on article_embedding
       using hnsw ((signs::bit(${checked(dimensions)})) bit_hamming_ops)`,
    );
  });
  return { kind: 'indexed' };
}

const INSUFFICIENT_PRIVILEGE = '42501';

async function mayInstall(db: Database): Promise<boolean> {
  try {
    await db.query('create extension if not exists vector');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

function indexName(dimensions: number): string {
  return `article_embedding_near_${checked(dimensions)}`;
}

/** It becomes part of a statement. */
function checked(dimensions: number): number {
  if (Number.isInteger(dimensions) && dimensions > 0 && dimensions <= MOST_DIMENSIONS) return dimensions;
  throw new RangeError(`A vector of ${dimensions} numbers cannot be kept`);
}

/** Whether anything can be found by a vector of `model`. */
export async function hasEmbeddings(db: Queryable, model: string): Promise<boolean> {
  const rows = await db.query('select from article_embedding where model = $1 limit 1', [model]);
  return rows.length > 0;
}

export interface Near {
  articleId: number;
  /** Cosine: 1 for the same direction, 0 for nothing in common. */
  similarity: number;
}

/** Of how many, near by their signs, the vectors themselves are compared. */
const COMPARED = 120;

/**
 * The articles whose vectors by `model` are nearest to `vector`, best first; `channelIds` restricts it to what was posted
 * there.
 */
export async function nearestArticles(
  db: Database,
  asked: { model: string; vector: readonly number[]; channelIds: readonly string[] | null; limit: number },
): Promise<Near[]> {
  const { model, vector, channelIds, limit } = asked;
  const size = checked(vector.length);
  return await db.transaction(async (tx) => {
    const [index] = await tx.query('select from pg_indexes where indexname = $1', [indexName(size)]);
    if (index) {
      await tx.query(
        `select set_config('hnsw.ef_search', '${COMPARED}', true), set_config('hnsw.iterative_scan', 'strict_order', true)`,
      );
    }
    const statement = index ? nearWithPgvector : nearByScan;
    return await tx.query<Near>(statement(size, channelIds !== null), [
      model,
      signsOf(vector),
      `{${vector.join(',')}}`,
      limit,
      ...(channelIds ? [channelIds] : []),
    ]);
  });
}

const POSTED_THERE = `exists (select from message where message.article_id = e.article_id
  and channel_id = any($5) and ts is not null and gone_at is null)`;

const POSTED_IN = `select article_id from message
  where channel_id = any($5) and ts is not null and gone_at is null`;

// Both statements are over the model `$1`, the signs `$2`, the vector `$3`, the limit `$4` and perhaps channels `$5`.
// What was asked is turned from text into a vector in a step of its own: within the comparison the database would parse
// it for every row, which took ten times as long as finding them.

/**
 * Ordered as the index is, or it is not used. Of which model the vectors are is asked afterwards: all are of one, and
 * the planner, which cannot know that, would take so few of them for granted that it compared all.
 */
function nearWithPgvector(size: number, inChannels: boolean): string {
  return `with asked as materialized (select $3::text::real[]::vector as vector),
     near as materialized (
       select article_id, model, signs, embedding from article_embedding e
       ${inChannels ? `where ${POSTED_THERE}` : ''}
       order by signs::bit(${size}) <~> $2::text::bit(${size}) limit ${COMPARED}
     )
     select article_id as "articleId", (1 - (embedding::vector <=> asked.vector))::float8 as similarity
     from near cross join asked where model = $1 and bit_length(signs) = ${size}
     order by 2 desc, 1 desc limit $4`;
}

/**
 * The vectors themselves are fetched for the nearest alone: the others are compared within an index over the signs. What
 * was posted where the asker is is listed once: the planner takes vectors of one size for rare, and would look messages
 * up one by one. "Is true" keeps it from making a join of it after all.
 */
function nearByScan(size: number, inChannels: boolean): string {
  return `with asked as materialized (select $2::text::varbit as signs, $3::text::real[] as vector),
     near as materialized (
       select article_id from article_embedding e cross join asked
       where model = $1 and bit_length(e.signs) = ${size} ${inChannels ? `and (article_id in (${POSTED_IN})) is true` : ''}
       order by bit_count(e.signs # asked.signs) limit ${COMPARED}
     )
     select article_id as "articleId",
       (select sum(a * b) from unnest(embedding, asked.vector) both_of_them (a, b))::float8 as similarity
     from near join article_embedding using (article_id) cross join asked
     order by 2 desc, 1 desc limit $4`;
}

function signsOf(vector: readonly number[]): string {
  return vector.map((number) => (number > 0 ? '1' : '0')).join('');
}
