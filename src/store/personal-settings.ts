// Owns what single people set for themselves: topics they follow and mute, and when their own digest comes.
import type { DigestSetting, Frequency, Stance } from '../domain/personal.ts';
import type { Queryable } from './database.ts';

export async function listStances(db: Queryable, personId: string): Promise<Map<string, Stance>> {
  const rows = await db.query<{ topic: string; stance: Stance }>(
    'select topic, stance from person_topic where person_id = $1',
    [personId],
  );
  return new Map(rows.map(({ topic, stance }) => [topic, stance]));
}

/** These topics, and no others, have that stance from now on; call it in a transaction. */
export async function saveStances(
  tx: Queryable,
  personId: string,
  chosen: { stance: Stance; topics: readonly string[] },
  now: Date,
): Promise<void> {
  const { stance, topics } = chosen;
  await tx.query(
    'delete from person_topic where person_id = $1 and stance = $2 and topic <> all($3::text[])',
    [personId, stance, topics],
  );
  await tx.query(
    `insert into person_topic (person_id, topic, stance, set_at)
     select $1, topic, $2, $4 from unnest($3::text[]) as topic
     on conflict (person_id, topic) do update set stance = excluded.stance, set_at = excluded.set_at`,
    [personId, stance, topics, now],
  );
}

export interface KeptSetting extends DigestSetting {
  nextAt: Date | null;
  /** What was new before then was in an earlier digest; `null` before the first. */
  toldUntil: Date | null;
}

const SETTING = `frequency, hour, next_at as "nextAt", told_until as "toldUntil"`;

export async function getSetting(db: Queryable, personId: string): Promise<KeptSetting | null> {
  const [row] = await db.query<KeptSetting>(`select ${SETTING} from digest_setting where person_id = $1`, [
    personId,
  ]);
  return row ?? null;
}

export async function saveSetting(
  db: Queryable,
  personId: string,
  setting: DigestSetting & { nextAt: Date | null },
  now: Date,
): Promise<void> {
  await db.query(
    `insert into digest_setting (person_id, frequency, hour, next_at, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (person_id) do update set frequency = excluded.frequency, hour = excluded.hour,
       next_at = excluded.next_at, changed_at = excluded.changed_at`,
    [personId, setting.frequency, setting.hour, setting.nextAt, now],
  );
}

export interface DueDigest extends KeptSetting {
  personId: string;
  nextAt: Date;
}

export async function listDue(db: Queryable, now: Date, limit: number): Promise<DueDigest[]> {
  return await db.query(
    `select person_id as "personId", ${SETTING} from digest_setting where next_at <= $1 order by next_at limit $2`,
    [now, limit],
  );
}

/** Moves on to the next one. `toldUntil` null: nothing was told. False when another worker was here first. */
export async function moveOn(
  tx: Queryable,
  due: Pick<DueDigest, 'personId' | 'nextAt'>,
  then: { nextAt: Date | null; toldUntil: Date | null },
): Promise<boolean> {
  const rows = await tx.query(
    `update digest_setting set next_at = $3, told_until = coalesce($4, told_until)
     where person_id = $1 and next_at = $2 returning 1`,
    [due.personId, due.nextAt, then.nextAt, then.toldUntil],
  );
  return rows.length > 0;
}

export interface KeptDigest {
  personId: string;
  frequency: Frequency;
  since: Date;
  until: Date;
}

/** False when there is one under that id. */
export async function insertDigest(
  tx: Queryable,
  id: string,
  digest: Omit<KeptDigest, 'frequency'>,
): Promise<boolean> {
  const rows = await tx.query(
    'insert into personal_digest (id, person_id, since, until) values ($1, $2, $3, $4) on conflict do nothing returning 1',
    [id, digest.personId, digest.since, digest.until],
  );
  return rows.length > 0;
}

export async function getDigest(db: Queryable, id: string): Promise<KeptDigest | null> {
  const [row] = await db.query<KeptDigest>(
    `select d.person_id as "personId", since, until, coalesce(frequency, 'off') as frequency
     from personal_digest d left join digest_setting s on s.person_id = d.person_id where d.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Makes every digest that is switched on due now. */
export async function makeDue(db: Queryable, now: Date): Promise<void> {
  await db.query(`update digest_setting set next_at = $1 where frequency <> 'off'`, [now]);
}
