// The sandbox workspace in memory: channels, members, messages and views joined, and who is told of a change.
// Does no I/O. What a person or the app may do is decided by the callers.
import { type Channel, createChannel, createDirectMessage } from './channels.ts';
import { FileStore, type KeptFile } from './files.ts';
import { BOT, type Member, seedMembers } from './members.ts';
import { type Block, type Message, MessageStore, messageJson, type NewMessage, withIds } from './messages.ts';
import { type View, ViewStore } from './views.ts';

export type Change =
  | { kind: 'message-posted'; message: Message; by: string }
  | { kind: 'message-changed'; message: Message; previous: Message }
  | { kind: 'message-deleted'; message: Message }
  | { kind: 'reaction-added' | 'reaction-removed'; message: Message; userId: string; reaction: string }
  | { kind: 'member-joined'; channel: Channel; userId: string; inviterId: string }
  | { kind: 'member-left'; channel: Channel; userId: string }
  | { kind: 'modal' | 'home'; userId: string };

export interface MessageEdit {
  text?: string;
  blocks?: Block[] | null;
  metadata?: Record<string, unknown> | null;
}

/** What is kept of a workspace over a restart. Modals are not: whoever had one open has left it. */
export interface WorkspaceSnapshot {
  version: 1;
  channels: Channel[];
  messages: Message[];
  homes: View[];
  /** Missing in what was kept before there were files. */
  files?: KeptFile[];
}

export interface WorkspaceOptions {
  appName: string;
  /** Names without `#`; the app is a member of these. A #general that it has not joined is always there. */
  channels: string[];
  /** Of these the first two people and the app are members, and nobody else sees them. */
  privateChannels?: string[];
  now: () => Date;
}

export class Workspace {
  readonly members: readonly Member[];
  readonly messages = new MessageStore();
  readonly views = new ViewStore();
  readonly files: FileStore;
  readonly now: () => Date;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(options: WorkspaceOptions) {
    this.now = options.now;
    this.files = new FileStore(options.now);
    this.members = seedMembers(options.appName);
    const created = Math.floor(options.now().getTime() / 1000);
    const people = this.people().map((member) => member.id);
    for (const name of options.channels) {
      const topic = 'What is new in AI, and what we make of it';
      this.#keep(createChannel({ name, topic, memberIds: [...people, BOT.userId], created }));
    }
    if (!options.channels.includes('general')) {
      this.#keep(createChannel({ name: 'general', topic: 'Everything else', memberIds: people, created }));
    }
    for (const name of options.privateChannels ?? []) {
      const memberIds = [...people.slice(0, 2), BOT.userId];
      this.#keep(createChannel({ name, topic: 'For its members only', memberIds, created, isPrivate: true }));
    }
    for (const id of people) this.#keep(createDirectMessage(id, created));
  }

  /** Calls `listener` on each change, at once and in order; answers with a function that ends it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  people(): Member[] {
    return this.members.filter((member) => !member.isBot);
  }

  member(id: string): Member | undefined {
    return this.members.find((member) => member.id === id);
  }

  channels(): Channel[] {
    return [...this.#channels.values()];
  }

  /** By id; a member's id means the direct message with that member, as in Slack. */
  channel(id: string): Channel | undefined {
    return this.#channels.get(id) ?? this.channels().find(({ kind, name }) => kind === 'im' && name === id);
  }

  /** By name, with or without `#`. */
  channelNamed(name: string): Channel | undefined {
    const bare = name.replace(/^#/, '');
    return this.channels().find((channel) => channel.kind === 'channel' && channel.name === bare);
  }

  post(message: NewMessage): Message {
    const stored = this.messages.add(message, this.now());
    this.#tell({ kind: 'message-posted', message: stored, by: stored.userId });
    return stored;
  }

  edit(message: Message, change: MessageEdit, editedBy: string | null): void {
    const previous = structuredClone(message);
    if (change.text !== undefined) message.text = change.text;
    if (change.blocks !== undefined) message.blocks = change.blocks && withIds(change.blocks, message.ts);
    if (change.metadata !== undefined) message.metadata = change.metadata;
    if (editedBy) message.edited = { user: editedBy, ts: this.messages.takeTs(this.now()) };
    this.#tell({ kind: 'message-changed', message, previous });
  }

  remove(message: Message): void {
    const previous = this.messages.remove(message);
    if (message.tombstone) this.#tell({ kind: 'message-changed', message, previous });
    else this.#tell({ kind: 'message-deleted', message: previous });
  }

  /** `false` when the person has set it already. */
  addReaction(message: Message, userId: string, name: string): boolean {
    let entry = message.reactions.find((reaction) => reaction.name === name);
    if (entry?.users.includes(userId)) return false;
    if (!entry) {
      entry = { name, users: [] };
      message.reactions.push(entry);
    }
    entry.users.push(userId);
    this.#tell({ kind: 'reaction-added', message, userId, reaction: name });
    return true;
  }

  /** `false` when the person had not set it. */
  removeReaction(message: Message, userId: string, name: string): boolean {
    const entry = message.reactions.find((reaction) => reaction.name === name);
    if (!entry?.users.includes(userId)) return false;
    entry.users = entry.users.filter((id) => id !== userId);
    message.reactions = message.reactions.filter((reaction) => reaction.users.length > 0);
    this.#tell({ kind: 'reaction-removed', message, userId, reaction: name });
    return true;
  }

  join(channel: Channel, userId: string, inviterId: string): boolean {
    if (channel.memberIds.includes(userId)) return false;
    channel.memberIds.push(userId);
    this.#tell({ kind: 'member-joined', channel, userId, inviterId });
    return true;
  }

  leave(channel: Channel, userId: string): boolean {
    if (!channel.memberIds.includes(userId)) return false;
    channel.memberIds = channel.memberIds.filter((id) => id !== userId);
    this.#tell({ kind: 'member-left', channel, userId });
    return true;
  }

  /** The message in Slack's shape, with its thread and its files. */
  json(message: Message, withMetadata = false): Record<string, unknown> {
    const replies = this.messages.replies(message.channelId, message.ts);
    const files = (message.files ?? []).flatMap((id) => this.files.find(id) ?? []);
    return {
      ...messageJson(message, replies, withMetadata),
      ...(files.length > 0 ? { files: files.map((file) => this.files.json(file)) } : {}),
      ...(files.length > 0 && !message.byApp
        ? { subtype: 'file_share', upload: true, display_as_bot: false }
        : {}),
    };
  }

  /** To be called after a change through `views`. */
  viewsChanged(kind: 'modal' | 'home', userId: string): void {
    this.#tell({ kind, userId });
  }

  snapshot(): WorkspaceSnapshot {
    return {
      version: 1,
      channels: this.channels(),
      messages: this.messages.all(),
      homes: this.views.homes(),
      files: this.files.snapshot(),
    };
  }

  restore(snapshot: WorkspaceSnapshot): void {
    for (const channel of snapshot.channels) {
      const seeded = this.#channels.get(channel.id);
      // What a channel is, is said by this start; who is in it, and since when, by the last one.
      const { topic = channel.topic, isPrivate = channel.isPrivate } = seeded ?? {};
      this.#keep({ ...structuredClone(channel), topic, ...(isPrivate ? { isPrivate } : {}) });
    }
    this.messages.restore(snapshot.messages);
    this.views.restoreHomes(snapshot.homes);
    this.files.restore(snapshot.files ?? []);
  }

  #keep(channel: Channel): void {
    this.#channels.set(channel.id, channel);
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
