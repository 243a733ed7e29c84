// What every listener is handed, and how it answers a person: privately, and also when the work fails.
import { setTimeout as delay } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { ChannelProfile } from '../domain/channel.ts';
import { personalReader, type Reader } from '../domain/reader.ts';
import { channelsOfPerson, knowPerson, rememberPerson } from '../pipeline/know-person.ts';
import type { Deps } from '../pipeline/ports.ts';
import type { Person } from '../store/persons.ts';
import { type Message, sentence } from './blocks/message.ts';
import { type Words, wordsForReader } from './words/words.ts';

export interface SlackContext {
  deps: Deps;
  /** The slash command with its slash: `/discuss-ai`. */
  command: string;
}

/** Sends one private answer. */
export type Reply = (message: Message) => Promise<void>;

/** Who is answered, and where they are; `channelId` is `null` on the Home tab. */
export interface Asking {
  personId: string;
  channelId: string | null;
}

/**
 * Does the work and sends its answer, if it has one. A fault is logged under `what` and told to the person in a
 * plain sentence; only a fault of telling is thrown.
 */
export async function answering(
  context: SlackContext,
  { what, asking }: { what: string; asking: Asking },
  reply: Reply,
  work: (words: Words) => Promise<Message | null>,
): Promise<void> {
  const words = await privateWords(context, asking);
  let answer: Message | null;
  try {
    answer = await work(words);
  } catch (error) {
    context.deps.log.error({ err: error, what }, 'a request from Slack failed');
    answer = sentence(words.answers.failed);
  }
  if (answer) await reply(answer);
}

/** A message that only `personId` sees, in the thread where one is given. */
export function ephemeral(
  client: WebClient,
  to: { channelId: string; personId: string; threadTs: string | null },
): Reply {
  return async (message) => {
    await client.chat.postEphemeral({
      channel: to.channelId,
      user: to.personId,
      ...message,
      ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
    });
  };
}

/** The channel that a person means: where they are, or, anywhere else, the first one that they are in. */
export async function channelOfAsker(
  deps: Deps,
  { personId, channelId }: Asking,
): Promise<ChannelProfile | null> {
  const here = deps.channels.find((channel) => channel.id === channelId);
  if (here) return here;
  return (await channelsOf(deps, personId))[0] ?? null;
}

/** Those of the app's channels that the person is in. */
export async function channelsOf(deps: Deps, personId: string): Promise<ChannelProfile[]> {
  return channelsOfPerson(deps, (await rememberPerson(deps, personId)).person);
}

/** A modal must open within three seconds of its press; who is new to us is spoken to as their channel is. */
const ACQUAINTANCE_MS = 1_000;
const NOWHERE: Reader = { language: 'en', timeZone: 'UTC' };

/** How to speak to a person where only they see it: in their own language if we have it, else in their channel's. */
export async function privateWords({ deps }: SlackContext, { personId, channelId }: Asking): Promise<Words> {
  const here = deps.channels.find((channel) => channel.id === channelId);
  const words = (person: Person | null): Words =>
    wordsForReader(personalReader(person, here ?? channelsOfPerson(deps, person)[0] ?? NOWHERE));
  try {
    const { person, stale } = await rememberPerson(deps, personId);
    if (!stale) return words(person);
    const asked = knowPerson(deps, personId);
    return words(await Promise.race([asked, delay(ACQUAINTANCE_MS, person, { ref: false })]));
  } catch (err) {
    // Whatever is wrong with the store, the person is told so in some language.
    deps.log.warn({ err, personId }, 'A person is answered in the words of the channel');
    return words(null);
  }
}
