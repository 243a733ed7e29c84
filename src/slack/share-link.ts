// Links that people post in the channel, and messages they delete.
import { z } from 'zod';
import { forgetMessage } from '../pipeline/forget-message.ts';
import { shareLinks } from '../pipeline/share-link.ts';
import type { SlackContext } from './context.ts';
import { linksOf } from './links.ts';

const id = z.string().min(1);

/** A message that a person wrote: an upload and a reply sent to the channel too have a subtype. */
export const personMessage = z.object({
  subtype: z.enum(['file_share', 'thread_broadcast']).optional(),
  bot_id: z.null().optional(),
  channel: id,
  channel_type: z.string().optional(),
  user: id,
  ts: id,
  thread_ts: id.optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
});
export type PersonMessage = z.infer<typeof personMessage>;

const deleted = z.object({
  subtype: z.literal('message_deleted'),
  channel: id,
  deleted_ts: id,
  previous_message: z.object({ user: id, bot_id: z.null().optional() }),
});

export async function takeLinks(
  { deps }: SlackContext,
  message: PersonMessage,
  eventId: string,
): Promise<void> {
  const urls = linksOf(message);
  if (urls.length === 0) return;
  await shareLinks(deps, {
    eventId,
    channelId: message.channel,
    messageTs: message.ts,
    threadTs: message.thread_ts ?? null,
    personId: message.user,
    urls,
  });
}

/** True when the event was a person's deleted message. */
export async function forgetDeleted({ deps }: SlackContext, event: unknown): Promise<boolean> {
  const parsed = deleted.safeParse(event);
  if (!parsed.success) return false;
  await forgetMessage(deps, { channelId: parsed.data.channel, messageTs: parsed.data.deleted_ts });
  return true;
}
