// chat.startStream, appendStream, stopStream: a message that appears bit by bit in a thread.
import { BOT } from '../members.ts';
import type { Block, Message } from '../messages.ts';
import {
  type ApiCall,
  findJoinedChannel,
  findMessage,
  type Method,
  problemsError,
  SlackError,
} from './call.ts';
import { readBlocks } from './chat.ts';

const CHUNK_TYPES = new Set(['blocks', 'markdown_text', 'task_update', 'plan_update']);
/** A stream that nobody goes on with is closed by Slack after about this long. */
const OPEN_MS = 5 * 60_000;

interface Content {
  text: string;
  blocks: Block[];
}

/** What is added by a call: text as Markdown, and blocks. */
function readChunks({ args }: ApiCall): Content {
  const given = args.json('chunks', 'invalid_chunks') ?? [];
  if (!Array.isArray(given)) throw new SlackError('invalid_chunks');
  const content: Content = { text: args.text('markdown_text'), blocks: [] };
  for (const chunk of given as { type?: unknown; text?: unknown; blocks?: unknown }[]) {
    if (!CHUNK_TYPES.has(String(chunk.type))) {
      throw problemsError('invalid_chunks', [`unknown type of chunk: ${String(chunk.type)}`]);
    }
    if (chunk.type === 'markdown_text') content.text += String(chunk.text ?? '');
    if (chunk.type === 'blocks') content.blocks.push(...(readBlocks(chunk.blocks) ?? []));
  }
  return content;
}

const startStream: Method = (call) => {
  const channel = findJoinedChannel(call);
  const parent = call.workspace.messages.find(channel.id, call.args.required('thread_ts'));
  if (!parent) throw new SlackError('thread_not_found');
  if (channel.kind !== 'im' && !(call.args.has('recipient_user_id') && call.args.has('recipient_team_id'))) {
    throw new SlackError('missing_recipient_user_id');
  }
  const { text, blocks } = readChunks(call);
  const message = call.workspace.post({
    channelId: channel.id,
    userId: BOT.userId,
    byApp: true,
    text,
    blocks: blocks.length > 0 ? blocks : null,
    threadTs: parent.threadTs ?? parent.ts,
    streamingSince: call.workspace.now().getTime(),
  });
  return { channel: channel.id, ts: message.ts };
};

function findStream(call: ApiCall): Message {
  const message = findMessage(call, findJoinedChannel(call), 'ts');
  const since = message.streamingSince ?? null;
  if (since === null || call.workspace.now().getTime() - since > OPEN_MS) {
    throw new SlackError('message_not_in_streaming_state');
  }
  return message;
}

function grow(call: ApiCall, message: Message, { text, blocks }: Content): void {
  const all = [...(message.blocks ?? []), ...blocks];
  call.workspace.edit(message, { text: message.text + text, blocks: all.length > 0 ? all : null }, null);
}

const appendStream: Method = (call) => {
  const message = findStream(call);
  grow(call, message, readChunks(call));
  return { channel: message.channelId, ts: message.ts };
};

const stopStream: Method = (call) => {
  const message = findStream(call);
  const content = readChunks(call);
  const blocks = readBlocks(call.args.json('blocks', 'invalid_blocks_format')) ?? [];
  message.streamingSince = null;
  grow(call, message, { ...content, blocks: [...content.blocks, ...blocks] });
  return { channel: message.channelId, ts: message.ts, message: call.workspace.json(message, true) };
};

export const streamMethods: Record<string, Method> = {
  'chat.startStream': scoped(startStream),
  'chat.appendStream': scoped(appendStream),
  'chat.stopStream': scoped(stopStream),
};

function scoped(method: Method): Method {
  return (call) => {
    call.needScope('chat:write');
    return method(call);
  };
}
