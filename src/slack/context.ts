// What every listener is handed, and how it answers a person: privately, and also when the work fails.
import type { WebClient } from '@slack/web-api';
import type { ChannelProfile } from '../domain/channel.ts';
import type { Deps } from '../pipeline/ports.ts';
import { type Message, sentence } from './blocks/message.ts';
import { type Words, wordsFor, wordsForReader } from './words/words.ts';

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

/** The profile of the channel something was said in; elsewhere (a direct message) the first one. */
export function profileFor(deps: Deps, channelId: string): ChannelProfile | null {
  return deps.channels.find((channel) => channel.id === channelId) ?? deps.channels[0] ?? null;
}

/** How to speak to a person where only they see it. */
export async function privateWords({ deps }: SlackContext, { channelId }: Asking): Promise<Words> {
  const profile = profileFor(deps, channelId ?? '');
  return profile ? wordsForReader(profile) : wordsFor('en');
}
