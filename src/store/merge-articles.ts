// Owns the joining of two rows that turn out to be one article, and the other addresses that articles are known by.
import type { Queryable } from './database.ts';

/** Known articles by addresses other than their own. */
export async function idsByAlias(db: Queryable, addresses: readonly string[]): Promise<Map<string, number>> {
  if (addresses.length === 0) return new Map();
  const rows = await db.query<{ address: string; article_id: number }>(
    'select address, article_id from article_alias where address = any($1)',
    [addresses],
  );
  return new Map(rows.map((row) => [row.address, row.article_id]));
}

/** Notes an address of an article, unless another article has it. */
export async function saveAliases(
  db: Queryable,
  aliases: readonly { address: string; articleId: number }[],
): Promise<void> {
  if (aliases.length === 0) return;
  await db.query(
    `insert into article_alias (address, article_id)
     select g.address, g."articleId" from json_to_recordset($1::json) as g (address text, "articleId" int)
     where not exists (select 1 from article where canonical_url = g.address)
     on conflict do nothing`,
    [JSON.stringify(aliases)],
  );
}

/**
 * Tables whose rows move along, each with what must not be there twice. A row whose like is there already is dropped
 * with the article. tests/store/merge-articles.test.ts fails when a table with an `article_id` is missing here.
 */
const MOVED: { table: string; unique: readonly string[] }[] = [
  { table: 'sighting', unique: ['source_id', 'guid'] },
  { table: 'share', unique: ['channel_id', 'message_ts'] },
  { table: 'vote', unique: ['person_id', 'emoji', 'message_id'] },
  { table: 'save', unique: ['person_id'] },
  { table: 'feedback', unique: ['person_id'] },
  { table: 'summary', unique: ['method', 'language'] },
  { table: 'poc', unique: ['channel_id'] },
  { table: 'message', unique: [] },
  { table: 'model_call', unique: [] },
  { table: 'wrong_summary', unique: [] },
  { table: 'article_alias', unique: [] },
  { table: 'article_change', unique: ['key'] },
  { table: 'story_apart', unique: ['story_id'] },
];

/** Derived from the article's own text and votes, and made anew: they go with the row. */
const DROPPED = [
  'article_text',
  'article_embedding',
  'article_search',
  'article_to_index',
  'article_sketch',
  'story_article',
  'summary_lease',
  'tally',
];

export const MERGED_TABLES: readonly string[] = [...MOVED.map(({ table }) => table), ...DROPPED];

/**
 * Makes one article of two: everything that people and sources did with `from` is moved to `into`, whose address, title
 * and text stay; the address of `from` leads to it from now on. Call it in a transaction, and tally afterwards.
 */
export async function mergeArticles(tx: Queryable, from: number, into: number): Promise<void> {
  // In one order, so that two merges of the same articles wait for each other instead of blocking.
  const rows = await tx.query<{ id: number; canonical_url: string }>(
    'select id, canonical_url from article where id = any($1) order by id for update',
    [[from, into]],
  );
  const merged = rows.find((row) => row.id === from);
  if (!merged || rows.length < 2) return;
  await rekeyMessages(tx, from, into);
  for (const { table, unique } of MOVED) {
    const same = unique.map((column) => `other.${column} = moved.${column}`).join(' and ');
    const free = same
      ? `and not exists (select 1 from ${table} other where other.article_id = $2 and ${same})`
      : '';
    await tx.query(`update ${table} moved set article_id = $2 where article_id = $1 ${free}`, [from, into]);
  }
  await tx.query(
    'update answer set article_ids = array_replace(article_ids, $1, $2) where $1 = any(article_ids)',
    [from, into],
  );
  await tx.query('delete from article where id = $1', [from]);
  await saveAliases(tx, [{ address: merged.canonical_url, articleId: into }]);
}

/**
 * A claim's key names its article. One that the other article has claimed as well is not made twice: a card that waits
 * gives way, one that is posted stays as it is.
 */
async function rekeyMessages(tx: Queryable, from: number, into: number): Promise<void> {
  await tx.query(
    `delete from message where article_id = $1 and purpose = 'card' and ts is null and attempted_at is null
       and exists (select 1 from message other where other.article_id = $2 and other.channel_id = message.channel_id
         and other.purpose = 'card')`,
    [from, into],
  );
  await tx.query(
    `update message set key = regexp_replace(key, ':' || $1::int || '$', ':' || $2::int)
     where article_id = $1 and not exists (
       select 1 from message other where other.key = regexp_replace(message.key, ':' || $1::int || '$', ':' || $2::int))`,
    [from, into],
  );
}
