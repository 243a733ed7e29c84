// Owns every query on hosts: which of them asked to be left alone, and whose turn it is to ask.
import type { Queryable } from './database.ts';

/** Which of the hosts are to be left alone at `now`, and until when. */
export async function listPaused(
  db: Queryable,
  names: readonly string[],
  now: Date,
): Promise<Map<string, Date>> {
  const rows = await db.query<{ name: string; until: Date }>(
    'select name, paused_until as until from host where name = any($1::text[]) and paused_until > $2',
    [names, now],
  );
  return new Map(rows.map((row) => [row.name, row.until]));
}

/** A pause only ever grows: two answers that arrive together may ask for different ones. */
export async function pauseHost(db: Queryable, name: string, until: Date): Promise<void> {
  await db.query(
    `insert into host (name, paused_until) values ($1, $2)
     on conflict (name) do update set paused_until = greatest(host.paused_until, excluded.paused_until)`,
    [name, until],
  );
}

export interface Turn {
  name: string;
  /** Least time between two requests, in ms: from the end of the first where it is given back, else from its beginning. */
  gapMs: number;
  /** How long the turn is held unless it is given back; 0 where requests may overlap. */
  holdMs: number;
  holder: string;
}

/**
 * Takes the next turn to ask a host. `null` when it is taken, else how many ms there are to wait before trying
 * again. One statement on the database's own clock, which all processes share; `now` stands in for it in tests.
 */
export async function takeTurn(db: Queryable, turn: Turn, now: Date | null): Promise<number | null> {
  const [row] = await db.query<{ taken: boolean; wait: number | null }>(
    `with clock as (select coalesce($5::timestamptz, clock_timestamp()) as t),
     taken as (
       insert into host (name, next_turn_at, holder, held_until)
       select $1, t + $2 * interval '1 ms', $4, t + $3 * interval '1 ms' from clock
       on conflict (name) do update set
         next_turn_at = excluded.next_turn_at, holder = excluded.holder, held_until = excluded.held_until
       where coalesce(host.next_turn_at, '-infinity') <= (select t from clock)
         and coalesce(host.held_until, '-infinity') <= (select t from clock)
       returning name
     )
     select exists (select 1 from taken) as taken,
       (select extract(epoch from greatest(next_turn_at, least(coalesce(held_until, '-infinity'), t + interval '250 ms')) - t)::float8 * 1000
        from host, clock where name = $1) as wait`,
    [turn.name, turn.gapMs, turn.holdMs, turn.holder, now],
  );
  if (row?.taken) return null;
  return Math.max(1, Math.ceil(row?.wait ?? 0));
}

/** The gap counts from here on. Does nothing when the turn has passed to another holder meanwhile. */
export async function endTurn(
  db: Queryable,
  { name, gapMs, holder }: Pick<Turn, 'name' | 'gapMs' | 'holder'>,
  now: Date | null,
): Promise<void> {
  await db.query(
    `update host set held_until = null, next_turn_at =
       greatest(next_turn_at, coalesce($4::timestamptz, clock_timestamp()) + $2 * interval '1 ms')
     where name = $1 and holder = $3`,
    [name, gapMs, holder, now],
  );
}
