// Links that people post go through the same door as any source's. How they are answered is the channel's choice:
// a summary in the thread, a reaction, or not at all.
import { randomUUID } from 'node:crypto';
import type { Item } from '../domain/article.ts';
import type { SharingMode } from '../domain/channel.ts';
import { getArticle } from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { recordEvent } from '../store/events.ts';
import * as messages from '../store/messages.ts';
import * as shares from '../store/shares.ts';
import { tallyArticles } from '../store/votes.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';
import { submitArticles } from './submit-article.ts';

/** More links than these in one message are a list, not a recommendation. */
const MOST_LINKS = 5;

export interface SharedLinks {
  eventId: string | null;
  /** Slack's time of this state of the message: its `ts` when new, the event's after an edit. */
  eventTs: string;
  channelId: string;
  messageTs: string;
  threadTs: string | null;
  personId: string;
  /** All links that the message has now; none where an edit took them out. */
  urls: string[];
  /** The app was asked by name: it answers in the thread, whatever the channel's choice. */
  asked?: boolean;
  /** It was found so long after it was posted that an answer would come out of nowhere: taken in without one. */
  late?: boolean;
}

/** Until the page is read, its address stands in for the title. */
export function itemOfLink(url: string): Item {
  return {
    guid: url,
    url,
    title: url,
    publishedAt: null,
    authors: [],
    html: '',
    kind: null,
    discussionUrl: null,
  };
}

interface Ordered {
  articleId: number;
  messageId: string;
  again: boolean;
}

interface Taken {
  /** Articles that the message did not share before. */
  added: number[];
  claims: Ordered[];
  withdrawn: string[];
  changed: boolean;
}

/**
 * Takes in what a new or edited message shares, and orders the channel's kind of answer for what it did not share
 * before. What an edit took out is forgotten, and the answer to it withdrawn.
 */
export async function shareLinks(deps: Deps, shared: SharedLinks): Promise<'taken' | 'seen'> {
  const mode = modeOf(deps, shared);
  const taken = await deps.db.transaction(async (tx): Promise<Taken | null> => {
    const now = deps.now();
    if (shared.eventId && !(await recordEvent(tx, shared.eventId, now))) return null;
    if (!(await isCurrent(tx, shared, now))) return null;
    const known = await shares.articlesSharedIn(tx, shared);
    const all = await submitLinks(tx, shared, now);
    const added = all.filter((id) => !known.includes(id));
    const removed = known.filter((id) => !all.includes(id));
    await shares.forgetShares(tx, shared, removed);
    const keys = removed.map((id) => replyKey(shared, id));
    const withdrawn = await messages.withdraw(tx, keys, now);
    const claims: Ordered[] = [];
    for (const articleId of mode !== 'thread' ? [] : shared.asked ? all : added) {
      const claim = await claimReply(tx, shared, articleId, now);
      if (claim) claims.push(claim);
    }
    return { added, claims, withdrawn, changed: added.length + removed.length > 0 };
  });
  if (!taken) return 'seen';
  for (const messageId of taken.withdrawn) await deps.queue.enqueue('withdraw-message', { messageId });
  await orderReplies(deps, taken.claims);
  if (mode !== 'thread') await orderReading(deps, taken.added);
  if (mode === 'reaction' && taken.changed) {
    await deps.queue.enqueue('mark-share', { channelId: shared.channelId, messageTs: shared.messageTs });
  }
  return 'taken';
}

function modeOf(deps: Deps, { asked, late, channelId }: SharedLinks): SharingMode {
  if (late) return 'off';
  return asked ? 'thread' : channelOf(deps, channelId).sharing;
}

/** A message that names the app comes as two events of one time, in either order: the second must not be late. */
async function isCurrent(tx: Queryable, shared: SharedLinks, now: Date): Promise<boolean> {
  if (shared.asked) return !(await shares.isDeleted(tx, shared));
  return await shares.takeMessageState(tx, { ...shared, deleted: false }, now);
}

async function submitLinks(tx: Queryable, shared: SharedLinks, now: Date): Promise<number[]> {
  const { channelId, messageTs, personId } = shared;
  const submission = {
    items: shared.urls.slice(0, MOST_LINKS).map(itemOfLink),
    broughtBy: { kind: 'person' as const, personId, channelId, messageTs },
    collectionId: null,
    defaultKind: null,
  };
  return (await submitArticles(tx, submission, now)).all;
}

function replyKey(
  { channelId, messageTs }: { channelId: string; messageTs: string },
  articleId: number,
): string {
  return `reply:${channelId}:${messageTs}:${articleId}`;
}

async function claimReply(
  tx: Queryable,
  shared: SharedLinks,
  articleId: number,
  now: Date,
): Promise<Ordered | null> {
  const { channelId, messageTs } = shared;
  const before =
    (await messages.cardOf(tx, channelId, articleId)) ??
    (await messages.storyCardOf(tx, channelId, articleId));
  const again = before !== null && before.ts !== null;
  const id = randomUUID();
  const claimed = await messages.claimMessage(
    tx,
    {
      id,
      channelId,
      threadTs: shared.threadTs ?? messageTs,
      purpose: again ? 'again' : 'reply',
      articleId,
      key: replyKey(shared, articleId),
    },
    now,
  );
  return claimed ? { articleId, messageId: id, again } : null;
}

async function orderReplies(deps: Deps, ordered: readonly Ordered[]): Promise<void> {
  for (const { articleId, messageId, again } of ordered) {
    if (again) await deps.queue.enqueue('post-message', { messageId });
    else await orderPost(deps, articleId, messageId);
  }
}

/** Reading first, where that is still to be done; it orders the summary itself. */
export async function orderPost(deps: Deps, articleId: number, messageId: string): Promise<void> {
  const article = await getArticle(deps.db, articleId, null);
  if (article?.readState === 'waiting')
    await deps.queue.enqueue('read-articles', { articleIds: [articleId] });
  else await deps.queue.enqueue('summarise-article', { articleId, messageId });
}

/** Where nothing is answered, it is read all the same: for search, votes and the digest. */
async function orderReading(deps: Deps, articleIds: readonly number[]): Promise<void> {
  if (articleIds.length > 0) await deps.queue.enqueue('read-articles', { articleIds: [...articleIds] });
}

/**
 * A message was deleted: what a person shared in it is forgotten with the votes on it, and the answers to it are
 * withdrawn; an own post is not refreshed any more. The articles stay.
 */
export async function forgetMessage(
  deps: Deps,
  deleted: { eventId: string | null; eventTs: string; channelId: string; messageTs: string },
): Promise<void> {
  const outcome = await deps.db.transaction(async (tx) => {
    const now = deps.now();
    if (deleted.eventId && !(await recordEvent(tx, deleted.eventId, now))) return null;
    await shares.takeMessageState(tx, { ...deleted, deleted: true }, now);
    await messages.saveGoneAt(tx, deleted, now);
    const known = await shares.articlesSharedIn(tx, deleted);
    await shares.forgetShares(tx, deleted, known);
    const recount = await shares.dropVotesOnShare(tx, deleted);
    if (recount.length > 0) await tallyArticles(tx, recount);
    const keys = known.map((id) => replyKey(deleted, id));
    return { recount, withdrawn: await messages.withdraw(tx, keys, now) };
  });
  if (!outcome) return;
  for (const messageId of outcome.withdrawn) await deps.queue.enqueue('withdraw-message', { messageId });
  if (outcome.recount.length > 0) await orderRefresh(deps, outcome.recount, 'places');
}
