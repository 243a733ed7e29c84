// The week's digest so far, for one person's eyes.
import type { ChannelProfile } from '../domain/channel.ts';
import { buildDigest } from '../pipeline/send-digest.ts';
import { digestMessage } from './blocks/digest.ts';
import { footnote, type Message } from './blocks/message.ts';
import type { SlackContext } from './context.ts';
import type { Words } from './words/words.ts';

export async function previewDigest(
  { deps, command }: SlackContext,
  profile: ChannelProfile,
  words: Words,
): Promise<Message> {
  const message = digestMessage(await buildDigest(deps, profile.id), words, command);
  return { ...message, blocks: [footnote(words.digest.preview), ...message.blocks] };
}
