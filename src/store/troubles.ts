// Owns the memory of troubles: which stand, and which were told.
import { type Trouble, troubleKey } from '../domain/trouble.ts';
import type { Queryable } from './database.ts';

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
       where trouble.ended_at is not null
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

export interface StandingTrouble {
  trouble: Trouble;
  says: string;
  since: Date;
}

export async function listTroubles(db: Queryable): Promise<StandingTrouble[]> {
  return await db.query('select trouble, says, since from trouble where ended_at is null order by since');
}

/** Slack gave a channel another id: everything that names it follows. */
export async function moveChannel(db: Queryable, from: string, to: string): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = current_schema() and column_name = 'channel_id' order by 1`,
  );
  for (const { name } of tables) {
    await db.query(`update "${name}" set channel_id = $2 where channel_id = $1`, [from, to]);
  }
  // What may be posted only once is known under a key that holds the channel.
  await db.query(
    `update message set key = replace(key, ':' || $1 || ':', ':' || $2 || ':') where channel_id = $2`,
    [from, to],
  );
}
