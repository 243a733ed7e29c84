// Owns the memory of troubles: which stand, and which were told.
import { type Trouble, troubleKey } from '../domain/trouble.ts';
import type { Queryable } from './database.ts';

/** The same limit of another day or month, or another limit, is another trouble. */
const IS_ANOTHER = (one: string, other: string): string =>
  `(${one} -> 'from', ${one} -> 'limitUsd') is distinct from (${other} -> 'from', ${other} -> 'limitUsd')`;

/** False when it stands already. */
export async function openTrouble(
  db: Queryable,
  trouble: Trouble,
  says: string,
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `insert into trouble (key, trouble, says, since) values ($1, $2::jsonb, $3, $4)
     on conflict (key) do update set trouble = excluded.trouble, says = excluded.says, since = excluded.since, ended_at = null
       where trouble.ended_at is not null or ${IS_ANOTHER('trouble.trouble', 'excluded.trouble')}
     returning key`,
    [troubleKey(trouble), JSON.stringify(trouble), says, now],
  );
  return rows.length > 0;
}

/** False when it did not stand. */
export async function endTrouble(db: Queryable, trouble: Trouble, now: Date): Promise<boolean> {
  const rows = await db.query(
    'update trouble set ended_at = $2 where key = $1 and ended_at is null returning key',
    [troubleKey(trouble), now],
  );
  return rows.length > 0;
}

/** Ends what stands of the kind for an earlier day or month, or another limit. False when there was none. */
export async function endEarlierTrouble(db: Queryable, trouble: Trouble, now: Date): Promise<boolean> {
  const rows = await db.query(
    `update trouble set ended_at = $2
     where key = $1 and ended_at is null and ${IS_ANOTHER('trouble', '$3::jsonb')} returning key`,
    [troubleKey(trouble), now, JSON.stringify(trouble)],
  );
  return rows.length > 0;
}

export interface StandingTrouble {
  trouble: Trouble;
  says: string;
  since: Date;
}

export async function listTroubles(db: Queryable): Promise<StandingTrouble[]> {
  return await db.query('select trouble, says, since from trouble where ended_at is null order by since');
}
