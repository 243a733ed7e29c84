// Owns the memory of which Slack events have been handled.
import type { Queryable } from './database.ts';

/** False when the event was recorded before. Call it in the transaction of what the event does. */
export async function recordEvent(db: Queryable, eventId: string, now: Date): Promise<boolean> {
  return (await recordEvents(db, [eventId], now)).size > 0;
}

/** Those of the events that were not recorded before. */
export async function recordEvents(
  db: Queryable,
  eventIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await db.query<{ event_id: string }>(
    `insert into event_seen (event_id, seen_at) select distinct id, $2::timestamptz from unnest($1::text[]) as id
     order by id on conflict do nothing returning event_id`,
    [eventIds, now],
  );
  return new Set(rows.map((row) => row.event_id));
}

export async function forgetEventsBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from event_seen where seen_at < $1', [before]);
}
