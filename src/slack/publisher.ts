// Slack as the pipeline sees it. The only caller of chat.postMessage and chat.update; sends each call once.
import type { WebClient } from '@slack/web-api';
import type { Address, Post, Publisher } from '../pipeline/ports.ts';
import { ratedAnswer } from './blocks/answer.ts';
import { alreadyDiscussedMessage, cardMessage, replyMessage, unreadableMessage } from './blocks/card.ts';
import { digestMessage } from './blocks/digest.ts';
import { identified, type Message, messageIdOf } from './blocks/message.ts';
import { personalDigestMessage } from './blocks/personal-digest.ts';
import { pocMessage } from './blocks/poc.ts';
import { alsoOnMessage, changedMessage } from './blocks/story.ts';
import { troubleMessage } from './blocks/trouble.ts';
import { Identity } from './identity.ts';
import { faultOf, refusal } from './slack-fault.ts';
import type { Troubles } from './troubles.ts';
import { createWebClient, type SlackConnection } from './web-client.ts';
import { type Words, wordsFor, wordsForReader } from './words/words.ts';
import { readWritten } from './written-messages.ts';

/** `since` is our clock, message times are Slack's. */
const CLOCK_SKEW_MS = 2 * 60_000;
const PAGE = 200;

const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found']);

/** The message is no stream, or no longer one, or Slack has none here. */
const NO_STREAM = new Set([
  ...GONE,
  ...['message_not_in_streaming_state', 'streaming_state_conflict', 'message_not_owned_by_app'],
  ...['unknown_method', 'method_not_supported_for_channel_type', 'feature_not_enabled'],
]);

/** A reaction is as it should be, or there is nothing to react to. */
const MARKED = new Set([...GONE, 'already_reacted', 'no_reaction', 'too_many_reactions', 'bad_timestamp']);

/** No unfurling: a card is its own preview. `parse` off: only our own tokens become links. */
const QUIET = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

export interface PublisherOptions extends SlackConnection {
  token: string;
  /** Hears of what Slack refuses and of what it answers. */
  troubles?: Troubles;
}

export function createPublisher(options: PublisherOptions): Publisher & { client: WebClient } {
  const client = createWebClient(options.token, options, 'slack-bulk');
  const identity = new Identity(client, options.token);
  const call = async <Result>(
    method: string,
    changes: boolean,
    work: () => Promise<Result>,
    channelId: string | null = null,
  ): Promise<Result> => {
    let answer: Result;
    try {
      answer = await work();
    } catch (error) {
      await options.troubles?.refused(error, method, channelId);
      throw faultOf(error, method, changes);
    }
    await options.troubles?.answered(method, changes ? channelId : null);
    return answer;
  };
  const openDirect = async (personId: string): Promise<string> => {
    const opened = await call('conversations.open', false, () =>
      client.conversations.open({ users: personId }),
    );
    const channel = opened.channel?.id;
    if (!channel) throw new Error('Slack opened no direct message');
    return channel;
  };
  const endStream = ({ channelId: channel, ts }: { channelId: string; ts: string }) =>
    call('chat.stopStream', false, () => client.chat.stopStream({ channel, ts }));
  /** `null` where Slack refuses; what it refuses, and why, is logged. */
  const unlessRefused = async <Result>(work: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await work();
    } catch (error) {
      if (refusal(error) === null) throw error;
      options.log.warn({ err: error }, 'Slack does not tell what is asked about a person');
      return null;
    }
  };
  return {
    client,
    directChannel: openDirect,
    async post(to, messageId, post, reader) {
      const message = identified(render(post, messageId, wordsForReader(reader)), messageId);
      const answer = await call(
        'chat.postMessage',
        true,
        () =>
          client.chat.postMessage({
            channel: to.channelId,
            ...message,
            ...QUIET,
            ...(to.threadTs ? { thread_ts: to.threadTs } : {}),
          }),
        to.channelId,
      );
      return { ts: tsOf(answer.ts) };
    },
    find: (to, messageId, since) =>
      call('conversations.history', false, () => findMessage(client, to, messageId, since), to.channelId),
    async update(at, messageId, post, reader) {
      const message = identified(render(post, messageId, wordsForReader(reader)), messageId);
      try {
        if (post.kind === 'answer') await unless(NO_STREAM, () => endStream(at));
        await call('chat.update', false, () =>
          client.chat.update({
            channel: at.channelId,
            ts: at.ts,
            ...message,
            parse: 'none',
            link_names: false,
          }),
        );
        return 'updated';
      } catch (error) {
        if (GONE.has(refusal(error) ?? '')) return 'gone';
        throw error;
      }
    },
    remove: (at) =>
      unless(GONE, () =>
        call('chat.delete', false, () => client.chat.delete({ channel: at.channelId, ts: at.ts })),
      ),
    react: ({ channelId: channel, ts: timestamp }, name) =>
      unless(MARKED, () =>
        call('reactions.add', false, () => client.reactions.add({ channel, timestamp, name })),
      ),
    unreact: ({ channelId: channel, ts: timestamp }, name) =>
      unless(MARKED, () =>
        call('reactions.remove', false, () => client.reactions.remove({ channel, timestamp, name })),
      ),
    async permalink(at) {
      try {
        const answer = await call('chat.getPermalink', false, () =>
          client.chat.getPermalink({ channel: at.channelId, message_ts: at.ts }),
        );
        return answer.permalink ?? null;
      } catch (error) {
        if (GONE.has(refusal(error) ?? '')) return null;
        throw error;
      }
    },
    async sendFile(personId, { name, content }) {
      const channel = await openDirect(personId);
      await call('files.uploadV2', true, () =>
        client.files.uploadV2({ channel_id: channel, filename: name, file: Buffer.from(content) }),
      );
    },
    person: (personId) =>
      unlessRefused(async () => {
        const answer = await call('users.info', false, () =>
          client.users.info({ user: personId, include_locale: true }),
        );
        return { locale: answer.user?.locale ?? null, timeZone: answer.user?.tz ?? null };
      }),
    channelsOf: (personId) =>
      unlessRefused(() => call('users.conversations', false, () => listConversations(client, personId))),
    async tellTrouble(personId, trouble, reader) {
      const message = troubleMessage(trouble, wordsForReader(reader));
      const channel = await openDirect(personId);
      await call('chat.postMessage', true, () => client.chat.postMessage({ channel, ...message, ...QUIET }));
    },
    async creatorOf(channelId) {
      const answer = await call('conversations.info', false, () =>
        client.conversations.info({ channel: channelId }),
      );
      return answer.channel?.creator ?? null;
    },
    written: (asked) =>
      call(
        asked.threadTs ? 'conversations.replies' : 'conversations.history',
        false,
        async () => await readWritten(client, asked, (await identity.get()).botUserId ?? null),
        asked.channelId,
      ),
    async reactions(at) {
      try {
        const answer = await call('reactions.get', false, () =>
          client.reactions.get({ channel: at.channelId, timestamp: at.ts, full: true }),
        );
        const reactions = answer.message?.reactions ?? [];
        return reactions.flatMap(({ name, users }) => (name ? [{ emoji: name, people: users ?? [] }] : []));
      } catch (error) {
        if (GONE.has(refusal(error) ?? '')) return null;
        throw error;
      }
    },
  };
}

