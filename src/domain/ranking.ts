// Which of the waiting articles deserve a channel's few places. Pure: everything it weighs is passed in.
import type { ArticleKind } from './article.ts';
import type { ChannelProfile, Topic } from './channel.ts';
import { type Level, levelOf } from './level.ts';

export interface RankedArticle {
  articleId: number;
  title: string;
  /** The start of the text. */
  opening: string;
  kind: ArticleKind;
  sourceId: string | null;
  sourceWeight: number;
  /** Publication, or first sight where there is none. */
  date: Date;
  wordCount: number;
  /** Of articles with the same number one is chosen. */
  storyId?: number | null;
}

/** How many people found a card of this level too basic; below 0, too hard. */
export interface LevelHeard {
  level: Level;
  people: number;
}

/** What the channel has shown of its taste. */
export interface Taste {
  /** Mean votes per card, by topic. */
  votesByTopic: ReadonlyMap<string, number>;
  /** People who wanted less of a source or topic lately. */
  lessOfSource: ReadonlyMap<string, number>;
  lessOfTopic: ReadonlyMap<string, number>;
  /** Cards that people found too basic or too hard, by level. */
  levels: readonly LevelHeard[];
  /** People who found cards to be old news. */
  oldNews: number;
}

/** Where nobody has voted or wanted less of anything. */
export const NO_TASTE: Taste = {
  votesByTopic: new Map(),
  lessOfSource: new Map(),
  lessOfTopic: new Map(),
  levels: [],
  oldNews: 0,
};

export interface Choice {
  articleId: number;
  /** Topics of the channel that the article is about, strongest first. */
  topics: string[];
  score: number;
}

export interface Placed {
  sourceId: string | null;
  kind: ArticleKind;
}

/** News loses half of its weight in three days. */
const HALF_LIFE_MS = 3 * 24 * 3_600_000;
/** What remains of an article's score for each card of the same source, or kind, already placed today. */
const SAME_SOURCE = 0.45;
const SAME_KIND = 0.8;
/** Each person for whom it was old news takes this part off the half-life, down to a day. */
const OLD_NEWS = 0.85;
const LEAST_HALF_LIFE_MS = 24 * 3_600_000;
/** How far one person who found a card too basic or too hard moves the others of its level. */
const LEVEL_WEIGHT = 0.15;
/** Levels this far apart are clearly another level; a card of the same level is part of what was meant. */
const LEVEL_STEP = 0.35;
/** More people than these do not move it further. */
const MOST_HEARD = 4;

/** A text shorter than this cannot tell whether it is worth opening. */
const THIN_TEXT_WORDS = 40;

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Matches a topic's words at word starts and ends where the script has them; Chinese matches anywhere. */
function topicPattern(topic: Topic): RegExp {
  const words = topic.words.map((word) => {
    const body = escapeForRegExp(word.trim()).replace(/\s+/g, '[\\s-]+');
    return /\p{Script=Han}/u.test(word) ? body : `(?<![\\p{L}\\p{N}])${body}(?:s|es)?(?![\\p{L}\\p{N}])`;
  });
  return new RegExp(words.join('|'), 'giu');
}

/** A topic's words that stand in a title or text; `end` is behind the last character. */
interface Mention {
  topic: Topic;
  start: number;
  end: number;
}

