// Owns up to when each channel's history was looked through for links.
import type { Queryable } from './database.ts';

/** `null` before the first look. */
export async function readUntil(db: Queryable, channelId: string): Promise<Date | null> {
  const [row] = await db.query<{ readUntil: Date }>(
    'select read_until as "readUntil" from channel_read where channel_id = $1',
    [channelId],
  );
  return row?.readUntil ?? null;
}

/** Two looks may end in either order: the later time stays. */
export async function saveReadUntil(db: Queryable, channelId: string, until: Date): Promise<void> {
  await db.query(
    `insert into channel_read (channel_id, read_until) values ($1, $2)
     on conflict (channel_id) do update set read_until = greatest(channel_read.read_until, excluded.read_until)`,
    [channelId, until],
  );
}
