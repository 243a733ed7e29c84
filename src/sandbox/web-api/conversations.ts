// conversations.*: channels, direct messages and what was said in them.
import { type Channel, type Conversation, channelJson, conversationType } from '../channels.ts';
import { BOT } from '../members.ts';
import type { Message } from '../messages.ts';
import { type ApiCall, findChannel, type Method, pageOf, SlackError } from './call.ts';

const SCOPES: Record<Conversation, string> = {
  public_channel: 'channels',
  private_channel: 'groups',
  im: 'im',
};

/** A private channel is there only for its members. */
function isSeen(channel: Channel): boolean {
  return !channel.isPrivate || channel.memberIds.includes(BOT.userId);
}

/** Slack wants the scope of the kind of conversation, `channels:read` or `im:read` for example. */
function needFor(call: ApiCall, channel: Channel, verb: 'read' | 'history' | 'write'): void {
  call.needScope(`${SCOPES[conversationType(channel)]}:${verb}`);
}

function readableChannel(call: ApiCall, verb: 'read' | 'history'): Channel {
  call.needScope(...['channels', 'im', 'groups', 'mpim'].map((kind) => `${kind}:${verb}`));
  const channel = findChannel(call);
  if (!isSeen(channel)) throw new SlackError('channel_not_found');
  needFor(call, channel, verb);
  return channel;
}

/** The kinds of conversation that a call asks for, with the scope that each needs. */
function wantedTypes(call: ApiCall): string[] {
  const types = (call.args.text('types') || 'public_channel').split(',').map((type) => type.trim());
  const scopes: Record<string, string> = { ...SCOPES, mpim: 'mpim' };
  for (const type of types) {
    if (!scopes[type]) throw new SlackError('invalid_types');
    call.needScope(`${scopes[type]}:read`);
  }
  return types;
}

const list: Method = (call) => {
  const types = wantedTypes(call);
  const wanted = call.workspace
    .channels()
    .filter((channel) => types.includes(conversationType(channel)) && isSeen(channel));
  const { items, next } = pageOf(call, wanted, 100, 1000);
  return {
    channels: items.map((channel) => channelJson(channel, BOT.userId)),
    response_metadata: { next_cursor: next },
  };
};

/** Channels that a person and the app are both in. */
const ofPerson: Method = (call) => {
  const types = wantedTypes(call);
  const personId = call.args.text('user') || BOT.userId;
  const shared = call.workspace
    .channels()
    .filter(
      (channel) =>
        types.includes(conversationType(channel)) &&
        [personId, BOT.userId].every((id) => channel.memberIds.includes(id)),
    );
  const { items, next } = pageOf(call, shared, 100, 1000);
  return {
    channels: items.map((channel) => channelJson(channel, BOT.userId)),
    response_metadata: { next_cursor: next },
  };
};

const info: Method = (call) => ({ channel: channelJson(readableChannel(call, 'read'), BOT.userId) });

const members: Method = (call) => {
  const { items, next } = pageOf(call, readableChannel(call, 'read').memberIds, 100, 1000);
  return { members: items, response_metadata: { next_cursor: next } };
};

/** Messages between `oldest` and `latest`; the ends belong to it only where `inclusive` is set. */
function between(call: ApiCall, messages: readonly Message[]): Message[] {
  const { args } = call;
  const oldest = args.text('oldest') || '0';
  const latest = args.text('latest') || String(Number.MAX_SAFE_INTEGER);
  const inclusive = args.flag('inclusive');
  return messages.filter(({ ts }) => {
    const [low, high] = [compareTs(ts, oldest), compareTs(ts, latest)];
    return inclusive ? low >= 0 && high <= 0 : low > 0 && high < 0;
  });
}

/** As numbers of microseconds: `oldest` may be given as `1700000000` or with any count of digits. */
function compareTs(a: string, b: string): number {
  const micros = (ts: string): bigint => {
    const [seconds = '0', fraction = ''] = ts.split('.');
    return BigInt(seconds || '0') * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  };
  const difference = micros(a) - micros(b);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function checkTimes(call: ApiCall): void {
  for (const name of ['oldest', 'latest']) {
    if (call.args.has(name) && !/^\d+(\.\d*)?$/.test(call.args.text(name))) {
      throw new SlackError(`invalid_ts_${name}`);
    }
  }
}

function toJson(call: ApiCall, message: Message): Record<string, unknown> {
  return call.workspace.json(message, call.args.flag('include_all_metadata'));
}

const history: Method = (call) => {
  const channel = readableChannel(call, 'history');
  if (!channel.memberIds.includes(BOT.userId)) throw new SlackError('not_in_channel');
  checkTimes(call);
  const shown = call.workspace.messages
    .inChannel(channel.id)
    .filter((message) => message.visibleTo === null && (message.threadTs === null || message.broadcast));
  const newestFirst = between(call, shown).reverse();
  const { items, more, next } = pageOf(call, newestFirst, 100, 999);
  return {
    messages: items.map((message) => toJson(call, message)),
    has_more: more,
    pin_count: 0,
    ...(more ? { response_metadata: { next_cursor: next } } : {}),
  };
};

const replies: Method = (call) => {
  const channel = readableChannel(call, 'history');
  if (!channel.memberIds.includes(BOT.userId)) throw new SlackError('not_in_channel');
  checkTimes(call);
  const { messages } = call.workspace;
  const asked = messages.find(channel.id, call.args.required('ts'));
  if (!asked || asked.visibleTo !== null) throw new SlackError('thread_not_found');
  const parent = asked.threadTs ? messages.find(channel.id, asked.threadTs) : asked;
  const inThread = messages
    .replies(channel.id, parent?.ts ?? asked.ts)
    .filter(({ visibleTo }) => visibleTo === null);
  const { items, more, next } = pageOf(call, between(call, inThread), 1000, 1000);
  return {
    // The parent leads every page, as in Slack.
    messages: [...(parent ? [parent] : []), ...items].map((message) => toJson(call, message)),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: next } } : {}),
  };
};

const open: Method = (call) => {
  call.needScope('im:write');
  if (call.args.has('channel')) {
    const channel = findChannel(call);
    if (channel.kind !== 'im') throw new SlackError('method_not_supported_for_channel_type');
    return { channel: { id: channel.id } };
  }
  const users = call.args.required('users').split(',');
  if (users.length > 1) throw new SlackError('not_enough_users');
  const channel = call.workspace.channels().find(({ kind, name }) => kind === 'im' && name === users[0]);
  if (!channel) throw new SlackError('user_not_found');
  const whole = call.args.flag('return_im');
  return {
    no_op: true,
    already_open: true,
    channel: whole ? channelJson(channel, BOT.userId) : { id: channel.id },
  };
};

const join: Method = (call) => {
  call.needScope('channels:join');
  const channel = findChannel(call);
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
  const joined = call.workspace.join(channel, BOT.userId, BOT.userId);
  return { channel: channelJson(channel, BOT.userId), ...(joined ? {} : { warning: 'already_in_channel' }) };
};

export const conversationsMethods: Record<string, Method> = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
  'conversations.join': join,
  'users.conversations': ofPerson,
};
