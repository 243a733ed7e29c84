// What people wrote in a channel, as Slack's history has it now: for what was missed while no event came.
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { WrittenPage } from '../pipeline/ports.ts';
import { linksOf } from './links.ts';
import { written } from './share-link.ts';

/** Slack advises no more than 200 a page. */
const PAGE = 200;

const id = z.string().min(1);
const listed = z.object({ ts: id, thread_ts: id.optional(), latest_reply: id.optional() });
/** Slack cuts `edited.ts` to seconds: an edit whose event came counts as later, and is not taken again. */
const changed = z.object({ edited: z.object({ ts: id }).optional() });

/** One page of a channel, the newest first, or of one of its threads, the oldest first. */
export async function readWritten(
  client: WebClient,
  asked: { channelId: string; threadTs: string | null; since: Date; cursor: string | null },
  botUserId: string | null,
): Promise<WrittenPage> {
  const page = {
    channel: asked.channelId,
    oldest: (asked.since.getTime() / 1000).toFixed(6),
    limit: PAGE,
    ...(asked.cursor ? { cursor: asked.cursor } : {}),
  };
  const answer = asked.threadTs
    ? await client.conversations.replies({ ...page, ts: asked.threadTs })
    : await client.conversations.history(page);
  const messages: unknown[] = answer.messages ?? [];
  return {
    messages: messages.flatMap((message) => writtenOf(message, botUserId) ?? []),
    next: answer.response_metadata?.next_cursor || null,
  };
}

function writtenOf(message: unknown, botUserId: string | null): WrittenPage['messages'][number] | null {
  const place = listed.safeParse(message);
  if (!place.success) return null;
  const { ts, thread_ts: threadTs, latest_reply: lastReplyTs } = place.data;
  const byPerson = written.safeParse(message);
  const at = {
    ts,
    threadTs: threadTs && threadTs !== ts ? threadTs : null,
    lastReplyTs: lastReplyTs ?? null,
  };
  // Nobody is answered by us but people, whatever Slack leaves out of our own posts.
  if (!byPerson.success || byPerson.data.user === botUserId) return { ...at, said: null };
  const { user: personId, text } = byPerson.data;
  const editedTs = changed.safeParse(message).data?.edited?.ts ?? null;
  const asked = botUserId !== null && (text ?? '').includes(`<@${botUserId}>`);
  return { ...at, said: { personId, editedTs, urls: linksOf(byPerson.data), asked } };
}
