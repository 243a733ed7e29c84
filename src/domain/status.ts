// What an operator or a member sees of the app's own health. Pure.
import type { BudgetUse, Limit } from './model-budget.ts';

export interface SourceLine {
  sourceId: string;
  title: string;
  /** The page that people can look at. */
  url: string;
  /** For other readers; `null` where it has none. */
  feedUrl: string | null;
  enabled: boolean;
  lastSuccessAt: Date | null;
  nextAt: Date | null;
  items: number;
  /** Failures in a row, and the last reason in words. */
  failures: number;
  lastError: string | null;
  failingSince: Date | null;
}

/** A source with what the team made of it. */
export interface SourceHealth extends SourceLine {
  /** `null`: its items carry no dates. */
  itemsPerWeek: number | null;
  /** Cards with its articles in the last `UNLOVED_DAYS`, and those of them that someone voted for. */
  posted: number;
  voted: number;
}

export const UNLOVED_DAYS = 90;
/** Fewer cards than this say nothing of a source. */
const ENOUGH_CARDS = 5;

/** It had its chances, and nobody voted for any of its cards. */
export function isUnloved({ enabled, posted, voted }: SourceHealth): boolean {
  return enabled && posted >= ENOUGH_CARDS && voted === 0;
}

/** One collection, as its closing line tells it. */
export interface CollectionReport {
  collectionId: number;
  startedAt: Date;
  finishedAt: Date | null;
  feeds: number;
  items: number;
  fresh: number;
  read: number;
  summarised: number;
  posted: number;
  failed: number;
}

export interface Status {
  /** Of the day's budget; those that people asked for come on top of it. */
  postedToday: number;
  askedToday: number;
  postsPerDay: number;
  waiting: number;
  sources: number;
  failing: SourceLine[];
  lastCollection: CollectionReport | null;
  model: {
    name: string;
    costTodayUsd: number;
    costMonthUsd: number;
    budget: Limit;
    usedUp: BudgetUse | null;
    /** What each task cost this month, the dearest first. */
    tasks: { task: string; monthUsd: number }[];
  } | null;
  nextDigest: Date;
  nextPoc: Date;
}

/** `collection: 20 feeds, 512 items, 512 new, …`: the line that ends each collection. */
export function collectionLine(report: CollectionReport): string {
  const seconds = report.finishedAt
    ? ((report.finishedAt.getTime() - report.startedAt.getTime()) / 1000).toFixed(1)
    : '…';
  return (
    `collection: ${counted(report.feeds, 'feed')}, ${counted(report.items, 'item')}, ${report.fresh} new, ${report.read} read, ` +
    `${report.summarised} summarised, ${report.posted} posted, ${report.failed} failed, ${seconds} seconds`
  );
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
