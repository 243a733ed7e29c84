// A link that a person asks to be added gets a card in the channel, beyond the day's budget.
import { randomUUID } from 'node:crypto';
import { canonicalUrl } from '../domain/canonical-url.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { getArticle } from '../store/articles.ts';
import { lineOf } from '../store/find-articles.ts';
import * as messages from '../store/messages.ts';
import { channelOf } from './channel-of.ts';
import { cardKey } from './choose-cards.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import { itemOfLink, orderPost } from './share-link.ts';
import { submitArticles } from './submit-article.ts';
import { readLinks } from './summarise-links.ts';

export type AddedLink =
  | { kind: 'added' }
  /** The article has a card there, or had one. */
  | { kind: 'known'; line: ArticleLine }
  | { kind: 'refused'; reason: 'not-an-address' | 'private' | 'not-taken' }
  /** `reason` in an operator's words, as `readFault` knows them. */
  | { kind: 'unreadable'; url: string; reason: string };

interface AskedLink {
  channelId: string;
  personId: string;
  url: string;
}

/**
 * Reads the page while the person waits: what cannot be read gets no card, and they are told at once. The card itself
 * is a job's.
 */
export async function addLink(deps: Deps, asked: AskedLink): Promise<AddedLink> {
  const { channelId, personId, url } = asked;
  try {
    canonicalUrl(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { kind: 'refused', reason: 'not-an-address' };
  }
  if (!(await deps.http.mayAsk(url))) return { kind: 'refused', reason: 'private' };
  const [read] = await readLinks(deps, { channelId, personId, urls: [url] });
  const article = read === undefined ? null : await getArticle(deps.db, read, channelId);
  if (!article) return { kind: 'refused', reason: 'not-taken' };
  const card = await messages.messageByKey(deps.db, cardKey(channelId, article.id));
  if (article.readState === 'unread' && !card) {
    return { kind: 'unreadable', url: article.url, reason: article.readError ?? 'it has no text' };
  }
  const messageId = randomUUID();
  const claimed = await claimAsked(deps, asked, messageId);
  if (claimed.isNew) {
    await orderPost(deps, claimed.articleId, messageId);
    return { kind: 'added' };
  }
  const line = await lineHere(deps, claimed.articleId, channelId);
  return line ? { kind: 'known', line } : { kind: 'refused', reason: 'not-taken' };
}

/** The share and the card that follows from it, together. */
async function claimAsked(
  deps: Deps,
  { channelId, personId, url }: AskedLink,
  messageId: string,
): Promise<{ articleId: number; isNew: boolean }> {
  const now = deps.now();
  return await deps.db.transaction(async (tx) => {
    const submission = {
      items: [itemOfLink(url)],
      broughtBy: { kind: 'person' as const, personId, channelId, messageTs: `command:${messageId}` },
      collectionId: null,
      defaultKind: null,
    };
    const [articleId] = (await submitArticles(tx, submission, now)).all;
    if (articleId === undefined) throw new Error(`The store took no article for ${url}`);
    const key = cardKey(channelId, articleId);
    const claim = { id: messageId, channelId, purpose: 'card' as const, articleId, key };
    return { articleId, isNew: await messages.claimMessage(tx, claim, now) };
  });
}

async function lineHere(deps: Deps, articleId: number, channelId: string): Promise<ArticleLine | null> {
  const stored = await lineOf(deps.db, articleId, channelId);
  if (!stored) return null;
  const { language } = channelOf(deps, channelId);
  return (await toLines(deps, { channelId, language }, [stored]))[0] ?? null;
}
