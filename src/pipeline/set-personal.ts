// What a person sets on their Home tab: topics to follow and mute, and the digest of their own.
import { type DigestSetting, NO_DIGEST, nextPersonalDigest, type Stance } from '../domain/personal.ts';
import { personalReader } from '../domain/reader.ts';
import { getSetting, saveSetting, saveStances } from '../store/personal-settings.ts';
import { channelsOfPerson, knowPerson } from './know-person.ts';
import type { Deps } from './ports.ts';

/** These topics, and no others, have that stance from now on. */
export async function setTopics(
  deps: Deps,
  { personId, ...chosen }: { personId: string; stance: Stance; topics: readonly string[] },
): Promise<void> {
  await deps.db.transaction((tx) => saveStances(tx, personId, chosen, deps.now()));
}

/** Keeps what is not in `changes` as it was. */
export async function setPersonalDigest(
  deps: Deps,
  { personId, changes }: { personId: string; changes: Partial<DigestSetting> },
): Promise<void> {
  const person = await knowPerson(deps, personId);
  const [channel] = channelsOfPerson(deps, person);
  const { timeZone } = personalReader(person, channel ?? { language: 'en', timeZone: 'UTC' });
  const { frequency, hour } = { ...NO_DIGEST, ...(await getSetting(deps.db, personId)), ...changes };
  const nextAt = nextPersonalDigest({ frequency, hour }, timeZone, deps.now());
  await saveSetting(deps.db, personId, { frequency, hour, nextAt }, deps.now());
}
