// Learns from Slack in which language and zone a person lives and which channels they are in, and remembers it.
import type { ChannelProfile } from '../domain/channel.ts';
import { getPerson, noteMembership, type Person, savePerson } from '../store/persons.ts';
import type { Deps } from './ports.ts';

/** People move and change settings seldom, and join channels often. */
const KNOWN_FOR_MS = 3_600_000;

/** What is known already; `stale` when it is time to ask again. */
export async function rememberPerson(
  deps: Deps,
  personId: string,
): Promise<{ person: Person | null; stale: boolean }> {
  const person = await getPerson(deps.db, personId);
  const age = person ? deps.now().getTime() - person.lookedUpAt.getTime() : Number.POSITIVE_INFINITY;
  return { person, stale: age > KNOWN_FOR_MS };
}

/** As `rememberPerson`, with a call of Slack where it is time for one. Where Slack does not answer, what was known. */
export async function knowPerson(deps: Deps, personId: string): Promise<Person | null> {
  const { person, stale } = await rememberPerson(deps, personId);
  if (!stale) return person;
  try {
    const [told, channels] = await Promise.all([
      deps.publisher.person(personId),
      deps.publisher.channelsOf(personId),
    ]);
    const known = { locale: null, timeZone: null, ...told, channels, lookedUpAt: deps.now() };
    await savePerson(deps.db, personId, known);
    return known;
  } catch (err) {
    deps.log.warn({ err, personId }, "A person's language and time zone could not be looked up");
    return person;
  }
}

/**
 * The app's channels that the person is in, in the order of the configuration. Where Slack does not say, the first one
 * that anybody may know of.
 */
export function channelsOfPerson(deps: Pick<Deps, 'channels'>, person: Person | null): ChannelProfile[] {
  const ids = person?.channels;
  return ids
    ? deps.channels.filter(({ id }) => ids.includes(id))
    : deps.channels.filter(({ isPrivate }) => !isPrivate).slice(0, 1);
}

/** Slack tells who joins and leaves the app's channels: what one may see of them changes at once. */
export async function joinedOrLeft(
  deps: Pick<Deps, 'db' | 'channels'>,
  moved: { personId: string; channelId: string; isIn: boolean },
): Promise<void> {
  if (deps.channels.some(({ id }) => id === moved.channelId)) await noteMembership(deps.db, moved);
}
