// Posts what was claimed, once: whatever happens between the claim and the stored `ts`, the channel has one message.
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { channelOf } from './channel-of.ts';
import { composePost } from './compose-post.ts';
import { reportCollections } from './finish-collection.ts';
import { Busy, type Deps, RateLimited } from './ports.ts';
import { readerOfDigest } from './send-personal-digest.ts';

/** Longer than a post with its time-out takes; after this the sender is taken for dead. */
export const LEASE_MS = 60_000;
/** Most posts take less than a second: whoever finds another sender at work looks again after this. */
export const LOOK_AGAIN_MS = 3_000;
/** Slack's clock and ours may differ by this much when we look for a message. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Sends the claimed message, unless Slack has it already. Throws `RateLimited` or `LostAnswer` for the queue to try
 * again, and `Busy` while another worker is at it.
 */
export async function postMessage(deps: Deps, { messageId }: JobPayload<'post-message'>): Promise<void> {
  const now = deps.now();
  const lease = await messages.leaseMessage(deps.db, messageId, now, new Date(now.getTime() + LEASE_MS));
  if (lease.kind === 'done') return;
  if (lease.kind === 'held') {
    throw new Busy(Math.min(LOOK_AGAIN_MS, Math.max(1_000, lease.untilMs - now.getTime())));
  }

  const { message, attemptedBefore } = lease;
  const ts =
    (attemptedBefore ? await findPosted(deps, message) : null) ??
    (await send(deps, message, attemptedBefore));
  if (ts === null) {
    await messages.saveGone(deps.db, messageId, deps.now());
    deps.log.warn({ messageId, purpose: message.purpose }, 'A claimed message had nothing left to say');
  } else {
    await messages.savePosted(deps.db, messageId, ts, deps.now());
  }
  if (message.purpose === 'card') await reportCollections(deps);
}

/** The `ts` of a message that an earlier attempt may have left in Slack. Gives the lease back when it cannot look. */
export async function findPosted(deps: Deps, message: messages.Message): Promise<string | null> {
  const since = new Date(message.claimedAt.getTime() - CLOCK_SKEW_MS);
  try {
    const found = await deps.publisher.find(message, message.id, since);
    return found?.ts ?? null;
  } catch (error) {
    await messages.releaseLease(deps.db, message.id, false);
    throw error;
  }
}

async function send(deps: Deps, message: messages.Message, attemptedBefore: boolean): Promise<string | null> {
  let sending = false;
  try {
    const post = await composePost(deps, message);
    if (!post) return null;
    sending = true;
    const reader = message.digestId
      ? await readerOfDigest(deps, message.digestId)
      : channelOf(deps, message.channelId);
    const { ts } = await deps.publisher.post(message, message.id, post, reader);
    return ts;
  } catch (error) {
    // Refused before it was sent, or with a clear no: Slack has nothing of it, unless an earlier attempt got through.
    const neverSent = !attemptedBefore && (!sending || error instanceof RateLimited);
    await messages.releaseLease(deps.db, message.id, neverSent);
    throw error;
  }
}
