// The messages of the workspace: posts, threads, reactions and answers that only one person sees.
// Knows nothing of HTTP, tokens or events.
import { BOT, TEAM } from './members.ts';

export type Block = Record<string, unknown> & { type: string; block_id?: string };

export interface Message {
  channelId: string;
  /** Slack's id and time in one: `seconds.microseconds`, unique in the workspace and increasing. */
  ts: string;
  userId: string;
  /** Posted by the app. */
  byApp: boolean;
  text: string;
  blocks: Block[] | null;
  threadTs: string | null;
  /** A reply that is shown in the channel as well. */
  broadcast: boolean;
  /** Only this person sees it; `null` for a message to all. */
  visibleTo: string | null;
  edited: { user: string; ts: string } | null;
  reactions: { name: string; users: string[] }[];
  metadata: Record<string, unknown> | null;
  /** Ids of what was uploaded with it. */
  files?: string[];
  /** When it began to be written bit by bit, in ms; no longer set when that is over. */
  streamingSince?: number | null;
  /** Deleted, but kept as a stub because it has replies. */
  tombstone: boolean;
}

export type NewMessage = Pick<Message, 'channelId' | 'userId' | 'byApp' | 'text'> &
  Partial<
    Pick<Message, 'blocks' | 'threadTs' | 'broadcast' | 'visibleTo' | 'metadata' | 'files' | 'streamingSince'>
  >;

/** Unique and increasing, however many messages one millisecond brings and wherever the clock jumps. */
export function nextTs(now: Date, last: string): string {
  const micros = BigInt(now.getTime()) * 1000n;
  const lastMicros = last === '' ? 0n : BigInt(last.replace('.', ''));
  const next = micros > lastMicros ? micros : lastMicros + 1n;
  const digits = next.toString().padStart(16, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export class MessageStore {
  readonly #byChannel = new Map<string, Message[]>();
  #last = '';

  /** In the order of their `ts`. */
  inChannel(channelId: string): readonly Message[] {
    return this.#byChannel.get(channelId) ?? [];
  }

  find(channelId: string, ts: string): Message | undefined {
    return this.inChannel(channelId).find((message) => message.ts === ts);
  }

  replies(channelId: string, threadTs: string): Message[] {
    return this.inChannel(channelId).filter((message) => message.threadTs === threadTs);
  }

  /** A `ts` for something that is no message, an action or an event for example. */
  takeTs(now: Date): string {
    this.#last = nextTs(now, this.#last);
    return this.#last;
  }

  add(message: NewMessage, now: Date): Message {
    const stored: Message = {
      blocks: null,
      threadTs: null,
      broadcast: false,
      visibleTo: null,
      metadata: null,
      ...message,
      ts: this.takeTs(now),
      edited: null,
      reactions: [],
      tombstone: false,
    };
    if (stored.blocks) stored.blocks = withIds(stored.blocks, stored.ts);
    const list = this.#byChannel.get(stored.channelId) ?? [];
    list.push(stored);
    this.#byChannel.set(stored.channelId, list);
    return stored;
  }

  /** Answers with the message as it was. A message with replies stays as a stub, as in Slack. */
  remove(message: Message): Message {
    const previous = structuredClone(message);
    if (!message.threadTs && this.replies(message.channelId, message.ts).length > 0) {
      const text = 'This message was deleted.';
      Object.assign(message, { tombstone: true, text, blocks: null, files: [], reactions: [], byApp: false });
      return previous;
    }
    const list = this.#byChannel.get(message.channelId) ?? [];
    list.splice(list.indexOf(message), 1);
    return previous;
  }

  /** Everything, to be kept in a file. */
  all(): Message[] {
    return [...this.#byChannel.values()].flat();
  }

  restore(messages: readonly Message[]): void {
    this.#byChannel.clear();
    for (const message of [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1))) {
      const list = this.#byChannel.get(message.channelId) ?? [];
      list.push(structuredClone(message));
      this.#byChannel.set(message.channelId, list);
      if (message.ts > this.#last) this.#last = message.ts;
    }
  }
}

/** Slack gives every block and every interactive element an id where the app gave none. */
export function withIds(blocks: readonly Block[], seed: string): Block[] {
  let count = 0;
  const fresh = (): string => {
    count += 1;
    return `${seed.slice(-6)}${count.toString(36)}`;
  };
  return blocks.map((original) => {
    const block = structuredClone(original);
    block.block_id ??= fresh();
    for (const element of elementsOf(block)) {
      if (typeof element.action_id !== 'string' && element.type !== 'image') element.action_id = fresh();
    }
    return block;
  });
}

const HOLDING_ELEMENTS = new Set(['actions', 'context_actions']);

/** The interactive elements of a block, wherever its type keeps them. */
export function elementsOf(block: Block): Record<string, unknown>[] {
  const held: unknown[] = HOLDING_ELEMENTS.has(block.type) ? [block.elements].flat() : [];
  return [...held, block.accessory, block.element].filter(
    (element): element is Record<string, unknown> => typeof element === 'object' && element !== null,
  );
}

/** The message in Slack's shape, as `conversations.history` and events give it. */
export function messageJson(message: Message, replies: readonly Message[], withMetadata = false) {
  const toAll = replies.filter((reply) => reply.visibleTo === null);
  const latest = toAll.at(-1);
  const reactions = message.reactions.map(({ name, users }) => ({ name, users, count: users.length }));
  return {
    type: 'message' as const,
    ...(message.tombstone ? { subtype: 'tombstone', hidden: true } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.tombstone ? 'USLACKBOT' : message.userId,
    team: TEAM.id,
    ts: message.ts,
    text: message.text,
    ...(message.byApp ? { bot_id: BOT.botId, app_id: BOT.appId } : {}),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.streamingSince ? { streaming: true } : {}),
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(message.metadata && withMetadata ? { metadata: message.metadata } : {}),
    ...(message.visibleTo ? { is_ephemeral: true } : {}),
    ...(latest
      ? {
          thread_ts: message.ts,
          reply_count: toAll.length,
          reply_users: [...new Set(toAll.map((reply) => reply.userId))],
          reply_users_count: new Set(toAll.map((reply) => reply.userId)).size,
          latest_reply: latest.ts,
        }
      : {}),
  };
}