/** Lets those refusals pass that mean there is nothing left to do. */
async function unless(passing: ReadonlySet<string>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!passing.has(refusal(error) ?? '')) throw error;
  }
}

/** An answer to a person who wrote to the app in their direct message. */
export async function answerDirectMessage(
  client: WebClient,
  channelId: string,
  message: Message,
): Promise<void> {
  await client.chat.postMessage({ channel: channelId, ...message, ...QUIET });
}

/** Begins a message in a thread to which more is added; answers its `ts`. In a channel Slack wants to know for whom. */
export async function startAnswer(
  client: WebClient,
  to: { channelId: string; threadTs: string; recipient: { personId: string; teamId: string } | null },
  { blocks }: Message,
): Promise<string> {
  const { channelId, threadTs, recipient } = to;
  const { ts } = await client.chat.startStream({
    channel: channelId,
    thread_ts: threadTs,
    // As blocks: text would be read as Markdown, and has no id by which it is found when this call's answer is lost.
    chunks: [{ type: 'blocks', blocks }],
    ...(recipient ? { recipient_user_id: recipient.personId, recipient_team_id: recipient.teamId } : {}),
  });
  return tsOf(ts);
}

function render(post: Post, messageId: string, words: Words): Message {
  switch (post.kind) {
    case 'card':
      return cardMessage(post.card, messageId, words);
    case 'reply':
      return replyMessage(post.card, messageId, words);
    case 'unreadable':
      return unreadableMessage(post, messageId, words);
    case 'already-discussed':
      return alreadyDiscussedMessage(post, words);
    case 'also-on':
      return alsoOnMessage(post.places, words);
    case 'changed':
      return changedMessage(post, words);
    case 'digest':
      return digestMessage(post.digest, words);
    case 'personal-digest':
      return personalDigestMessage(post.digest, words);
    case 'poc':
      return pocMessage(post.poc, words);
    case 'answer':
      return ratedAnswer(post, wordsFor(post.language));
  }
}

async function listConversations(client: WebClient, personId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await client.users.conversations({
      user: personId,
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      ...(cursor ? { cursor } : {}),
    });
    ids.push(...(answer.channels ?? []).flatMap(({ id }) => id ?? []));
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return ids;
}

async function findMessage(
  client: WebClient,
  to: Address,
  messageId: string,
  since: Date,
): Promise<{ ts: string } | null> {
  const oldest = (Math.max(0, since.getTime() - CLOCK_SKEW_MS) / 1000).toFixed(6);
  let cursor: string | undefined;
  do {
    const page = { channel: to.channelId, oldest, limit: PAGE, ...(cursor ? { cursor } : {}) };
    const answer = to.threadTs
      ? await client.conversations.replies({ ...page, ts: to.threadTs })
      : await client.conversations.history(page);
    const messages: { ts?: string; blocks?: { block_id?: string }[] }[] = answer.messages ?? [];
    const found = messages.find((message) => messageIdOf(message.blocks) === messageId);
    if (found?.ts) return { ts: found.ts };
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

function tsOf(ts: string | undefined): string {
  // Slack said ok: the message is there, and only looking for it tells its time.
  if (!ts) throw faultOf(new Error('Slack answered chat.postMessage without a ts'), 'chat.postMessage', true);
  return ts;
}
