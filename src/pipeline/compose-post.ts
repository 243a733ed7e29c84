// Builds what a claimed message says, from what the store holds at that moment.
import { type Card, readingMinutes, sourceNameOf } from '../domain/article.ts';
import type { Poc } from '../domain/poc.ts';
import { getChange, standingOf } from '../store/article-changes.ts';
import * as articles from '../store/articles.ts';
import { cardOf, type Message, storyCardOf } from '../store/messages.ts';
import { type PocRow, pocOfMessage, pocStatus } from '../store/pocs.ts';
import { listStoryPlaces, type StoryPlace } from '../store/stories.ts';
import { bestSummary } from '../store/summaries.ts';
import { composeAnswer } from './ask-in-thread.ts';
import { channelOf } from './channel-of.ts';
import { changeIdOf } from './note-changes.ts';
import type { Deps, Post } from './ports.ts';
import { buildDigest } from './send-digest.ts';
import { composePersonalDigest } from './send-personal-digest.ts';

/** `null` when there is nothing to post any more: the article was forgotten, the brief never written. */
export async function composePost(deps: Deps, message: Message): Promise<Post | null> {
  if (message.purpose === 'digest') {
    return { kind: 'digest', digest: await buildDigest(deps, message.channelId, message.claimedAt) };
  }
  if (message.digestId !== null) {
    const digest = await composePersonalDigest(deps, message.digestId);
    return digest && { kind: 'personal-digest', digest };
  }
  if (message.purpose === 'poc') {
    const row = await pocOfMessage(deps.db, message.id);
    return row ? { kind: 'poc', poc: toPoc(row) } : null;
  }
  if (message.purpose === 'answer') {
    const composed = await composeAnswer(deps, message.id);
    return composed && { kind: 'answer', answerId: message.id, ...composed };
  }
  if (message.articleId === null) return null;
  if (message.purpose === 'also-on') return await composeAlsoOn(deps, message, message.articleId);
  if (message.purpose === 'changed') return await composeChanged(deps, message, message.articleId);
  if (message.purpose === 'again') return await composeAgain(deps, message, message.articleId);
  return await composeCard(deps, message, message.articleId);
}

/** An article's summary as a reply shows it; for one person's eyes, it is in no message. */
export async function composeReply(deps: Deps, channelId: string, articleId: number): Promise<Post | null> {
  return await composeCard(deps, { channelId, purpose: 'reply', why: null }, articleId);
}

async function composeCard(
  deps: Deps,
  message: Pick<Message, 'channelId' | 'purpose' | 'why'>,
  articleId: number,
): Promise<Post | null> {
  const article = await articles.getArticle(deps.db, articleId, message.channelId);
  if (!article) return null;
  const { language, name: channelName } = channelOf(deps, message.channelId);
  const summary = await bestSummary(deps.db, articleId, language);
  if (!summary) {
    // A card has something to say. The answer to a link in the channel says why it has not.
    if (message.purpose !== 'reply') return null;
    const { url, title, sharedBy } = article;
    return {
      kind: 'unreadable',
      articleId,
      url,
      title,
      reason: article.readError ?? 'it has no text',
      sharedBy,
    };
  }
  const card: Card = {
    articleId,
    kind: summary.kind,
    title: article.title,
    url: article.url,
    sourceName: sourceNameOf(article),
    authors: article.authors,
    publishedAt: article.publishedAt,
    // A teaser's reading time would pass for the article's.
    readingMinutes: article.readState === 'page' ? readingMinutes(article.wordCount, article.language) : null,
    facts: article.facts,
    ...(await standingOf(deps.db, articleId)),
    alsoOn: placesOf(article, await listStoryPlaces(deps.db, articleId, message.channelId)),
    summary,
    whyHere: message.why && { ...message.why, channelName },
    sharedBy: article.sharedBy,
    votes: article.votes,
    pocWishes: article.pocWishes,
  };
  return { kind: message.purpose === 'reply' ? 'reply' : 'card', card };
}

/** Each place once: where it is discussed, which sources carry it, where else its story is told. */
function placesOf(article: articles.FullArticle, places: readonly StoryPlace[]): Card['alsoOn'] {
  const all = [...discussions(article), ...places.map(({ name, url }) => ({ name, url }))];
  return all.filter(({ name }, n) => all.findIndex((other) => other.name === name) === n);
}

function discussions(article: articles.FullArticle): Card['alsoOn'] {
  if (!article.discussionUrl) return article.alsoOn;
  const host = URL.parse(article.discussionUrl)?.hostname ?? '';
  const name = host === 'news.ycombinator.com' ? 'Hacker News' : host;
  return [{ name, url: article.discussionUrl }, ...article.alsoOn];
}

/** Places that came after the card: those before stand on the card. `null` where none is left. */
async function composeAlsoOn(deps: Deps, message: Message, articleId: number): Promise<Post | null> {
  const card = await cardOf(deps.db, message.channelId, articleId);
  const { postedAt } = card ?? {};
  if (!postedAt) return null;
  const places = (await listStoryPlaces(deps.db, articleId, message.channelId)).filter(
    ({ joinedAt }) => joinedAt >= postedAt,
  );
  return places.length > 0
    ? { kind: 'also-on', places: places.map(({ name, url }) => ({ name, url })) }
    : null;
}

async function composeChanged(deps: Deps, message: Message, articleId: number): Promise<Post | null> {
  const change = await getChange(deps.db, changeIdOf(message.key));
  const article = await articles.getArticle(deps.db, articleId, message.channelId);
  return change && article ? { kind: 'changed', change, url: article.url } : null;
}

async function composeAgain(deps: Deps, message: Message, articleId: number): Promise<Post | null> {
  const { channelId } = message;
  const before =
    (await cardOf(deps.db, channelId, articleId)) ?? (await storyCardOf(deps.db, channelId, articleId));
  const article = await articles.getArticle(deps.db, before?.articleId ?? articleId, channelId);
  if (!article || !before?.ts || !before.postedAt) return null;
  const permalink = await deps.publisher.permalink({ channelId: before.channelId, ts: before.ts });
  return {
    kind: 'already-discussed',
    title: article.title,
    postedAt: before.postedAt,
    votes: article.votes,
    permalink,
  };
}

export function toPoc(row: PocRow): Poc {
  return {
    pocId: row.pocId,
    articleId: row.articleId,
    articleTitle: row.articleTitle,
    articleUrl: row.articleUrl,
    votes: row.votes,
    brief: row.brief,
    status: pocStatus(row),
    members: row.members,
    demos: row.demos,
  };
}
