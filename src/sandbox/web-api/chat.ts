// chat.*: what the app posts, changes and deletes.
import { checkBlocks, MESSAGE_BLOCKS, MESSAGE_BLOCKS_TEXT, textLength } from '../block-limits.ts';
import { BOT, TEAM } from '../members.ts';
import type { Block, Message } from '../messages.ts';
import {
  type ApiCall,
  findChannel,
  findJoinedChannel,
  findMessage,
  type Method,
  problemsError,
  SlackError,
} from './call.ts';

/** Slack cuts what is posted here, and refuses an update over the shorter limit. */
const POST_TEXT = 40_000;
const UPDATE_TEXT = 4_000;

/** Checked blocks of a call, `undefined` where it has none. Throws `invalid_blocks` and its kin. */
export function readBlocks(given: unknown): Block[] | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const problems = checkBlocks(given, MESSAGE_BLOCKS);
  if (problems.length > 0) throw problemsError('invalid_blocks', problems);
  if (textLength(given) > MESSAGE_BLOCKS_TEXT) throw new SlackError('msg_blocks_too_long');
  return given as Block[];
}

function readContent(call: ApiCall) {
  const blocks = readBlocks(call.args.json('blocks', 'invalid_blocks_format'));
  const text = call.args.text('text');
  if (text === '' && !blocks?.length) throw new SlackError('no_text');
  const metadata = call.args.json('metadata', 'invalid_metadata_format');
  return { text, blocks, metadata: (metadata as Record<string, unknown> | undefined) ?? null };
}

function readThread(call: ApiCall, channelId: string): string | null {
  const ts = call.args.text('thread_ts');
  if (ts === '') return null;
  const parent = call.workspace.messages.find(channelId, ts);
  if (!parent) throw new SlackError('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

function json(call: ApiCall, message: Message): Record<string, unknown> {
  return call.workspace.json(message, true);
}

const postMessage: Method = (call) => {
  const channel = findJoinedChannel(call);
  const { text, blocks, metadata } = readContent(call);
  const message = call.workspace.post({
    channelId: channel.id,
    userId: BOT.userId,
    byApp: true,
    text: text.slice(0, POST_TEXT),
    blocks: blocks?.length ? blocks : null,
    metadata,
    threadTs: readThread(call, channel.id),
    broadcast: call.args.flag('reply_broadcast'),
  });
  return { channel: channel.id, ts: message.ts, message: json(call, message) };
};

const postEphemeral: Method = (call) => {
  const channel = findJoinedChannel(call);
  const userId = call.args.required('user');
  if (!call.workspace.member(userId)) throw new SlackError('user_not_found');
  if (!channel.memberIds.includes(userId)) throw new SlackError('user_not_in_channel');
  const { text, blocks } = readContent(call);
  const message = call.workspace.post({
    channelId: channel.id,
    userId: BOT.userId,
    byApp: true,
    text: text.slice(0, POST_TEXT),
    blocks: blocks?.length ? blocks : null,
    threadTs: readThread(call, channel.id),
    visibleTo: userId,
  });
  return { message_ts: message.ts };
};

const update: Method = (call) => {
  const channel = findChannel(call);
  const message = findMessage(call, channel, 'ts');
  if (!message.byApp) throw new SlackError('cant_update_message');
  if (message.streamingSince) throw new SlackError('streaming_state_conflict');
  const { text, blocks, metadata } = readContent(call);
  if (text.length > UPDATE_TEXT) throw new SlackError('msg_too_long');
  // Slack keeps the blocks of before where the call has none; an empty array removes them.
  const newBlocks = blocks ? { blocks: blocks.length > 0 ? blocks : null } : {};
  call.workspace.edit(message, { text, ...newBlocks, ...(metadata ? { metadata } : {}) }, BOT.userId);
  return { channel: channel.id, ts: message.ts, text, message: json(call, message) };
};

const remove: Method = (call) => {
  const channel = findChannel(call);
  const message = findMessage(call, channel, 'ts');
  if (!message.byApp) throw new SlackError('cant_delete_message');
  call.workspace.remove(message);
  return { channel: channel.id, ts: message.ts };
};

const getPermalink: Method = (call) => {
  const channel = findChannel(call);
  const message = findMessage(call, channel, 'message_ts');
  const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink: `https://${TEAM.domain}.slack.com/${path}` };
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': scoped('chat:write', postMessage),
  'chat.postEphemeral': scoped('chat:write', postEphemeral),
  'chat.update': scoped('chat:write', update),
  'chat.delete': scoped('chat:write', remove),
  'chat.getPermalink': getPermalink,
};

function scoped(scope: string, method: Method): Method {
  return (call) => {
    call.needScope(scope);
    return method(call);
  };
}
