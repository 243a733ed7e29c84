// Posts what was claimed, once: whatever happens between the claim and the stored `ts`, the channel has one message.
import { ANYWHERE, type Reader } from '../domain/reader.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { showAnew } from './ask-in-thread.ts';
import { channelOf } from './channel-of.ts';
import { composePost } from './compose-post.ts';
import { reportCollections } from './finish-collection.ts';
import { Busy, type Deps, LostAnswer } from './ports.ts';
import { awaitTurn, channelPlace, sendInTurn } from './send-in-turn.ts';
import { readerOfDigest } from './send-personal-digest.ts';

/** Longer than a post with its time-out takes; after this the sender is taken for dead. */
export const LEASE_MS = 60_000;
/** A sender whose lease has less than this left was held up (a suspended machine): another may be sending soon. */
const SEND_MS = 20_000;
/** Most posts take less than a second: whoever finds another sender at work looks again after this. */
export const LOOK_AGAIN_MS = 3_000;
/** Slack's clock and ours may differ by this much when we look for a message: a clock set to the wrong zone. */
const CLOCK_SKEW_MS = 60 * 60_000;
/** What could not be posted for two days is no longer news. */
export const NEWS_MS = 48 * 3_600_000;

/** A message that this process alone may send now. */
interface Leased {
  message: messages.Message;
  /** Slack may have it from an earlier attempt. */
  attemptedBefore: boolean;
  until: Date;
}

/**
 * Sends the claimed message, unless Slack has it already. Throws `RateLimited` or `LostAnswer` for the queue to try
 * again, `Paced` while the channel is another message's, and `Busy` while another worker is at it.
 */
export async function postMessage(deps: Deps, { messageId }: JobPayload<'post-message'>): Promise<void> {
  const leased = await lease(deps, messageId);
  if (!leased) return;
  const { message, attemptedBefore } = leased;
  const found = attemptedBefore ? await findPosted(deps, message) : null;
  const ts = found ?? (await send(deps, leased));
  if (ts === null) {
    await messages.saveGone(deps.db, messageId, deps.now());
    deps.log.warn({ messageId, purpose: message.purpose }, 'A claimed message had nothing left to say');
  } else {
    await messages.savePosted(deps.db, messageId, ts, deps.now());
    // What an earlier attempt left may be the beginning of a stream.
    if (found !== null && message.purpose === 'answer') await showAnew(deps, messageId);
  }
  if (message.purpose === 'card') await reportCollections(deps);
}

/** `null` when there is nothing to send: it was sent, or is gone. */
async function lease(deps: Deps, messageId: string): Promise<Leased | null> {
  const waiting = await messages.getMessage(deps.db, messageId);
  if (!waiting || waiting.ts !== null) return null;
  await awaitTurn(deps, channelPlace(deps, waiting.channelId));
  const now = deps.now();
  const until = new Date(now.getTime() + LEASE_MS);
  const taken = await messages.leaseMessage(deps.db, messageId, now, until);
  if (taken.kind === 'done') return null;
  if (taken.kind === 'held') {
    throw new Busy(Math.min(LOOK_AGAIN_MS, Math.max(1_000, taken.untilMs - now.getTime())));
  }
  return { message: taken.message, attemptedBefore: taken.attemptedBefore, until };
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

/** `null` when the message has nothing to say any more, or comes too late to be news. */
async function send(deps: Deps, { message, attemptedBefore, until }: Leased): Promise<string | null> {
  if (deps.now().getTime() - message.claimedAt.getTime() > NEWS_MS) return null;
  let sending = false;
  try {
    const post = await composePost(deps, message);
    if (!post) return null;
    const reader = await readerOf(deps, message);
    return await sendInTurn(deps, channelPlace(deps, message.channelId), async () => {
      if (until.getTime() - deps.now().getTime() < SEND_MS) throw new Busy(LOOK_AGAIN_MS);
      sending = true;
      const { ts } = await deps.publisher.post(message, message.id, post, reader);
      return ts;
    });
  } catch (error) {
    // Not sent yet, or refused with a clear no: Slack has nothing of it, unless an earlier attempt got through.
    const neverSent = !attemptedBefore && !(sending && error instanceof LostAnswer);
    // A lease that ran out may be another's by now.
    if (!(error instanceof Busy)) await messages.releaseLease(deps.db, message.id, neverSent);
    throw error;
  }
}

/** An answer says itself in which language; the rest speaks as its channel does, or the digest's person. */
async function readerOf(deps: Deps, { purpose, digestId, channelId }: messages.Message): Promise<Reader> {
  if (purpose === 'answer') return ANYWHERE;
  return digestId ? await readerOfDigest(deps, digestId) : channelOf(deps, channelId);
}
