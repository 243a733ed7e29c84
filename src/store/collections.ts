// Owns every query on collections: one round of asking the sources that were due, from start to its closing line.
import type { CollectionReport } from '../domain/status.ts';
import type { Queryable } from './database.ts';

export type SourceOutcome = 'collected' | 'not-modified' | 'postponed' | 'failed';

export async function startCollection(db: Queryable, sourceIds: string[], now: Date): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    'insert into collection (started_at) values ($1) returning id',
    [now],
  );
  if (!row) throw new Error('The database returned no id for a new collection');
  await db.query('insert into collection_source (collection_id, source_id) select $1, unnest($2::text[])', [
    row.id,
    sourceIds,
  ]);
  return row.id;
}

export interface SourceAnswer {
  collectionId: number;
  sourceId: string;
  state: SourceOutcome;
  items: number;
}

export async function saveOutcomes(db: Queryable, answers: readonly SourceAnswer[]): Promise<void> {
  await db.query(
    `update collection_source one set state = given.state, items = given.items
     from unnest($1::int[], $2::text[], $3::text[], $4::int[]) as given (collection_id, source_id, state, items)
     where one.collection_id = given.collection_id and one.source_id = given.source_id`,
    [
      answers.map(({ collectionId }) => collectionId),
      answers.map(({ sourceId }) => sourceId),
      answers.map(({ state }) => state),
      answers.map(({ items }) => items),
    ],
  );
}

/**
 * Closes the collection if every source has answered and every new article has been read.
 * True for exactly one caller.
 */
export async function finishCollection(db: Queryable, collectionId: number, now: Date): Promise<boolean> {
  const rows = await db.query(
    `update collection set finished_at = $2
     where id = $1 and finished_at is null
       and not exists (select 1 from collection_source where collection_id = $1 and state = 'waiting')
       and not exists (select 1 from article where collection_id = $1 and read_state = 'waiting')
     returning id`,
    [collectionId, now],
  );
  return rows.length > 0;
}

/** `posted` counts the cards of the collection's own articles that are in a channel. */
export async function reportCollection(
  db: Queryable,
  collectionId: number,
): Promise<CollectionReport | null> {
  const [row] = await db.query<{
    started_at: Date;
    finished_at: Date | null;
    feeds: number;
    failed_sources: number;
    items: number;
    fresh: number;
    read: number;
    unread: number;
    summarised: number;
    posted: number;
  }>(
    `select c.started_at, coalesce(c.reported_at, c.finished_at) as finished_at, s.feeds, s.failed_sources, s.items, a.fresh, a.read, a.unread,
       (select count(distinct summary.article_id)::int from summary join article on article.id = article_id
         where collection_id = c.id) as summarised,
       (select count(*)::int from message join article on article.id = article_id
         where collection_id = c.id and purpose = 'card' and ts is not null) as posted
     from collection c
     cross join lateral (
       select count(*)::int as feeds, count(*) filter (where state = 'failed')::int as failed_sources,
         coalesce(sum(items), 0)::int as items
       from collection_source where collection_id = c.id) s
     cross join lateral (
       select count(*)::int as fresh, count(*) filter (where read_state in ('page', 'feed'))::int as read,
         count(*) filter (where read_state = 'unread')::int as unread
       from article where collection_id = c.id) a
     where c.id = $1`,
    [collectionId],
  );
  if (!row) return null;
  return {
    collectionId,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    feeds: row.feeds,
    items: row.items,
    fresh: row.fresh,
    read: row.read,
    summarised: row.summarised,
    posted: row.posted,
    failed: row.failed_sources + row.unread,
  };
}

/**
 * Finished collections whose cards are all posted, or that finished before `giveUp`; each is given to exactly one
 * caller, who writes its closing line.
 */
export async function takeReportable(db: Queryable, now: Date, giveUp: Date): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `update collection set reported_at = $1
     where reported_at is null and finished_at is not null
       and (finished_at < $2 or not exists (
         select 1 from article join message on message.article_id = article.id
         where article.collection_id = collection.id and purpose = 'card' and ts is null and gone_at is null))
     returning id`,
    [now, giveUp],
  );
  return rows.map((row) => row.id);
}

export async function latestCollectionId(db: Queryable): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(
    `select id from collection where finished_at is not null order by id desc limit 1`,
  );
  return row?.id ?? null;
}

/** Collections that started before `before` and are not finished. */
export async function listUnfinished(db: Queryable, before: Date): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    'select id from collection where finished_at is null and started_at < $1 order by id limit 50',
    [before],
  );
  return rows.map((row) => row.id);
}

export interface Progress {
  feeds: number;
  answered: number;
  items: number;
  fresh: number;
  read: number;
  posted: number;
}

/** How far the newest collection is; `null` when none is under way. */
export async function collectionProgress(db: Queryable): Promise<Progress | null> {
  const [row] = await db.query<Progress>(
    `select s.feeds, s.answered, s.items, a.fresh, a.read,
       (select count(*)::int from message join article on article.id = article_id
         where collection_id = c.id and purpose = 'card' and ts is not null) as posted
     from (select id from collection where reported_at is null order by id desc limit 1) c
     cross join lateral (
       select count(*)::int as feeds, count(*) filter (where state <> 'waiting')::int as answered,
         coalesce(sum(items), 0)::int as items
       from collection_source where collection_id = c.id) s
     cross join lateral (
       select count(*)::int as fresh, count(*) filter (where read_state <> 'waiting')::int as read
       from article where collection_id = c.id) a`,
  );
  return row ?? null;
}
