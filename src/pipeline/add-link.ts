// A link that a person asks to be added gets a card in the channel, beyond the day's budget.
import { randomUUID } from 'node:crypto';
import { canonicalUrl } from '../domain/canonical-url.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { lineOf } from '../store/find-articles.ts';
import * as messages from '../store/messages.ts';
import { channelOf } from './channel-of.ts';
import { cardKey } from './choose-cards.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import { itemOfLink, orderPost } from './share-link.ts';
import { submitArticles } from './submit-article.ts';

/** `known`: the article has a card there, or had one. */
export async function addLink(
  deps: Deps,
  { channelId, personId, url }: { channelId: string; personId: string; url: string },
): Promise<
  | { kind: 'added' }
  | { kind: 'known'; line: ArticleLine }
  | { kind: 'refused'; reason: 'not-an-address' | 'private' | 'not-taken' }
> {
  try {
    canonicalUrl(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { kind: 'refused', reason: 'not-an-address' };
  }
  if (!(await deps.http.mayAsk(url))) return { kind: 'refused', reason: 'private' };
  const now = deps.now();
  const messageId = randomUUID();
  const { articleId, claimed } = await deps.db.transaction(async (tx) => {
    const submission = {
      items: [itemOfLink(url)],
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
  const [line] = stored
    ? await toLines(deps, { channelId, language: channelOf(deps, channelId).language }, [stored])
    : [];
  return line ? { kind: 'known', line } : { kind: 'refused', reason: 'not-taken' };
}
