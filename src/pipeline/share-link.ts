// A link that a person posts goes through the same door as any source's; its summary is a reply in the thread.
import { randomUUID } from 'node:crypto';
import type { Item } from '../domain/article.ts';
import { canonicalUrl } from '../domain/canonical-url.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { getArticle } from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import { recordEvent } from '../store/events.ts';
import { lineOf } from '../store/find-articles.ts';
import * as messages from '../store/messages.ts';
import { cardKey } from './choose-cards.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import { submitArticles } from './submit-article.ts';

/** More links than these in one message are a list, not a recommendation. */
const MOST_LINKS = 5;

export interface SharedLinks {
  eventId: string | null;
  channelId: string;
  messageTs: string;
  threadTs: string | null;
  personId: string;
  urls: string[];
}

/** Until the page is read, its address stands in for the title. */
function toItem(url: string): Item {
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

/** Takes the links in, and claims one reply for each: its summary, or where it was discussed before. */
export async function shareLinks(deps: Deps, shared: SharedLinks): Promise<'taken' | 'seen'> {
  const now = deps.now();
  const { channelId, messageTs, personId } = shared;
  const ordered = await deps.db.transaction(async (tx) => {
    if (shared.eventId && !(await recordEvent(tx, shared.eventId, now))) return null;
    const submission = {
      items: shared.urls.slice(0, MOST_LINKS).map(toItem),
      broughtBy: { kind: 'person' as const, personId, channelId, messageTs },
      collectionId: null,
      defaultKind: null,
    };
    const { all } = await submitArticles(tx, submission, now);
    const claims: Ordered[] = [];
    for (const articleId of all) {
      const claim = await claimReply(tx, shared, articleId, now);
      if (claim) claims.push(claim);
    }
    return claims;
  });
  if (!ordered) return 'seen';
  await orderReplies(deps, ordered);
  return 'taken';
}

async function claimReply(
  tx: Queryable,
  shared: SharedLinks,
  articleId: number,
  now: Date,
): Promise<Ordered | null> {
  const { channelId, messageTs } = shared;
  const before = await messages.cardOf(tx, channelId, articleId);
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
      key: `reply:${channelId}:${messageTs}:${articleId}`,
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
async function orderPost(deps: Deps, articleId: number, messageId: string): Promise<void> {
  const article = await getArticle(deps.db, articleId, null);
  if (article?.readState === 'waiting')
    await deps.queue.enqueue('read-articles', { articleIds: [articleId] });
  else await deps.queue.enqueue('summarise-article', { articleId, messageId });
}

/** `/discuss-ai add URL`: the article gets a card in the channel, beyond the day's budget, since a person asked. */
export async function addLink(
  deps: Deps,
  { channelId, personId, url }: { channelId: string; personId: string; url: string },
): Promise<
  | { kind: 'added' }
  | { kind: 'known'; line: ArticleLine }
  | { kind: 'refused'; reason: 'not-an-address' | 'not-taken' }
> {
  try {
    canonicalUrl(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { kind: 'refused', reason: 'not-an-address' };
  }
  const now = deps.now();
  const messageId = randomUUID();
  const { articleId, claimed } = await deps.db.transaction(async (tx) => {
    const submission = {
      items: [toItem(url)],
      broughtBy: { kind: 'person' as const, personId, channelId, messageTs: `command:${messageId}` },
      collectionId: null,
      defaultKind: null,
    };
    const [id] = (await submitArticles(tx, submission, now)).all;
    if (id === undefined) throw new Error(`The store took no article for ${url}`);
    const claim = {
      id: messageId,
      channelId,
      purpose: 'card' as const,
      articleId: id,
      key: cardKey(channelId, id),
    };
    return { articleId: id, claimed: await messages.claimMessage(tx, claim, now) };
  });
  if (claimed) {
    await orderPost(deps, articleId, messageId);
    return { kind: 'added' };
  }
  const stored = await lineOf(deps.db, articleId, channelId);
  const [line] = stored ? await toLines(deps, channelId, [stored]) : [];
  return line ? { kind: 'known', line } : { kind: 'refused', reason: 'not-taken' };
}
