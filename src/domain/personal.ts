// What a person sets for themselves: topics, and a digest of their own. Pure.

import { nextDaily, nextWeekly } from './calendar.ts';
import type { Topic } from './channel.ts';
import type { ArticleLine } from './digest.ts';
import type { RankedArticle } from './ranking.ts';
import { createTopicMatcher } from './ranking.ts';
import type { Reader } from './reader.ts';

export const STANCES = ['follow', 'mute'] as const;
export type Stance = (typeof STANCES)[number];

export const FREQUENCIES = ['off', 'daily', 'weekly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export interface DigestSetting {
  frequency: Frequency;
  /** 0 to 23, of the person's own day. */
  hour: number;
}

/** Before anybody has chosen: no message that nobody asked for. */
export const NO_DIGEST: DigestSetting = { frequency: 'off', hour: 9 };

/** A weekly digest of one's own comes with the new week. */
const PERSONAL_WEEKDAY = 'monday';

const DAY_MS = 24 * 3_600_000;
const REACHES_BACK_MS: Record<Frequency, number> = { off: 0, daily: DAY_MS, weekly: 7 * DAY_MS };

/** When the next one is due; `null` while it is off. */
export function nextPersonalDigest(setting: DigestSetting, timeZone: string, now: Date): Date | null {
  const time = `${String(setting.hour).padStart(2, '0')}:00`;
  if (setting.frequency === 'off') return null;
  return setting.frequency === 'daily'
    ? nextDaily(time, timeZone, now)
    : nextWeekly({ day: PERSONAL_WEEKDAY, time }, timeZone, now);
}

/** Where the first digest begins; later ones go on where the last ended. */
export function reachesBackTo(frequency: Frequency, now: Date): Date {
  return new Date(now.getTime() - REACHES_BACK_MS[frequency]);
}

/** The topics of several channels, each name once; words and weight are those of the first. */
export function allTopics(channels: readonly { topics: readonly Topic[] }[]): Topic[] {
  const topics = new Map<string, Topic>();
  for (const topic of channels.flatMap((channel) => channel.topics)) {
    if (!topics.has(topic.name)) topics.set(topic.name, topic);
  }
  return [...topics.values()];
}

/** The topics that a person wants to hear of: the followed ones, or, where none is, all that are not muted. */
export function wantedTopics(topics: readonly Topic[], stances: ReadonlyMap<string, Stance>): Topic[] {
  const followed = topics.filter(({ name }) => stances.get(name) === 'follow');
  return followed.length > 0 ? followed : topics.filter(({ name }) => stances.get(name) !== 'mute');
}

/** Leaves out what is about a muted topic. */
export function withoutMuted<Article extends Pick<RankedArticle, 'title' | 'opening'>>(
  articles: readonly Article[],
  topics: readonly Topic[],
  stances: ReadonlyMap<string, Stance>,
): Article[] {
  const muted = createTopicMatcher(topics.filter(({ name }) => stances.get(name) === 'mute'));
  return articles.filter(({ title, opening }) => muted(title, opening).length === 0);
}

/** What a person's own digest says. */
export interface PersonalDigest {
  since: Date;
  until: Date;
  frequency: Frequency;
  /** In their order; each with the wanted topics it is about. */
  entries: (ArticleLine & { topics: string[] })[];
  /** Of the person: what the digest was chosen by. */
  topics: string[];
}

export interface Page<Line> {
  lines: Line[];
  /** From 0. */
  page: number;
  pages: number;
  /** Lines of all pages. */
  total: number;
}

/** What the Home tab shows. */
export interface Home {
  channels: { name: string; posted: number; voters: number; best: ArticleLine[] }[];
  topics: { name: string; stance: Stance | null }[];
  saves: Page<ArticleLine> & { query: string };
  votes: Page<ArticleLine>;
  digest: DigestSetting & { nextAt: Date | null };
  /** The person's own, as Slack tells it. */
  reader: Reader;
}
