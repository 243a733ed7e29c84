// Owns what is subscribed, what was remembered of each source's last answer, and what is due. How sources are doing is
// in source-health.ts.
import type { PostingRate } from '../domain/pacing.ts';
import type { CollectedItems, Rhythm, Source, SourceState } from '../domain/source.ts';
import type { SourceSettings } from '../domain/source-kinds.ts';
import type { Queryable } from './database.ts';

interface SourceRow {
  id: string;
  kind: Source['kind'];
  url: string;
  title: string;
  weight: number;
  default_kind: Source['defaultKind'];
  settings: SourceSettings;
  pack: string | null;
  etag: string | null;
  last_modified: string | null;
  failures: number;
  memory: SourceState['memory'];
  rhythm: Rhythm | null;
  posts_per_week: number | null;
  newest_at: Date | null;
  last_success_at: Date | null;
}

/** Some servers answer 304 for ever: after this, a source is asked as if for the first time. */
const VALIDATORS_KEPT = '8 days';
/** A permanent redirect may be a mistake of an afternoon: so many answers in a row must agree. */
const MOVES_BELIEVED = 3;

/** A source is listed under another address than before. */
const MOVED_BY_HAND = '(source.listed_url is distinct from excluded.listed_url)';
/** What belongs to the address that it was learnt at. */
const LEARNT = ['etag', 'last_modified', 'validators_at', 'gone_at', 'memory', 'rhythm', 'moved_to'];

const toSource = (row: SourceRow): Source => ({
  id: row.id,
  kind: row.kind,
  url: row.url,
  title: row.title,
  weight: row.weight,
  defaultKind: row.default_kind,
  settings: row.settings,
  pack: row.pack,
});

/**
 * Subscribes to the sources of one origin and switches off those of it that are no longer listed.
 * A changed address forgets what was learnt at the old one; an address that is listed as before keeps the one it has
 * moved to, and a source that said it is gone stays off. What is new is asked at `dueAt`.
 */
export async function subscribe(
  db: Queryable,
  origin: 'config' | 'run',
  sources: readonly Source[],
  dueAt: Date,
): Promise<void> {
  await db.query(
    `insert into source (id, kind, url, listed_url, title, weight, default_kind, settings, pack, origin, next_at)
     select s.id, s.kind, s.url, s.url, s.title, s.weight, s."defaultKind", coalesce(s.settings, '{}'), s.pack, $2, $3
     from jsonb_to_recordset($1::jsonb)
       as s (id text, kind text, url text, title text, weight real, "defaultKind" text, settings jsonb, pack text)
     on conflict (id) do update set
       kind = excluded.kind, title = excluded.title, weight = excluded.weight,
       default_kind = excluded.default_kind, origin = excluded.origin, settings = excluded.settings, pack = excluded.pack, listed_url = excluded.listed_url,
       enabled = ${MOVED_BY_HAND} or source.gone_at is null,
       disabled_reason = case when not ${MOVED_BY_HAND} and source.gone_at is not null
         then source.disabled_reason end,
       ${LEARNT.map((column) => `${column} = case when not ${MOVED_BY_HAND} then source.${column} end`).join(', ')},
       moved_times = case when ${MOVED_BY_HAND} then 0 else source.moved_times end,
       url = case when ${MOVED_BY_HAND} then excluded.url else source.url end,
       next_at = case when ${MOVED_BY_HAND} then excluded.next_at else source.next_at end`,
    [JSON.stringify(sources), origin, dueAt],
  );
  await db.query(
    `update source set enabled = false, disabled_reason = 'no longer listed'
     where origin = $1 and enabled and not (id = any($2))`,
    [origin, sources.map((source) => source.id)],
  );
}

/** Subscribes to feeds beside the configured ones; answers how many were new. Known addresses stay as they are. */
export async function subscribeMore(
  db: Queryable,
  feeds: readonly { title: string; url: string }[],
  dueAt: Date,
): Promise<number> {
  const rows = await db.query(
    `insert into source (id, kind, url, listed_url, title, origin, next_at)
     select 'feed-' || left(md5(f.url), 10), 'feed', f.url, f.url, coalesce(nullif(f.title, ''), f.url), 'person', $2
     from jsonb_to_recordset($1::jsonb) as f (url text, title text)
     where not exists (select 1 from source where source.url = f.url)
     on conflict do nothing returning id`,
    [JSON.stringify(feeds), dueAt],
  );
  return rows.length;
}

