// Links that people post in the channel, edit in or out, and messages they delete.
import { z } from 'zod';
import { forgetMessage, shareLinks } from '../pipeline/share-link.ts';
import type { SlackContext } from './context.ts';
import { linksOf } from './links.ts';
import { parseSpoken } from './spoken-words.ts';

const id = z.string().min(1);

/** What a person writes: an upload and a reply sent to the channel too have a subtype, a bot's words a `bot_id`. */
export const written = z.object({
  subtype: z.enum(['file_share', 'thread_broadcast']).optional(),
  bot_id: z.null().optional(),
  user: id,
  ts: id,
  thread_ts: id.optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  files: z.array(z.unknown()).optional(),
});

export const personMessage = written.extend({ channel: id, channel_type: z.string().optional() });
export type PersonMessage = z.infer<typeof personMessage>;

/** Slack tells of unfurled links and counted replies in the same way; own edits have a `bot_id`. */
const edited = z.object({
  subtype: z.literal('message_changed'),
  channel: id,
  event_ts: id,
  message: written,
  previous_message: z
    .object({ text: z.string().optional(), blocks: z.array(z.unknown()).optional() })
    .optional(),
});

const deleted = z.object({
  subtype: z.literal('message_deleted'),
  channel: id,
  event_ts: id,
  deleted_ts: id,
});

/** A deleted message with replies stays in Slack as a stub, and comes as a change. */
const emptied = z
  .object({
    subtype: z.literal('message_changed'),
    channel: id,
    event_ts: id,
    message: z.object({ subtype: z.literal('tombstone'), ts: id }),
  })
  .transform(({ channel, event_ts, message }) => ({ channel, event_ts, deleted_ts: message.ts }));

const gone = z.union([deleted, emptied]);

/**
 * An upload for which the app is asked, and nothing else to answer. Files are not read: that would take a permission to
 * read all of them, and would send what is internal to whoever runs the model.
 */
export function asksForFile({ text = '', files = [], ...message }: PersonMessage): boolean {
  if (files.length === 0 || linksOf({ text, ...message }).length > 0) return false;
  return ['help', 'ask'].includes(parseSpoken(text).verb);
}

/** `asked`: the message names the app. */
export async function takeLinks(
  { deps }: SlackContext,
  message: PersonMessage,
  eventId: string,
  asked = false,
): Promise<void> {
  const urls = linksOf(message);
  if (urls.length === 0) return;
  await shareLinks(deps, {
    eventId,
    eventTs: message.ts,
    channelId: message.channel,
    messageTs: message.ts,
    threadTs: message.thread_ts ?? null,
    personId: message.user,
    urls,
    asked,
  });
}

/** True when the event was about a message that is no more, a person's or the app's own. */
export async function forgetDeleted(
  { deps }: SlackContext,
  event: unknown,
  eventId: string,
): Promise<boolean> {
  const parsed = gone.safeParse(event);
  if (!parsed.success) return false;
  const { channel: channelId, deleted_ts: messageTs, event_ts: eventTs } = parsed.data;
  await forgetMessage(deps, { eventId, eventTs, channelId, messageTs });
  return true;
}

/** True when the event was about a message that a person had written before. */
export async function takeEdit({ deps }: SlackContext, event: unknown, eventId: string): Promise<boolean> {
  const parsed = edited.safeParse(event);
  if (!parsed.success) return false;
  const { channel: channelId, event_ts: eventTs, message, previous_message: before } = parsed.data;
  const urls = linksOf(message);
  if (before && linksOf(before).join(' ') === urls.join(' ')) return true;
  await shareLinks(deps, {
    eventId,
    eventTs,
    channelId,
    messageTs: message.ts,
    threadTs: message.thread_ts ?? null,
    personId: message.user,
    urls,
  });
  return true;
}