function mentionsIn(text: string, patterns: readonly { topic: Topic; pattern: RegExp }[]): Mention[] {
  const mentions = patterns.flatMap(({ topic, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      topic,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  // "Prompt injection" is no mention of prompts where another topic has the whole phrase.
  const isPart = (one: Mention): boolean =>
    mentions.some(
      (other) =>
        other.start <= one.start && other.end >= one.end && other.end - other.start > one.end - one.start,
    );
  return mentions.filter((mention) => !isPart(mention));
}

export type TopicMatcher = (title: string, text: string) => { topic: Topic; strength: number }[];

const TITLE_WEIGHT = 3;
/** A text says what it is about at its beginning; further down, a long one mentions everything. */
const OPENING_CHARACTERS = 2_000;
/** One mention in passing makes an article no article on that topic; a text of a few sentences has none in passing. */
const LEAST_MENTIONS = 2;
const SHORT_CHARACTERS = 600;

/**
 * Compiles a channel's topics once; gives those that an article is about. `strength` in (0, 1): a word in the title
 * counts three times, and one in the text alone is not enough, unless the text is short.
 */
export function createTopicMatcher(topics: readonly Topic[]): TopicMatcher {
  const patterns = topics
    .filter((topic) => topic.words.length > 0)
    .map((topic) => ({ topic, pattern: topicPattern(topic) }));
  return (title, text) => {
    const hits = new Map<Topic, number>();
    const count = (mentions: Mention[], weight: number): void => {
      for (const { topic } of mentions) hits.set(topic, (hits.get(topic) ?? 0) + weight);
    };
    count(mentionsIn(title, patterns), TITLE_WEIGHT);
    count(mentionsIn(text.slice(0, OPENING_CHARACTERS), patterns), 1);
    const least = text.length <= SHORT_CHARACTERS ? 1 : LEAST_MENTIONS;
    return [...hits]
      .filter(([, most]) => most >= least)
      .map(([topic, most]) => ({ topic, strength: 1 - Math.exp(-most / TITLE_WEIGHT) }))
      .sort((a, b) => b.strength * b.topic.weight - a.strength * a.topic.weight);
  };
}

function scoreArticle(
  article: RankedArticle,
  matches: ReturnType<TopicMatcher>,
  profile: ChannelProfile,
  taste: Taste,
  now: Date,
): number {
  const relevance = matches.slice(0, 3).reduce((sum, { topic, strength }, place) => {
    const liked = 1 + Math.min(0.5, 0.1 * (taste.votesByTopic.get(topic.name) ?? 0));
    const unwanted = 0.7 ** (taste.lessOfTopic.get(topic.name) ?? 0);
    return sum + (strength * topic.weight * liked * unwanted) / (place + 1);
  }, 0);
  const age = Math.max(0, now.getTime() - article.date.getTime());
  const halfLife = Math.max(LEAST_HALF_LIFE_MS, HALF_LIFE_MS * OLD_NEWS ** taste.oldNews);
  const freshness = 0.5 ** (age / halfLife);
  const kindWeight = profile.kinds[article.kind] ?? 1;
  const unwanted = article.sourceId ? 0.7 ** (taste.lessOfSource.get(article.sourceId) ?? 0) : 1;
  const substance = article.wordCount < THIN_TEXT_WORDS ? 0.5 : 1;
  return (
    (0.25 + relevance) *
    (0.4 + 0.6 * freshness) *
    article.sourceWeight *
    kindWeight *
    levelFactor(article, taste.levels) *
    unwanted *
    substance
  );
}

/**
 * Who found a card too basic wants what asks more than that card did; who found one too hard, what asks less. One of
 * the same level counts against it, whichever was said.
 */
export function levelFactor(
  article: Pick<RankedArticle, 'kind' | 'title' | 'opening'>,
  heard: readonly LevelHeard[],
): number {
  if (heard.length === 0) return 1;
  const level = levelOf(article);
  const wanted = heard.reduce((sum, { level: said, people }) => {
    const harder = (level - said) * Math.sign(people);
    return sum + Math.abs(people) * Math.tanh(harder / LEVEL_STEP - 0.5);
  }, 0);
  return Math.exp(LEVEL_WEIGHT * Math.max(-MOST_HEARD, Math.min(MOST_HEARD, wanted)));
}

/**
 * The best `places` articles: relevance to the channel's topics, freshness, weight of source and kind, the
 * channel's taste; greedily, each choice lowering what is like it (maximal marginal relevance over source and
 * kind, after Carbonell and Goldstein 1998). Kinds of weight 0 are left out. Ties go to the newer article.
 */
export function chooseArticles(
  candidates: readonly RankedArticle[],
  context: {
    profile: ChannelProfile;
    taste: Taste;
    placedToday: readonly Placed[];
    places: number;
    now: Date;
  },
): Choice[] {
  const { profile, taste, now } = context;
  const match = createTopicMatcher(profile.topics);
  const waiting = candidates
    .filter((article) => (profile.kinds[article.kind] ?? 1) > 0)
    .map((article) => {
      const matches = match(article.title, article.opening);
      return { article, matches, score: scoreArticle(article, matches, profile, taste, now) };
    })
    .sort((a, b) => b.score - a.score || b.article.date.getTime() - a.article.date.getTime());

  const placed: Placed[] = [...context.placedToday];
  const chosen: Choice[] = [];
  const told = new Set<number>();
  const worth = (entry: (typeof waiting)[number]): number => {
    const ofSource = placed.filter(
      (p) => p.sourceId !== null && p.sourceId === entry.article.sourceId,
    ).length;
    const ofKind = placed.filter((p) => p.kind === entry.article.kind).length;
    return entry.score * SAME_SOURCE ** ofSource * SAME_KIND ** ofKind;
  };
  while (chosen.length < context.places && waiting.length > 0) {
    let best = 0;
    for (let i = 1; i < waiting.length; i += 1) {
      const [entry, leader] = [waiting[i], waiting[best]];
      if (entry && leader && worth(entry) > worth(leader)) best = i;
    }
    const [entry] = waiting.splice(best, 1);
    if (!entry) break;
    const { storyId } = entry.article;
    if (storyId && told.has(storyId)) continue;
    if (storyId) told.add(storyId);
    placed.push({ sourceId: entry.article.sourceId, kind: entry.article.kind });
    chosen.push({
      articleId: entry.article.articleId,
      topics: entry.matches.slice(0, 3).map(({ topic }) => topic.name),
      score: worth(entry),
    });
  }
  return chosen;
}
