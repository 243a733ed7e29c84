// The weekly digest: what the channel chose, shared and built, one lesson, and how the app is doing.
import { randomUUID } from 'node:crypto';
import { isoWeek } from '../domain/calendar.ts';
import type { ArticleLine, Digest, DigestEntry, HealthLine } from '../domain/digest.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as finding from '../store/find-articles.ts';
import { claimMessage, messageByKey } from '../store/messages.ts';
import { modelCostSince } from '../store/model-calls.ts';
import * as pocs from '../store/pocs.ts';
import * as sources from '../store/source-health.ts';
import { countVoters, topicTrend } from '../store/votes.ts';
import { channelOf } from './channel-of.ts';
import { toLines } from './find-articles.ts';
import type { Deps } from './ports.ts';
import { usedUpLimit } from './spend.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const BEST = 5;
const MOST_SHARED = 5;
const MOST_POCS = 8;
/** What the picture shows: enough to see a change, few enough to be read in passing. */
const TREND_WEEKS = 6;
const TREND_TOPICS = 5;

/** Claims this week's digest and orders its post; a second run in the same week posts nothing new. */
export async function sendDigest(deps: Deps, { channelId }: JobPayload<'send-digest'>): Promise<void> {
  const week = isoWeek(channelOf(deps, channelId).timeZone, deps.now());
  const key = `digest:${channelId}:${week}`;
  await claimDigest(deps, channelId, randomUUID(), key);
  const message = await messageByKey(deps.db, key);
  if (message) await deps.queue.enqueue('post-message', { messageId: message.id });
}

/** A digest now, beside the weekly one. */
export async function requestDigest(deps: Deps, channelId: string): Promise<void> {
  const id = randomUUID();
  await claimDigest(deps, channelId, id, `digest:${channelId}:${id}`);
  await deps.queue.enqueue('post-message', { messageId: id });
}

async function claimDigest(deps: Deps, channelId: string, id: string, key: string): Promise<void> {
  await claimMessage(deps.db, { id, channelId, purpose: 'digest', key }, deps.now());
}

/** The digest of the seven days before `until` (now, where none is given). */
export async function buildDigest(deps: Deps, channelId: string, until?: Date): Promise<Digest> {
  const profile = channelOf(deps, channelId);
  const end = until ?? deps.now();
  const from = new Date(end.getTime() - WEEK_MS);
  const { db } = deps;
  const asked = { channelId, language: profile.language };
  const best = await toLines(deps, asked, await finding.listTop(db, channelId, from, BEST));
  const inBest = new Set(best.map((line) => line.articleId));
  const shared = await finding.listShared(db, channelId, from, MOST_SHARED + BEST);
  const sharedLines = await toLines(
    deps,
    asked,
    shared.filter((line) => !inBest.has(line.articleId)).slice(0, MOST_SHARED),
  );
  const posted = await finding.countPosted(db, channelId, from);
  return {
    channelName: profile.name,
    from,
    until: end,
    quiet: posted === 0 && shared.length === 0,
    posted,
    voters: await countVoters(db, channelId, from),
    groups: groupByKind(best),
    shared: sharedLines,
    pocs: await listPocLines(deps, channelId),
    demos: await pocs.listDemosSince(db, channelId, from),
    trend: await topicTrend(db, channelId, { until: end, weeks: TREND_WEEKS, topics: TREND_TOPICS }),
    lesson: lessonOfWeek(deps, end),
    health: await buildHealth(deps, from),
  };
}

/** Groups come in the order of their best entry. */
function groupByKind(lines: readonly ArticleLine[]): Digest['groups'] {
  const groups = new Map<DigestEntry['kind'], DigestEntry[]>();
  for (const line of lines) {
    const group = groups.get(line.kind);
    if (group) group.push(line);
    else groups.set(line.kind, [line]);
  }
  return [...groups].map(([kind, entries]) => ({ kind, entries }));
}

async function listPocLines(deps: Deps, channelId: string): Promise<Digest['pocs']> {
  const rows = await pocs.listPocs(deps.db, channelId, MOST_POCS);
  return await Promise.all(
    rows.map(async (row) => ({
      pocId: row.pocId,
      title: row.brief.title,
      status: pocs.pocStatus(row),
      members: row.members.length,
      permalink: row.ts ? await deps.publisher.permalink({ channelId, ts: row.ts }) : null,
    })),
  );
}

/** The track in its order, one lesson a week, then from the start again. */
function lessonOfWeek(deps: Deps, at: Date): Digest['lesson'] {
  const week = Math.floor(at.getTime() / WEEK_MS);
  return deps.lessons[week % Math.max(1, deps.lessons.length)] ?? null;
}

async function buildHealth(deps: Deps, since: Date): Promise<HealthLine> {
  const lines = await sources.listLines(deps.db);
  return {
    sourcesRead: lines.filter((line) => line.lastSuccessAt !== null && line.lastSuccessAt >= since).length,
    failing: lines
      .filter((line) => line.failingSince !== null)
      .map((line) => ({
        sourceId: line.sourceId,
        title: line.title,
        since: line.failingSince,
        reason: line.lastError ?? 'no reason known',
      })),
    modelCostUsd: deps.model ? await modelCostSince(deps.db, since) : null,
    usedUp: deps.model ? await usedUpLimit(deps) : null,
  };
}
