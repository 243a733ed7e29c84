// Owns what is known of single people themselves: their language and zone, as Slack told.
import type { Queryable } from './database.ts';

export interface Person {
  /** Slack's locale, `en-GB`; `null` where Slack does not say. */
  locale: string | null;
  timeZone: string | null;
  /** Ids of the channels that the person and the app are both in; `null` where Slack does not say. */
  channels: string[] | null;
  lookedUpAt: Date;
}

export async function getPerson(db: Queryable, personId: string): Promise<Person | null> {
  const [row] = await db.query<Person>(
    `select locale, time_zone as "timeZone", channels, looked_up_at as "lookedUpAt" from person where person_id = $1`,
    [personId],
  );
  return row ?? null;
}

export async function savePerson(db: Queryable, personId: string, person: Person): Promise<void> {
  await db.query(
    `insert into person (person_id, locale, time_zone, channels, looked_up_at) values ($1, $2, $3, $4, $5)
     on conflict (person_id) do update
     set locale = excluded.locale, time_zone = excluded.time_zone, channels = excluded.channels,
       looked_up_at = excluded.looked_up_at`,
    [personId, person.locale, person.timeZone, person.channels, person.lookedUpAt],
  );
}

/** For a person whose channels are known; others are looked up when they are needed. */
export async function noteMembership(
  db: Queryable,
  { personId, channelId, isIn }: { personId: string; channelId: string; isIn: boolean },
): Promise<void> {
  await db.query(
    `update person set channels = array_remove(channels, $2) || case when $3 then array[$2::text] else '{}' end
     where person_id = $1 and channels is not null`,
    [personId, channelId, isIn],
  );
}
