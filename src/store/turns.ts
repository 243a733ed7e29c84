// Owns whose turn it is to send somewhere. A turn that is not ended runs out by itself.
import type { Queryable } from './database.ts';

export type Turn =
  | { kind: 'free' }
  /** Somebody is sending there now. */
  | { kind: 'held' }
  | { kind: 'not-before'; freeAt: Date };

/** Takes the turn until `until` at the longest where it answers `free`. */
export async function takeTurn(db: Queryable, place: string, now: Date, until: Date): Promise<Turn> {
  const taken = await db.query(
    `insert into turn (place, free_at, held_until) values ($1, $2, $3)
     on conflict (place) do update set held_until = excluded.held_until
       where turn.free_at <= $2 and (turn.held_until is null or turn.held_until <= $2)
     returning place`,
    [place, now, until],
  );
  if (taken.length > 0) return { kind: 'free' };
  const turn = await lookAtTurn(db, place, now);
  // It has become free between the two statements: as good as held, for somebody may have it again.
  return turn.kind === 'free' ? { kind: 'held' } : turn;
}

export async function lookAtTurn(db: Queryable, place: string, now: Date): Promise<Turn> {
  const [row] = await db.query<{ freeAt: Date; heldUntil: Date | null }>(
    'select free_at as "freeAt", held_until as "heldUntil" from turn where place = $1',
    [place],
  );
  if (!row) return { kind: 'free' };
  if (row.heldUntil && row.heldUntil > now) return { kind: 'held' };
  return row.freeAt > now ? { kind: 'not-before', freeAt: row.freeAt } : { kind: 'free' };
}

/** Ends the turn that was taken until `until`, unless it ran out and is another's by now. */
export async function endTurn(db: Queryable, place: string, until: Date, freeAt: Date): Promise<void> {
  await db.query('update turn set free_at = $3, held_until = null where place = $1 and held_until = $2', [
    place,
    until,
    freeAt,
  ]);
}
