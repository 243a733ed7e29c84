// Takes back an answer to something that is no longer there, whether it was posted, is being posted, or never was.
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { Busy, type Deps } from './ports.ts';
import { findPosted, LEASE_MS, LOOK_AGAIN_MS } from './post-message.ts';

export async function withdrawMessage(
  deps: Deps,
  { messageId }: JobPayload<'withdraw-message'>,
): Promise<void> {
  const message = await messages.getMessage(deps.db, messageId);
  if (!message) return;
  const ts = message.ts ?? (await findUnsaved(deps, messageId));
  if (ts !== null) await deps.publisher.remove({ channelId: message.channelId, ts });
  await messages.saveGone(deps.db, messageId, deps.now());
}

/** Slack may have a message whose `ts` never came back. */
async function findUnsaved(deps: Deps, messageId: string): Promise<string | null> {
  const now = deps.now();
  const lease = await messages.leaseMessage(deps.db, messageId, now, new Date(now.getTime() + LEASE_MS));
  if (lease.kind === 'held') throw new Busy(LOOK_AGAIN_MS);
  if (lease.kind === 'done') return (await messages.getMessage(deps.db, messageId))?.ts ?? null;
  return lease.attemptedBefore ? await findPosted(deps, lease.message) : null;
}
