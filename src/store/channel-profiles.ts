// Owns how channels' profiles differ from the files': what was changed in Slack, last by whom and when.
import type { ProfileChanges } from '../domain/channel.ts';
import type { Queryable } from './database.ts';

export interface StoredChanges {
  channelId: string;
  changes: ProfileChanges;
  /** `null`: that person asked to be forgotten. */
  personId: string | null;
  changedAt: Date;
}

export async function listProfileChanges(db: Queryable): Promise<StoredChanges[]> {
  return await db.query(
    `select channel_id as "channelId", changes, person_id as "personId", changed_at as "changedAt"
     from channel_profile order by channel_id`,
  );
}

/** Adds to what was changed before; of a field that is changed again the last value counts. */
export async function saveProfileChanges(db: Queryable, stored: StoredChanges): Promise<void> {
  await db.query(
    `insert into channel_profile (channel_id, changes, person_id, changed_at) values ($1, $2::jsonb, $3, $4)
     on conflict (channel_id) do update set changes = channel_profile.changes || excluded.changes,
       person_id = excluded.person_id, changed_at = excluded.changed_at`,
    [stored.channelId, JSON.stringify(stored.changes), stored.personId, stored.changedAt],
  );
}

/** From now on the file counts again. */
export async function dropProfileChanges(db: Queryable, channelId: string): Promise<void> {
  await db.query('delete from channel_profile where channel_id = $1', [channelId]);
}
