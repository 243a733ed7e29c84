// The week's digest so far, for one person's eyes.
import type { ChannelProfile } from '../domain/channel.ts';
import type { Deps } from '../pipeline/ports.ts';
import { buildDigest } from '../pipeline/send-digest.ts';
import { digestMessage } from './blocks/digest.ts';
import { footnote, type Message } from './blocks/message.ts';

export async function previewDigest(deps: Deps, profile: ChannelProfile): Promise<Message> {
  const message = digestMessage(await buildDigest(deps, profile.id), profile.language);
  return { ...message, blocks: [footnote('A preview: only you see this.'), ...message.blocks] };
}