/** The id under which an address is known, read or not. */
export async function findByAddress(
  db: Queryable,
  kind: Source['kind'],
  url: string,
  { orDropped = true } = {},
): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `select id from source where kind = $1 and (url = $2 or listed_url = $2) and (enabled or $3)
     order by enabled desc limit 1`,
    [kind, url, orDropped],
  );
  return row?.id ?? null;
}

/** Ids that are this name, or this name with a number. */
export async function idsLike(db: Queryable, name: string): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(`select id from source where id = $1 or id like $1 || '-%'`, [
    name,
  ]);
  return new Set(rows.map((row) => row.id));
}

/** One that a person adds. */
export async function insertSource(db: Queryable, source: Source, dueAt: Date): Promise<void> {
  const { id, kind, url, title, weight, defaultKind, settings = {} } = source;
  await db.query(
    `insert into source (id, kind, url, listed_url, title, weight, default_kind, settings, origin, next_at)
     values ($1, $2, $3, $3, $4, $5, $6, $7, 'person', $8)`,
    [id, kind, url, title, weight, defaultKind, settings, dueAt],
  );
}

/** What a program pushes has a source too, so that cards name it; it is never asked. Answers with its id. */
export async function ensurePushedSource(db: Queryable, title: string, now: Date): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into source (id, kind, url, title, origin, enabled, disabled_reason, next_at)
     values ('pushed-' || left(md5($1), 10), 'feed', 'pushed:' || $1, $1, 'person', false, 'it is pushed, not asked', $2)
     on conflict (id) do update set title = excluded.title returning id`,
    [title, now],
  );
  if (!row) throw new Error('The database returned no id for a pushed source');
  return row.id;
}

/** Reads a known source again that was switched off; false where it is read anyway. */
export async function takeUp(db: Queryable, id: string, dueAt: Date): Promise<boolean> {
  const rows = await db.query(
    `update source set enabled = true, gone_at = null, disabled_reason = null, last_error = null, failures = 0,
       failing_since = null, next_at = $2
     where id = $1 and not enabled returning id`,
    [id, dueAt],
  );
  return rows.length > 0;
}

/** Off until someone takes it up again, or lists it under another address. `null` where there is none to drop. */
export async function drop(db: Queryable, id: string, now: Date): Promise<Source | null> {
  const [row] = await db.query<SourceRow>(
    `update source set enabled = false, gone_at = $2, disabled_reason = 'dropped by the team',
       failing_since = null, last_error = null
     where id = $1 and enabled returning *`,
    [id, now],
  );
  return row ? toSource(row) : null;
}

/** Switches off every source of an origin (a run on given feeds leaves the configured ones alone). */
export async function switchOff(db: Queryable, origin: 'config' | 'run', reason: string): Promise<void> {
  await db.query('update source set enabled = false, disabled_reason = $2 where origin = $1 and enabled', [
    origin,
    reason,
  ]);
}

/** Makes every source due now, whatever was planned. */
export async function makeDue(db: Queryable, now: Date): Promise<void> {
  await db.query('update source set next_at = $1 where enabled', [now]);
}

/** Takes the sources that are due and puts them off, so that no two collections take the same one. */
export async function takeDue(db: Queryable, now: Date, putOffUntil: Date): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `update source set next_at = $2
     where id in (select id from source where enabled and next_at <= $1 for update skip locked)
     returning id`,
    [now, putOffUntil],
  );
  return rows.map((row) => row.id).sort();
}

/** A source, and what is known of it before it is asked. */
export interface Subscribed {
  source: Source;
  state: SourceState;
  rate: PostingRate;
  rhythm: Rhythm | null;
  /** It has never answered with anything: none of its articles can be known as its own. */
  isFirst: boolean;
}

/**
 * Each source while its collection waits for its answer, in the order asked; `null` once it has answered, or where it
 * was never asked. Validators that are older than eight days are left out.
 */
export async function listUnanswered(
  db: Queryable,
  asked: readonly { collectionId: number; sourceId: string }[],
  now: Date,
): Promise<(Subscribed | null)[]> {
  const rows = await db.query<SourceRow & { n: number }>(
    `select given.n::int, id, kind, url, title, weight, default_kind, settings, pack, failures, memory, rhythm,
       posts_per_week, newest_at, last_success_at,
       case when fresh then etag end as etag, case when fresh then last_modified end as last_modified
     from unnest($1::int[], $2::text[]) with ordinality as given (collection_id, source_id, n)
     join collection_source using (collection_id, source_id) join source on id = source_id,
       lateral (select validators_at > $3::timestamptz - interval '${VALIDATORS_KEPT}' as fresh) kept
     where state = 'waiting'`,
    [asked.map(({ collectionId }) => collectionId), asked.map(({ sourceId }) => sourceId), now],
  );
  const found = new Map(rows.map((row) => [row.n, toSubscribed(row)]));
  return asked.map((_, n) => found.get(n + 1) ?? null);
}

function toSubscribed(row: SourceRow): Subscribed {
  const { etag, last_modified: lastModified, failures, memory } = row;
  return {
    source: toSource(row),
    state: { etag, lastModified, failures, memory },
    rate: { postsPerWeek: row.posts_per_week, newestAt: row.newest_at },
    rhythm: row.rhythm,
    isFirst: row.last_success_at === null,
  };
}

/** Counts the answers in a row that were redirected for good to one address (null for none), and moves there. */
const MOVE = `
  url = case when given."movedTo" is not null and source.moved_to = given."movedTo"
    and source.moved_times + 1 >= ${MOVES_BELIEVED} then given."movedTo" else source.url end,
  moved_to = given."movedTo",
  moved_times = case when given."movedTo" is null then 0
    when source.moved_to = given."movedTo" then source.moved_times + 1 else 1 end`;

export interface Success extends Omit<CollectedItems, 'kind' | 'items'> {
  id: string;
  items: number;
  rate: PostingRate;
  nextAt: Date;
}

/**
 * A source given for a run goes by the title it gives itself; a configured one keeps the operator's. Answers with the
 * addresses that the sources are read at from now on.
 */
export async function saveSuccesses(
  db: Queryable,
  answers: readonly Success[],
  now: Date,
): Promise<Map<string, string>> {
  if (answers.length === 0) return new Map();
  const given = answers.map(({ title, rate, ...answer }) => ({
    ...answer,
    ...rate,
    ownTitle: title,
  }));
  const rows = await db.query<{ id: string; url: string }>(
    `update source set ${MOVE}, etag = given.etag, last_modified = given."lastModified", validators_at = $2,
       last_success_at = $2, next_at = given."nextAt", items = given.items, memory = given.memory,
       posts_per_week = given."postsPerWeek", newest_at = given."newestAt", rhythm = given.rhythm,
       failures = 0, failing_since = null, last_error = null,
       title = case when source.origin = 'run' then coalesce(given."ownTitle", source.title) else source.title end
     from json_to_recordset($1::json) as given (id text, "movedTo" text, etag text, "lastModified" text,
       "nextAt" timestamptz, items int, memory jsonb, "postsPerWeek" real, "newestAt" timestamptz, rhythm jsonb,
       "ownTitle" text)
     where source.id = given.id returning source.id, source.url`,
    [JSON.stringify(given), now],
  );
  return new Map(rows.map(({ id, url }) => [id, url]));
}

export interface Unchanged {
  id: string;
  movedTo: string | null;
  nextAt: Date;
}

/** Answers with the addresses that the sources are read at from now on. */
export async function saveNotModified(
  db: Queryable,
  answers: readonly Unchanged[],
  now: Date,
): Promise<Map<string, string>> {
  if (answers.length === 0) return new Map();
  const rows = await db.query<{ id: string; url: string }>(
    `update source set ${MOVE}, last_success_at = $2, next_at = given."nextAt",
       failures = 0, failing_since = null, last_error = null
     from json_to_recordset($1::json) as given (id text, "movedTo" text, "nextAt" timestamptz)
     where source.id = given.id returning source.id, source.url`,
    [JSON.stringify(answers), now],
  );
  return new Map(rows.map(({ id, url }) => [id, url]));
}

/** Nothing was asked and nothing is known: the source is due again later. */
export async function postpone(db: Queryable, id: string, nextAt: Date): Promise<void> {
  await db.query('update source set next_at = $2 where id = $1', [id, nextAt]);
}

export async function saveFailure(
  db: Queryable,
  id: string,
  reason: string,
  times: { now: Date; nextAt: Date },
): Promise<void> {
  await db.query(
    `update source set last_error = $2, failing_since = coalesce(failing_since, $3), next_at = $4,
       failures = failures + 1
     where id = $1`,
    [id, reason, times.now, times.nextAt],
  );
}

/** The source said that it will not come back (HTTP 410). It stays off until it is listed under another address. */
export async function saveGone(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query(
    `update source set enabled = false, gone_at = $2, disabled_reason = $3, last_error = $3,
       failing_since = coalesce(failing_since, $2)
     where id = $1`,
    [id, now, 'the source is gone (HTTP 410)'],
  );
}
