// What a weekly digest says, before it is rendered. Pure.
import type { ArticleKind } from './article.ts';
import type { Lesson } from './learning.ts';
import type { BudgetUse } from './model-budget.ts';
import type { PocStatus } from './poc.ts';

export interface DigestEntry {
  articleId: number;
  title: string;
  url: string;
  kind: ArticleKind;
  /** The summary's one sentence. */
  sentence: string;
  votes: number;
  sharedBy: string | null;
  /** The card's thread in Slack, where there is one. */
  permalink: string | null;
}

export interface TopicTrend {
  topic: string;
  votes: number[];
}

export interface HealthLine {
  sourcesRead: number;
  failing: { sourceId: string; title: string; since: Date | null; reason: string }[];
  /** `null` where no model is configured. */
  modelCostUsd: number | null;
  /** The budget that is used up at the moment, so that there are only extracts. */
  usedUp: BudgetUse | null;
}

export interface Digest {
  channelName: string;
  from: Date;
  until: Date;
  /** `true` when the week had nothing: the digest is then three lines. */
  quiet: boolean;
  posted: number;
  voters: number;
  /** The best of the week, by votes and standing, grouped by kind in order of their best entry. */
  groups: { kind: ArticleKind; entries: DigestEntry[] }[];
  /** What people shared, that is not already above. */
  shared: DigestEntry[];
  pocs: { pocId: number; title: string; status: PocStatus; members: number; permalink: string | null }[];
  demos: { pocId: number; title: string; url: string; personId: string }[];
  /** Votes by topic, week by week, the oldest first; the topics with most votes, at most five. */
  trend: TopicTrend[];
  lesson: Lesson | null;
  health: HealthLine;
}

/** One line of a list: top, search, saves. */
export type ArticleLine = DigestEntry & { publishedAt: Date | null };
