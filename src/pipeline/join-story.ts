// Finds out whether an article that was just read tells a story that is here already. Then it gets no card of its own:
// the story's card names it, and where that is posted, one line of its thread does.
import { randomUUID } from 'node:crypto';
import { areTwoStories, mayBeSameStory, type Pair, type Sameness, sameStory } from '../domain/story.ts';
import { titleLikeness } from '../domain/story-view.ts';
import { sketchSimilarity, textOverlap } from '../reading/sketch-text.ts';
import { textsOf } from '../store/articles.ts';
import type { Queryable } from '../store/database.ts';
import * as messages from '../store/messages.ts';
import * as stories from '../store/stories.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';
import { type Sketched, viewOfCandidate } from './sketch-article.ts';

/** Whose texts are compared word by word, at most. */
const MOST_COMPARED = 10;
/** Members of a story that are asked whether an article may join it: the first, and the latest. */
export const MOST_ASKED = 12;

/** What is to be ordered once the transaction is through. */
export interface StoryNews {
  /** Articles whose cards show one place more. */
  refresh: number[];
  /** Messages that were claimed, or say something else than they were claimed for. */
  post: string[];
  /** Messages whose refresh the store has noted already. */
  noted?: string[];
}

export const NO_NEWS: StoryNews = { refresh: [], post: [] };

/** Keeps the sketch and joins the article to its story, inside the transaction in which it was read. */
export async function joinStory(tx: Queryable, sketched: Sketched, now: Date): Promise<StoryNews> {
  const { articleId } = sketched.stored;
  await stories.lockStories(tx);
  await stories.saveSketch(tx, sketched.stored);
  if ((await stories.storyOf(tx, articleId)) !== null) return NO_NEWS;
  const found = await findStory(tx, sketched);
  if (!found) return NO_NEWS;
  const storyId = found.candidate.storyId ?? (await stories.startStory(tx, found.candidate.articleId, now));
  await stories.addToStory(tx, storyId, articleId, found.sameness, now);
  return await tellChannels(tx, storyId, articleId, found.sameness, now);
}

interface Found {
  candidate: stories.StoryCandidate;
  sameness: Sameness;
}

async function findStory(tx: Queryable, sketched: Sketched): Promise<Found | null> {
  const { stored, view } = sketched;
  const listed = await stories.listStoryCandidates(tx, stored.articleId, sketched.lookup);
  const likely = listed
    .map((candidate) => {
      const similarity =
        stored.sketch && candidate.sketch ? sketchSimilarity(stored.sketch, candidate.sketch) : 0;
      const other = viewOfCandidate(candidate, '');
      const likeness = Math.max(similarity, titleLikeness(view.title, other.title));
      return { candidate, other, similarity, likeness };
    })
    .filter(({ other, similarity }) => mayBeSameStory(view, other, similarity))
    .sort((a, b) => b.likeness - a.likeness || a.candidate.articleId - b.candidate.articleId)
    .slice(0, MOST_COMPARED);
  if (likely.length === 0) return null;
  const texts = await textsOf(
    tx,
    likely.map(({ candidate }) => candidate.articleId),
  );
  const closed = new Set<number>();
  for (const { candidate } of likely) {
    const { storyId } = candidate;
    if (storyId !== null && closed.has(storyId)) continue;
    const sameness = sameStory(pairOf(sketched, candidate, texts));
    if (!sameness) continue;
    // The same article again is where it was; anything else must be able to stand beside all of them.
    if (storyId === null || sameness === 'republished') return { candidate, sameness };
    if (!(await isRefused(tx, sketched, storyId))) return { candidate, sameness };
    closed.add(storyId);
  }
  return null;
}

/** What is like one member of a story may differ from another one: a chain of likenesses is not one story. */
async function isRefused(tx: Queryable, sketched: Sketched, storyId: number): Promise<boolean> {
  const members = await stories.listStoryMembers(tx, storyId, MOST_ASKED);
  const texts = await textsOf(
    tx,
    members.map(({ articleId }) => articleId),
  );
  return members.some((member) => areTwoStories(pairOf(sketched, member, texts)));
}

function pairOf(
  { stored, view }: Sketched,
  candidate: stories.StoryCandidate,
  texts: ReadonlyMap<number, string>,
): Pair {
  const text = texts.get(candidate.articleId) ?? '';
  const overlap = stored.sketch && candidate.sketch ? textOverlap(view.text, text) : null;
  return { a: view, b: viewOfCandidate(candidate, text), overlap };
}

/** The first message that each channel has of the story; none of them a second time. */
async function tellChannels(
  tx: Queryable,
  storyId: number,
  articleId: number,
  sameness: Sameness,
  now: Date,
): Promise<StoryNews> {
  const told = new Map<string, stories.StoryMessage>();
  for (const message of await stories.listStoryMessages(tx, storyId, articleId)) {
    if (!told.has(message.channelId)) told.set(message.channelId, message);
  }
  const news = { refresh: [], post: [] as string[], noted: [] as string[] };
  for (const message of told.values()) {
    if (message.ts === null) continue;
    // A person who shares it is told where the story was, not told it again.
    news.post.push(...(await messages.turnIntoAgain(tx, message.channelId, articleId)));
    if (sameness === 'republished') continue;
    const line = await claimLine(tx, message, message.ts, now);
    if (line) news.post.push(line);
    // Noted with the story itself, so that a process that ends here leaves it to the sweep.
    news.noted.push(...(await messages.orderRefresh(tx, [message.articleId], now, [])));
  }
  return news;
}

/** One line a card, however many places there will be: it is brought up to date like the card. */
async function claimLine(
  tx: Queryable,
  card: stories.StoryMessage,
  ts: string,
  now: Date,
): Promise<string | null> {
  const id = randomUUID();
  const claim = {
    id,
    channelId: card.channelId,
    threadTs: card.threadTs ?? ts,
    purpose: 'also-on' as const,
    articleId: card.articleId,
    key: `also-on:${card.id}`,
  };
  return (await messages.claimMessage(tx, claim, now)) ? id : null;
}

/** Orders what the channels are to be told, a while later, so that what comes together is told together. */
export async function orderStoryNews(deps: Deps, news: readonly StoryNews[]): Promise<void> {
  for (const messageId of new Set(news.flatMap(({ post }) => post))) {
    await deps.queue.enqueue('post-message', { messageId }, { delayMs: deps.pacing.refreshMs });
  }
  for (const messageId of new Set(news.flatMap(({ noted = [] }) => noted))) {
    await deps.queue.enqueue('refresh-card', { messageId }, { delayMs: deps.pacing.refreshMs });
  }
  const refresh = [...new Set(news.flatMap((one) => one.refresh))];
  if (refresh.length > 0) await orderRefresh(deps, refresh, 'places');
}
