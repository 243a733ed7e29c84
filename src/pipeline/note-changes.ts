// A known article that its source shows again, changed: the card is brought up to date, and its thread says so in one
// line, once.
import { randomUUID } from 'node:crypto';
import type { Item } from '../domain/article.ts';
import { type ArticleChange, changeKey, changeOf, type KnownArticle } from '../domain/article-change.ts';
import * as changes from '../store/article-changes.ts';
import type { Queryable } from '../store/database.ts';
import * as messages from '../store/messages.ts';
import { indexAnew } from './index-articles.ts';
import type { StoryNews } from './join-story.ts';

/** Notes what is new about `known`, inside the caller's transaction; `null` where nothing is. */
export async function noteChange(
  tx: Queryable,
  known: KnownArticle,
  item: Item,
  now: Date,
): Promise<StoryNews | null> {
  const change = changeOf(known, item);
  if (!change) return null;
  const { articleId } = known;
  const changeId = await changes.saveChange(tx, articleId, changeKey(change), change, now);
  await applyChange(tx, known, item, change, changeId !== null);
  if (changeId === null) return change.kind === 'headline' ? { refresh: [articleId], post: [] } : null;
  if (change.kind === 'headline') await rememberHeadline(tx, known, change, now);
  return { refresh: [articleId], post: await claimLines(tx, articleId, changeId, now) };
}

async function applyChange(
  tx: Queryable,
  { articleId }: KnownArticle,
  item: Item,
  change: ArticleChange,
  isNew: boolean,
): Promise<void> {
  if (change.kind === 'headline') {
    await changes.retitle(tx, articleId, change.to);
    await indexAnew(tx, articleId);
  }
  if (change.kind === 'version' && isNew) {
    await changes.reopen(tx, articleId, { title: item.title, version: change.version, html: item.html });
  }
}

/** A source that tries two headlines in turn goes back to the first one without another line. */
async function rememberHeadline(
  tx: Queryable,
  { articleId }: KnownArticle,
  change: ArticleChange & { kind: 'headline' },
  now: Date,
): Promise<void> {
  const back: ArticleChange = { kind: 'headline', from: change.to, to: change.from };
  await changes.saveChange(tx, articleId, changeKey(back), back, now);
}

/** A line below the first message that each channel has of the article; none where it is not posted yet. */
async function claimLines(tx: Queryable, articleId: number, changeId: number, now: Date): Promise<string[]> {
  const claimed = [];
  for (const card of await messages.listFirstPosted(tx, articleId)) {
    const id = randomUUID();
    const claim = {
      id,
      channelId: card.channelId,
      threadTs: card.threadTs ?? card.ts ?? '',
      purpose: 'changed' as const,
      articleId,
      key: changedKey(card.channelId, changeId),
    };
    if (await messages.claimMessage(tx, claim, now)) claimed.push(id);
  }
  return claimed;
}

function changedKey(channelId: string, changeId: number): string {
  return `changed:${channelId}:${changeId}`;
}

/** The change that a message was claimed for. */
export function changeIdOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1));
}
