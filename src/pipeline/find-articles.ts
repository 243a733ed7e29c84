// Finds articles again: the best of a time, search, and why a card is here.
import type { Card, Summary } from '../domain/article.ts';
import type { ChannelProfile } from '../domain/channel.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { separateWords } from '../domain/words.ts';
import { getArticle } from '../store/articles.ts';
import * as finding from '../store/find-articles.ts';
import { cardOf, firstPosts } from '../store/messages.ts';
import { searchLines } from '../store/search-articles.ts';
import { bestSummary, sentencesIn } from '../store/summaries.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';

const DAY_MS = 24 * 3_600_000;
const PERIOD_DAYS = { week: 7, month: 30, all: null } as const;

/**
 * Gives stored lines their thread's address and their sentence in `language`. `channelId` null where lines may come
 * from any of the channels: then the thread is the first of those of `among` that had the article.
 */
export async function toLines(
  deps: Deps,
  { channelId, language, among = deps.channels }: LinesAsked,
  lines: readonly finding.StoredLine[],
): Promise<ArticleLine[]> {
  const ids = lines.map(({ articleId }) => articleId);
  const sentences = await sentencesIn(deps.db, ids, language.split('-')[0] ?? '');
  const places =
    channelId === null
      ? await firstPosts(
          deps.db,
          ids,
          among.map(({ id }) => id),
        )
      : new Map(lines.flatMap(({ articleId, ts }) => (ts ? [[articleId, { channelId, ts }] as const] : [])));
  return await Promise.all(
    lines.map(async ({ ts: _ts, ...line }) => {
      const place = places.get(line.articleId);
      // A link that came by a slash command was shared in no message.
      const isThread = place && !place.ts.startsWith('command:');
      const permalink = isThread ? await deps.publisher.permalink(place) : null;
      return { ...line, sentence: sentences.get(line.articleId) ?? line.sentence, permalink };
    }),
  );
}

interface LinesAsked {
  channelId: string | null;
  language: string;
  among?: readonly ChannelProfile[];
}

export async function topArticles(
  deps: Deps,
  asked: { channelId: string; language: string; period: keyof typeof PERIOD_DAYS; limit: number },
): Promise<ArticleLine[]> {
  const days = PERIOD_DAYS[asked.period];
  const since = days === null ? null : new Date(deps.now().getTime() - days * DAY_MS);
  const lines = await finding.listTop(deps.db, asked.channelId, since, asked.limit);
  return await toLines(deps, asked, lines);
}

/** Web-style search (words, "phrases", -without, or) over everything that was read and that `among` may know of. */
export async function searchArticles(
  deps: Deps,
  asked: { query: string; language: string; among: readonly ChannelProfile[]; limit: number },
): Promise<ArticleLine[]> {
  const channelIds = asked.among.map(({ id }) => id);
  const lines = await searchLines(deps.db, separateWords(asked.query), channelIds, asked.limit);
  return await toLines(deps, { ...asked, channelId: null }, lines);
}

/** What a card rests on: its summary with the sentences behind it, and what it was chosen for. */
export async function explainCard(
  deps: Deps,
  asked: { articleId: number; channelId: string },
): Promise<{ title: string; summary: Summary; whyHere: Card['whyHere'] } | null> {
  const article = await getArticle(deps.db, asked.articleId, asked.channelId);
  const { language, name: channelName } = channelOf(deps, asked.channelId);
  const summary = await bestSummary(deps.db, asked.articleId, language);
  if (!article || !summary) return null;
  const card = await cardOf(deps.db, asked.channelId, asked.articleId);
  return { title: article.title, summary, whyHere: card?.why ? { ...card.why, channelName } : null };
}
