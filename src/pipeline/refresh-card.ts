// Brings a posted message up to date with the store, at most once in a while.
import { ANYWHERE } from '../domain/reader.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { channelOf } from './channel-of.ts';
import { composePost } from './compose-post.ts';
import type { Deps } from './ports.ts';
import { awaitTurn, sendInTurn, updatesPlace } from './send-in-turn.ts';
import { withdrawMessage } from './withdraw-message.ts';

/** Lines in a card's thread that show nothing of votes and summaries: an update would cost a call for nothing. */
const WITHOUT_VOTES: readonly messages.Purpose[] = ['also-on', 'changed'];

/**
 * Orders one refresh of every message that shows one of the articles, unless one is ordered already. `places`: it is
 * where their stories are told that has changed.
 */
export async function orderRefresh(
  deps: Deps,
  articleIds: readonly number[],
  what: 'votes' | 'places' = 'votes',
): Promise<void> {
  const at = new Date(deps.now().getTime() + deps.pacing.refreshMs);
  const besides = what === 'votes' ? WITHOUT_VOTES : [];
  for (const messageId of await messages.orderRefresh(deps.db, articleIds, at, besides)) {
    await deps.queue.enqueue('refresh-card', { messageId }, { delayMs: deps.pacing.refreshMs });
  }
}

export async function refreshCard(deps: Deps, { messageId }: JobPayload<'refresh-card'>): Promise<void> {
  await awaitTurn(deps, updatesPlace(deps));
  const message = await messages.takeRefresh(deps.db, messageId);
  if (!message?.ts) return;
  try {
    const post = await composePost(deps, message);
    if (!post) return message.purpose === 'also-on' ? await takeBack(deps, message) : undefined;
    const reader = message.purpose === 'answer' ? ANYWHERE : channelOf(deps, message.channelId);
    const at = { channelId: message.channelId, ts: message.ts };
    const outcome = await sendInTurn(deps, updatesPlace(deps), () =>
      deps.publisher.update(at, message.id, post, reader),
    );
    if (outcome === 'gone') await messages.saveGone(deps.db, message.id, deps.now());
  } catch (error) {
    // The order was taken before the message was rebuilt: put it back for the next attempt.
    await messages.restoreRefresh(deps.db, message.id, deps.now());
    throw error;
  }
}

/** A line that names no place any more has nothing to say; a later place gets another one. */
async function takeBack(deps: Deps, { key }: messages.Message): Promise<void> {
  for (const messageId of await messages.withdraw(deps.db, [key], deps.now())) {
    await withdrawMessage(deps, { messageId });
  }
}
