// Picks up what a crash left between two steps, and drops what is no longer needed.
import { forgetAnswersBefore } from '../store/answers.ts';
import * as articles from '../store/articles.ts';
import { listUnfinished } from '../store/collections.ts';
import { forgetEventsBefore } from '../store/events.ts';
import * as messages from '../store/messages.ts';
import { dropForgottenBefore } from '../store/personal-data.ts';
import { forgetSignaturesBefore } from '../store/requests.ts';
import { forgetStatesBefore } from '../store/shares.ts';
import { finishCollection, reportCollections } from './finish-collection.ts';
import { orderReading } from './order-reading.ts';
import type { Deps } from './ports.ts';
import { NEWS_MS } from './post-message.ts';
import { RECONCILED_DAYS } from './reconcile-votes.ts';

const MINUTE_MS = 60_000;
/** A step that has not come this long after it was due is ordered again. */
const OVERDUE_MS = 5 * MINUTE_MS;
/** Slack repeats an event for up to a day when deliveries are delayed. */
const EVENTS_KEPT_MS = 25 * 60 * MINUTE_MS;
/** A signed request may be from five minutes ahead, and is refused as old five minutes after that. */
const SIGNATURES_KEPT_MS = 11 * MINUTE_MS;
const MOST_ARTICLES = 500;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What people asked is kept this long, to make answers better by it. */
const ANSWERS_KEPT_MS = 90 * DAY_MS;
/** Older reactions are not compared with Slack's any more. */
const FORGOTTEN_KEPT_MS = (RECONCILED_DAYS + 1) * DAY_MS;

export async function sweepStore(deps: Deps): Promise<void> {
  const now = deps.now().getTime();
  const overdue = new Date(now - OVERDUE_MS);
  await forgetEventsBefore(deps.db, new Date(now - EVENTS_KEPT_MS));
  await forgetSignaturesBefore(deps.db, new Date(now - SIGNATURES_KEPT_MS));
  await forgetStatesBefore(deps.db, new Date(now - EVENTS_KEPT_MS));
  await forgetAnswersBefore(deps.db, new Date(now - ANSWERS_KEPT_MS));
  await dropForgottenBefore(deps.db, new Date(now - FORGOTTEN_KEPT_MS));

  const unread = await articles.listForgotten(deps.db, overdue, MOST_ARTICLES);
  await orderReading(deps, unread);
  const { unposted, unrefreshed } = await messages.listForgotten(deps.db, overdue, new Date(now - NEWS_MS));
  for (const message of unposted) await orderAgain(deps, message);
  for (const messageId of unrefreshed) await deps.queue.enqueue('refresh-card', { messageId });
  for (const collectionId of await listUnfinished(deps.db, overdue))
    await finishCollection(deps, collectionId);
  await reportCollections(deps);
}

async function orderAgain(deps: Deps, message: messages.Message): Promise<void> {
  const { id: messageId, articleId, channelId } = message;
  if (message.purpose === 'poc') await deps.queue.enqueue('prompt-poc', { channelId, messageId });
  else if (articleId !== null && (message.purpose === 'card' || message.purpose === 'reply')) {
    await deps.queue.enqueue('summarise-article', { articleId, messageId });
  } else await deps.queue.enqueue('post-message', { messageId });
}
