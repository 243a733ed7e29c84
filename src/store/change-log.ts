// Owns the log of what people changed in Slack.
import type { Change, LoggedChange } from '../domain/change.ts';
import type { Queryable } from './database.ts';

/** Call it in the transaction of the change itself. */
export async function logChange(
  db: Queryable,
  change: Change & { channelId: string | null; personId: string },
  now: Date,
): Promise<void> {
  await db.query(
    'insert into change_log (channel_id, person_id, action, detail, changed_at) values ($1, $2, $3, $4::jsonb, $5)',
    [change.channelId, change.personId, change.action, JSON.stringify(change.detail), now],
  );
}

/** Newest first: the channel's own, and those of the whole workspace. */
export async function listChanges(db: Queryable, channelId: string, limit: number): Promise<LoggedChange[]> {
  return await db.query(
    `select channel_id as "channelId", person_id as "personId", action, detail, changed_at as "changedAt"
     from change_log where channel_id = $1 or channel_id is null order by id desc limit $2`,
    [channelId, limit],
  );
}
