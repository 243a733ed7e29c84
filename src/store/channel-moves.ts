// Owns what happens to everything kept of a channel when Slack gives it another id, and the memory that it did.
import type { Queryable } from './database.ts';

export interface ChannelMove {
  from: string;
  to: string;
}

/** Every row that names the channel follows. What stands under the new id already counts. Call it in a transaction. */
export async function moveChannel(db: Queryable, { from, to }: ChannelMove, now: Date): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = current_schema() and column_name = 'channel_id' order by 1`,
  );
  for (const { name } of tables) {
    await dropDoubles(db, name, { from, to });
    await db.query(`update "${name}" set channel_id = $2 where channel_id = $1`, [from, to]);
  }
  // What may be posted only once is known under a key that holds the channel; so are votes on people's messages.
  await db.query(
    `update message set key = replace(key, ':' || $1 || ':', ':' || $2 || ':') where channel_id = $2`,
    [from, to],
  );
  await db.query(
    `update vote set message_id = 'share:' || $2 || substr(message_id, length('share:' || $1) + 1)
     where message_id like 'share:' || $1 || ':%'`,
    [from, to],
  );
  await db.query(
    'update person set channels = array_replace(channels, $1, $2) where $1 = any(channels) and not $2 = any(channels)',
    [from, to],
  );
  await db.query('delete from turn where place = $1', [from]);
  // A trouble of the old id is over with it; one that goes on is told under the new one.
  await db.query(`update trouble set ended_at = $2 where trouble->>'channelId' = $1 and ended_at is null`, [
    from,
    now,
  ]);
  await db.query('delete from channel_move where from_id = $1', [to]);
  await db.query(
    `insert into channel_move (from_id, to_id, moved_at) values ($1, $2, $3)
     on conflict (from_id) do update set to_id = excluded.to_id, moved_at = excluded.moved_at`,
    [from, to, now],
  );
}

/** Rows of the old id that could not be moved, since the same stands under the new one by some unique index. */
async function dropDoubles(db: Queryable, table: string, { from, to }: ChannelMove): Promise<void> {
  const indexes = await db.query<{ columns: string[] }>(
    `select array(select attname::text from pg_attribute where attrelid = indrelid and attnum = any(indkey)) as columns
     from pg_index where indrelid = $1::regclass and indisunique`,
    [table],
  );
  for (const { columns } of indexes) {
    if (!columns.includes('channel_id')) continue;
    const same = columns
      .filter((name) => name !== 'channel_id')
      .map((name) => `and old."${name}" = new."${name}"`);
    await db.query(
      `delete from "${table}" old using "${table}" new
       where old.channel_id = $1 and new.channel_id = $2 ${same.join(' ')}`,
      [from, to],
    );
  }
}

/** Where each channel that ever had another id is now. */
export async function listMoves(db: Queryable): Promise<Map<string, string>> {
  const rows = await db.query<ChannelMove>('select from_id as from, to_id as to from channel_move');
  return new Map(rows.map(({ from, to }) => [from, to]));
}
