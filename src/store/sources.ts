// Owns every query on sources: what is subscribed, what was remembered of the last answer, what is due.
import type { Source, SourceState } from '../domain/source.ts';
import type { SourceLine } from '../domain/status.ts';
import type { Queryable } from './database.ts';

interface SourceRow {
  id: string;
  kind: Source['kind'];
  url: string;
  title: string;
  weight: number;
  default_kind: Source['defaultKind'];
  etag: string | null;
  last_modified: string | null;
  failures: number;
}

const toSource = (row: SourceRow): Source => ({
  id: row.id,
  kind: row.kind,
  url: row.url,
  title: row.title,
  weight: row.weight,
  defaultKind: row.default_kind,
});

/**
 * Subscribes to the sources of one origin and switches off those of it that are no longer listed.
 * A changed address forgets the validators of the old one. What is new is asked at `dueAt`.
 */
export async function subscribe(
  db: Queryable,
  origin: 'config' | 'run',
  sources: readonly Source[],
  dueAt: Date,
): Promise<void> {
  await db.query(
    `insert into source (id, kind, url, title, weight, default_kind, origin, next_at)
     select s.id, s.kind, s.url, s.title, s.weight, s."defaultKind", $2, $3
     from jsonb_to_recordset($1::jsonb)
       as s (id text, kind text, url text, title text, weight real, "defaultKind" text)
     on conflict (id) do update set
       kind = excluded.kind, title = excluded.title, weight = excluded.weight,
       default_kind = excluded.default_kind, origin = excluded.origin,
       url = excluded.url, enabled = true, disabled_reason = null,
       etag = case when source.url = excluded.url then source.etag end,
       last_modified = case when source.url = excluded.url then source.last_modified end,
       next_at = case when source.url = excluded.url then source.next_at else excluded.next_at end`,
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
    `insert into source (id, kind, url, title, origin, next_at)
     select 'feed-' || left(md5(f.url), 10), 'feed', f.url, coalesce(nullif(f.title, ''), f.url), 'person', $2
     from jsonb_to_recordset($1::jsonb) as f (url text, title text)
     where not exists (select 1 from source where source.url = f.url)
     on conflict do nothing returning id`,
    [JSON.stringify(feeds), dueAt],
  );
  return rows.length;
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

/** The source, while the collection waits for its answer; `null` once it has answered, or was never asked. */
export async function getUnanswered(
  db: Queryable,
  collectionId: number,
  id: string,
): Promise<{ source: Source; state: SourceState } | null> {
  const [row] = await db.query<SourceRow>(
    `select id, kind, url, title, weight, default_kind, etag, last_modified, failures
     from source join collection_source on source_id = id
     where collection_id = $1 and id = $2 and state = 'waiting'`,
    [collectionId, id],
  );
  if (!row) return null;
  return {
    source: toSource(row),
    state: { etag: row.etag, lastModified: row.last_modified, failures: row.failures },
  };
}

/** A source given for a run goes by the title it gives itself; a configured one keeps the operator's. */
export async function saveSuccess(
  db: Queryable,
  id: string,
  answer: {
    title: string | null;
    etag: string | null;
    lastModified: string | null;
    movedTo: string | null;
    items: number;
  },
  times: { now: Date; nextAt: Date },
): Promise<void> {
  await db.query(
    `update source set etag = $2, last_modified = $3, url = coalesce($4, url), items = $5, last_success_at = $6,
       next_at = $7, failures = 0, failing_since = null, last_error = null,
       title = case when origin = 'run' then coalesce($8, title) else title end
     where id = $1`,
    [
      id,
      answer.etag,
      answer.lastModified,
      answer.movedTo,
      answer.items,
      times.now,
      times.nextAt,
      answer.title,
    ],
  );
}

export async function saveNotModified(
  db: Queryable,
  id: string,
  times: { now: Date; nextAt: Date },
): Promise<void> {
  await db.query(
    `update source set last_success_at = $2, next_at = $3, failures = 0, failing_since = null, last_error = null
     where id = $1`,
    [id, times.now, times.nextAt],
  );
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

export async function disable(db: Queryable, id: string, reason: string, now: Date): Promise<void> {
  await db.query(
    `update source set enabled = false, disabled_reason = $2, last_error = $2,
       failing_since = coalesce(failing_since, $3)
     where id = $1`,
    [id, reason, now],
  );
}

export async function listLines(db: Queryable): Promise<SourceLine[]> {
  const rows = await db.query<{
    id: string;
    title: string;
    url: string;
    enabled: boolean;
    disabled_reason: string | null;
    last_success_at: Date | null;
    next_at: Date;
    items: number;
    failures: number;
    last_error: string | null;
    failing_since: Date | null;
  }>(
    `select id, title, url, enabled, disabled_reason, last_success_at, next_at, items, failures, last_error,
       failing_since
     from source where enabled or failing_since is not null order by id`,
  );
  return rows.map((row) => ({
    sourceId: row.id,
    title: row.title,
    url: row.url,
    enabled: row.enabled,
    lastSuccessAt: row.last_success_at,
    nextAt: row.enabled ? row.next_at : null,
    items: row.items,
    failures: row.failures,
    lastError: row.last_error ?? row.disabled_reason,
    failingSince: row.failing_since,
  }));
}
