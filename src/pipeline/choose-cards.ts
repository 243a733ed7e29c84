// Chooses which of the waiting articles get today's few places in a channel, and claims their cards.
import { randomUUID } from 'node:crypto';
import type { WhyHere } from '../domain/article.ts';
import { oldestWanted, placesNow } from '../domain/budget.ts';
import { isWorkingTime, startOfDay } from '../domain/calendar.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import { levelOf } from '../domain/level.ts';
import { type Choice, chooseArticles, type RankedArticle, type Taste } from '../domain/ranking.ts';
import { takesArticle } from '../domain/source-packs.ts';
import type { JobPayload } from '../queue/jobs.ts';
import type { Queryable } from '../store/database.ts';
import * as finding from '../store/find-articles.ts';
import { claimMessage, lockChannel } from '../store/messages.ts';
import { countFeedback } from '../store/people.ts';
import { votesByTopic } from '../store/votes.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';

const DAY_MS = 24 * 3_600_000;
/** What a channel voted for and wanted less of counts for this long. */
const TASTE_DAYS = 60;
/** Ranking looks at no more than this many waiting articles, newest first. */
const MOST_CANDIDATES = 3_000;

/** Claims the cards that are due now, and orders their summaries; posting follows from those. */
export async function chooseCards(deps: Deps, { channelId }: JobPayload<'choose-cards'>): Promise<Choice[]> {
  const profile = channelOf(deps, channelId);
  const now = deps.now();
  if (!deps.pacing.anyTime && !isWorkingTime(profile, now)) return [];

  const claimed = await deps.db.transaction(async (tx) => {
    // Two workers that choose at the same moment would both find the same places free.
    await lockChannel(tx, channelId);
    const today = await finding.listCardsSince(tx, channelId, startOfDay(profile.timeZone, now));
    const places = placesNow(
      profile,
      today.at(-1)?.claimedAt ?? null,
      today.filter(({ isAsked }) => !isAsked).length,
      deps.pacing.anyTime,
      now,
    );
    if (places === 0) return null;
    const taste = await readTaste(tx, channelId, now);
    const choices = chooseArticles(await listRanked(deps, tx, profile, now), {
      profile,
      taste,
      placedToday: today,
      places,
      now,
    });
    const messageIds = [];
    for (const choice of choices) {
      const id = await claimCard(tx, profile, choice, reasonFor(choice, taste), now);
      if (id) messageIds.push({ articleId: choice.articleId, messageId: id });
    }
    return { choices, messageIds };
  });
  if (!claimed) return [];
  await deps.queue.enqueueMany('summarise-article', claimed.messageIds);
  return claimed.choices;
}

async function listRanked(
  deps: Deps,
  tx: Queryable,
  profile: ChannelProfile,
  now: Date,
): Promise<RankedArticle[]> {
  const since = oldestWanted(profile, deps.pacing.anyTime, now);
  const candidates = await finding.listCandidates(tx, profile.id, since, MOST_CANDIDATES);
  return candidates
    .filter(({ broughtBy }) => takesArticle(profile, broughtBy))
    .map((candidate) => ({ ...candidate, date: candidate.publishedAt ?? candidate.firstSeenAt }));
}

async function readTaste(tx: Queryable, channelId: string, now: Date): Promise<Taste> {
  const since = new Date(now.getTime() - TASTE_DAYS * DAY_MS);
  const { bySource, byTopic, oldNews, leveled } = await countFeedback(tx, channelId, since);
  return {
    votesByTopic: await votesByTopic(tx, channelId, since),
    lessOfSource: bySource,
    lessOfTopic: byTopic,
    levels: leveled.map(({ people, ...article }) => ({ level: levelOf(article), people })),
    oldNews,
  };
}

/** From this mean of votes per card on, a channel is said to vote for a topic. */
const VOTED_FOR = 1;

/** `null` where the article is about none of the channel's topics. */
function reasonFor({ topics }: Choice, taste: Taste): WhyHere | null {
  const voted = topics.filter((topic) => (taste.votesByTopic.get(topic) ?? 0) >= VOTED_FOR);
  if (voted.length > 0) return { kind: 'voted', topics: voted };
  return topics.length > 0 ? { kind: 'followed', topics } : null;
}

async function claimCard(
  tx: Queryable,
  profile: ChannelProfile,
  choice: Choice,
  why: WhyHere | null,
  now: Date,
): Promise<string | null> {
  const id = randomUUID();
  const claim = {
    id,
    channelId: profile.id,
    purpose: 'card' as const,
    articleId: choice.articleId,
    key: cardKey(profile.id, choice.articleId),
    why,
    topics: choice.topics,
  };
  return (await claimMessage(tx, claim, now)) ? id : null;
}

/** An article gets one card in a channel, ever. */
export function cardKey(channelId: string, articleId: number): string {
  return `card:${channelId}:${articleId}`;
}
