// reactions.*: who set which emoji on a message.
import { BOT } from '../members.ts';
import { messageJson } from '../messages.ts';
import { type ApiCall, findChannel, findMessage, type Method, SlackError } from './call.ts';

/** The name without colons; Slack keeps aliases and skin tones as they were sent. */
function emojiName(call: ApiCall): string {
  const name = call.args.required('name').replace(/^:|:$/g, '');
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
  return name;
}

export const reactionsMethods: Record<string, Method> = {
  'reactions.add': (call) => {
    call.needScope('reactions:write');
    const message = findMessage(call, findChannel(call), 'timestamp');
    if (!call.workspace.addReaction(message, BOT.userId, emojiName(call)))
      throw new SlackError('already_reacted');
    return {};
  },
  'reactions.remove': (call) => {
    call.needScope('reactions:write');
    const message = findMessage(call, findChannel(call), 'timestamp');
    if (!call.workspace.removeReaction(message, BOT.userId, emojiName(call)))
      throw new SlackError('no_reaction');
    return {};
  },
  'reactions.get': (call) => {
    call.needScope('reactions:read');
    const channel = findChannel(call);
    const message = findMessage(call, channel, 'timestamp');
    const replies = call.workspace.messages.replies(channel.id, message.ts);
    return { type: 'message', channel: channel.id, message: messageJson(message, replies) };
  },
};
