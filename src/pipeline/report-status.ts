// Says how the app is doing, in the words of those who run it.
import { oldestWanted } from '../domain/budget.ts';
import { nextWeekly, startOfDay } from '../domain/calendar.ts';
import { type SourceHealth, type Status, UNLOVED_DAYS } from '../domain/status.ts';
import * as collections from '../store/collections.ts';
import * as finding from '../store/find-articles.ts';
import * as sources from '../store/source-health.ts';
import { channelOf } from './channel-of.ts';
import type { Deps } from './ports.ts';
import { modelCosts, usedUpLimit } from './spend.ts';

const DAY_MS = 24 * 3_600_000;

export async function listSources(deps: Pick<Deps, 'db' | 'now'>): Promise<SourceHealth[]> {
  const lines = await sources.listLines(deps.db);
  const cards = await sources.countCards(deps.db, new Date(deps.now().getTime() - UNLOVED_DAYS * DAY_MS));
  const none = { posted: 0, voted: 0, itemsPerWeek: null };
  return lines.map((line) => ({ ...line, ...(cards.get(line.sourceId) ?? none) }));
}

export type OfferedSource = Awaited<ReturnType<typeof sources.listOffered>>[number];

/** What a channel's profile may take or leave, at most as many as a form can offer. */
export async function listOffered(deps: Deps, limit: number): Promise<OfferedSource[]> {
  return await sources.listOffered(deps.db, limit);
}

export async function reportStatus(deps: Deps, channelId: string): Promise<Status> {
  const profile = channelOf(deps, channelId);
  const now = deps.now();
  const since = oldestWanted(profile, deps.pacing.anyTime, now);
  const lines = await sources.listLines(deps.db);
  const latest = await collections.latestCollectionId(deps.db);
  const today = await finding.listCardsSince(deps.db, channelId, startOfDay(profile.timeZone, now));
  const asked = today.filter(({ isAsked }) => isAsked).length;
  return {
    postedToday: today.length - asked,
    askedToday: asked,
    postsPerDay: profile.postsPerDay,
    waiting: await finding.countWaiting(deps.db, channelId, since),
    sources: lines.filter((line) => line.enabled).length,
    failing: lines.filter((line) => line.failingSince !== null),
    lastCollection: latest === null ? null : await collections.reportCollection(deps.db, latest),
    model: await modelStatus(deps),
    nextDigest: nextWeekly(profile.digest, profile.timeZone, now),
    nextPoc: nextWeekly(profile.poc, profile.timeZone, now),
  };
}

async function modelStatus(deps: Deps): Promise<Status['model']> {
  if (!deps.model) return null;
  const costs = await modelCosts(deps);
  const { dayUsd, monthUsd } = deps.modelBudget;
  return {
    name: deps.model.name,
    costTodayUsd: costs.reduce((sum, cost) => sum + cost.todayUsd, 0),
    costMonthUsd: costs.reduce((sum, cost) => sum + cost.monthUsd, 0),
    budget: { dayUsd, monthUsd },
    usedUp: await usedUpLimit(deps),
    tasks: costs.map(({ task, monthUsd: cost }) => ({ task, monthUsd: cost })),
  };
}
