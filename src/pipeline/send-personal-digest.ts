// A digest of one's own, for those who switched it on: what is new in their topics and was in none of their channels.
import { randomUUID } from 'node:crypto';
import { dayOf } from '../domain/calendar.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import {
  allTopics,
  nextPersonalDigest,
  type PersonalDigest,
  reachesBackTo,
  wantedTopics,
  withoutMuted,
} from '../domain/personal.ts';
import { chooseArticles, createTopicMatcher, NO_TASTE } from '../domain/ranking.ts';
import { personalReader, type Reader } from '../domain/reader.ts';
import { takesArticle } from '../domain/source-packs.ts';
import { claimMessage } from '../store/messages.ts';
import { linesOf, listUnseen } from '../store/personal-articles.ts';
import * as settings from '../store/personal-settings.ts';
import type { Person } from '../store/persons.ts';
import { channelsOfPerson, knowPerson } from './know-person.ts';
import type { Deps } from './ports.ts';

/** People looked after in one run; the next one comes in minutes. */
const AT_ONCE = 200;
/** One that could not be sent at its hour is still welcome for so long; after that it waits for the next. */
const WELCOME_MS = 3 * 3_600_000;
const MOST_ENTRIES = 7;
const MOST_CANDIDATES = 2_000;

/** Claims the digests that are due and orders their posts. A day without news is quiet. */
export async function sendPersonalDigest(deps: Deps): Promise<void> {
  for (const due of await settings.listDue(deps.db, deps.now(), AT_ONCE)) {
    try {
      await sendOne(deps, due);
    } catch (err) {
      // One person's digest must not keep the others' back; it stays due.
      deps.log.warn(
        { err, personId: due.personId },
        'A personal digest could not be sent; it is tried again',
      );
    }
  }
}

/** For everyone who has one switched on, now: one a day at most, in any case. */
export async function requestPersonalDigests(deps: Deps): Promise<void> {
  await settings.makeDue(deps.db, deps.now());
  await deps.queue.enqueue('send-personal-digest', {});
}

async function sendOne(deps: Deps, due: settings.DueDigest): Promise<void> {
  const now = deps.now();
  const { personId, frequency, hour } = due;
  const person = await knowPerson(deps, personId);
  const channels = channelsOfPerson(deps, person);
  const [channel] = channels;
  const timeZone = person?.timeZone ?? channel?.timeZone ?? 'UTC';
  const nextAt = nextPersonalDigest({ frequency, hour }, timeZone, now);
  const late = now.getTime() - due.nextAt.getTime() > WELCOME_MS;
  // Who is in none of the channels any more is sent nothing.
  if (late || !channel) {
    await settings.moveOn(deps.db, due, { nextAt, toldUntil: null });
    return;
  }
  const window = { since: due.toldUntil ?? reachesBackTo(frequency, now), until: now };
  const news = await buildPersonalDigest(deps, { personId, frequency, ...window }, channels, person);
  const isQuiet = news.entries.length === 0 && frequency === 'daily';
  const directId = isQuiet ? null : await deps.publisher.directChannel(personId);
  const messageId = randomUUID();
  const claimed = await deps.db.transaction(async (tx) => {
    if (!(await settings.moveOn(tx, due, { nextAt, toldUntil: now }))) return false;
    if (!directId) return false;
    const id = `personal:${personId}:${dayOf(timeZone, now)}`;
    if (!(await settings.insertDigest(tx, id, { personId, ...window }))) return false;
    return await claimMessage(
      tx,
      { id: messageId, channelId: directId, purpose: 'personal-digest', key: id, digestId: id },
      now,
    );
  });
  if (claimed) await deps.queue.enqueue('post-message', { messageId });
}

/** For a claimed message: what it says, and to whom; `null` where the person asked to be forgotten. */
export async function composePersonalDigest(deps: Deps, digestId: string): Promise<PersonalDigest | null> {
  const kept = await settings.getDigest(deps.db, digestId);
  if (!kept) return null;
  const person = await knowPerson(deps, kept.personId);
  return await buildPersonalDigest(deps, kept, channelsOfPerson(deps, person), person);
}

async function buildPersonalDigest(
  deps: Deps,
  asked: settings.KeptDigest,
  channels: readonly ChannelProfile[],
  person: Person | null,
): Promise<PersonalDigest> {
  const { personId, frequency, since, until } = asked;
  const [first] = channels;
  const topics = allTopics(channels);
  const stances = await settings.listStances(deps.db, personId);
  const wanted = wantedTopics(topics, stances);
  const digest = { since, until, frequency, entries: [], topics: wanted.map(({ name }) => name) };
  if (!first) return digest;
  const seenIn = person?.channels ?? channels.map(({ id }) => id);
  const unseen = await listUnseen(deps.db, {
    personId,
    channels: seenIn,
    since,
    until,
    limit: MOST_CANDIDATES,
  });
  const match = createTopicMatcher(wanted);
  const candidates = withoutMuted(unseen, topics, stances)
    .filter(({ broughtBy }) => channels.some((channel) => takesArticle(channel, broughtBy)))
    .filter(({ title, opening }) => match(title, opening).length > 0)
    .map((candidate) => ({ ...candidate, date: candidate.publishedAt ?? candidate.firstSeenAt }));
  const told = chooseArticles(candidates, {
    profile: { ...first, topics: wanted },
    taste: NO_TASTE,
    placedToday: [],
    places: MOST_ENTRIES,
    now: until,
  });
  const lines = await linesOf(
    deps.db,
    told.map(({ articleId }) => articleId),
  );
  const topicsOf = new Map(told.map((choice) => [choice.articleId, choice.topics]));
  return {
    ...digest,
    entries: lines.map(({ ts: _ts, ...line }) => ({
      ...line,
      permalink: null,
      topics: topicsOf.get(line.articleId) ?? [],
    })),
  };
}

/** In whose language and zone a personal digest is written. */
export async function readerOfDigest(deps: Deps, digestId: string): Promise<Reader> {
  const kept = await settings.getDigest(deps.db, digestId);
  const person = kept ? await knowPerson(deps, kept.personId) : null;
  const [channel] = channelsOfPerson(deps, person);
  return personalReader(person, channel ?? { language: 'en', timeZone: 'UTC' });
}
