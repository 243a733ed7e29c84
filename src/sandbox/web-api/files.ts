// files.*: an upload in Slack's three steps: ask for an address, send the bytes there, say where it belongs.
import { BOT } from '../members.ts';
import { findChannel, type Method, problemsError, SlackError } from './call.ts';

const getUploadURLExternal: Method = (call) => {
  call.needScope('files:write');
  const name = call.args.required('filename');
  const length = Number(call.args.text('length'));
  if (!Number.isInteger(length) || length < 1) {
    throw problemsError('invalid_arguments', ['must be a positive integer [json-pointer:/length]']);
  }
  const file = call.workspace.files.expect(name, length, BOT.userId);
  return { upload_url: call.workspace.files.uploadUrl(file.id), file_id: file.id };
};

const completeUploadExternal: Method = (call) => {
  call.needScope('files:write');
  const given = call.args.json('files', 'invalid_arguments');
  if (!Array.isArray(given) || given.length === 0) {
    throw problemsError('invalid_arguments', ['missing required field: files']);
  }
  const { files } = call.workspace;
  const uploaded = given.map((one: { id?: unknown }) => {
    const file = files.find(String(one.id));
    if (!file?.content) throw new SlackError('file_not_found');
    return file;
  });
  if (call.args.has('channel_id')) {
    const channel = findChannel(call, 'channel_id');
    if (!channel.memberIds.includes(BOT.userId)) throw new SlackError('not_in_channel');
    call.workspace.post({
      channelId: channel.id,
      userId: BOT.userId,
      byApp: true,
      text: call.args.text('initial_comment'),
      threadTs: call.args.text('thread_ts') || null,
      files: uploaded.map(({ id }) => id),
    });
  }
  return { files: uploaded.map((file) => files.json(file)) };
};

export const filesMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadURLExternal,
  'files.completeUploadExternal': completeUploadExternal,
};
