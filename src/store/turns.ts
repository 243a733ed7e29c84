// Owns whose turn it is to send somewhere. A turn that is not ended runs out by itself.
import type { Queryable } from './database.ts';

/** `null` when the turn is taken, until `until` at the longest; else when the place will be free. */
export async function takeTurn(db: Queryable, place: string, now: Date, until: Date): Promise<Date | null> {
  const taken = await db.query(
    `insert into turn (place, free_at) values ($1, $3)
     on conflict (place) do update set free_at = excluded.free_at where turn.free_at <= $2 returning place`,
    [place, now, until],
  );
  return taken.length > 0 ? null : ((await turnFreeAt(db, place)) ?? now);
}

/** When the place will be free; `null` where nothing was ever sent. */
export async function turnFreeAt(db: Queryable, place: string): Promise<Date | null> {
  const [row] = await db.query<{ freeAt: Date }>('select free_at as "freeAt" from turn where place = $1', [
    place,
  ]);
  return row?.freeAt ?? null;
}

/** Ends the turn that was taken until `until`, unless it ran out and is another's by now. */
export async function endTurn(db: Queryable, place: string, until: Date, freeAt: Date): Promise<void> {
  await db.query('update turn set free_at = $3 where place = $1 and free_at = $2', [place, until, freeAt]);
}
