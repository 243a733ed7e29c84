// Asks sources for what is new: a collection is one round over all sources that are due.
import { intervalFor, nextCollectAt, postingRate } from '../domain/pacing.ts';
import { type Collected, type CollectedItems, NO_RHYTHM, type Source } from '../domain/source.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import * as collections from '../store/collections.ts';
import type { Queryable } from '../store/database.ts';
import * as sources from '../store/sources.ts';
import { finishCollection } from './finish-collection.ts';
import { orderStoryNews, type StoryNews } from './join-story.ts';
import { orderReading } from './order-reading.ts';
import type { Deps } from './ports.ts';
import { submitArticles } from './submit-article.ts';

/** A source that was taken and never came back is taken again after this. */
const TAKEN_FOR_MS = 30 * 60_000;

/** Starts a round if any source is due; answers with its id. */
export async function startCollection(deps: Deps): Promise<number | null> {
  const now = deps.now();
  const started = await deps.db.transaction(async (tx) => {
    const due = await sources.takeDue(tx, now, new Date(now.getTime() + TAKEN_FOR_MS));
    if (due.length === 0) return null;
    return { collectionId: await collections.startCollection(tx, due, now), due };
  });
  if (!started) return null;
  const { collectionId, due } = started;
  await deps.queue.enqueueMany(
    'collect-source',
    due.map((sourceId) => ({ collectionId, sourceId })),
  );
  return collectionId;
}

/** A round over all sources now, by a job. */
export async function requestCollection(deps: Deps): Promise<void> {
  await sources.makeDue(deps.db, deps.now());
  await deps.queue.enqueue('start-collection', {});
}

/** Asks one source, takes in what is new, and orders its reading. */
export async function collectSource(
  deps: Deps,
  { collectionId, sourceId }: JobPayload<'collect-source'>,
  signal?: AbortSignal,
): Promise<void> {
  const asked = await askSource(deps, collectionId, sourceId, signal);
  // Also on a second run: the first may have ended between saving and ordering.
  const waiting =
    asked === 'nothing-new' ? [] : await articles.listWaitingOf(deps.db, collectionId, sourceId);
  if (waiting.length > 0) await orderReading(deps, waiting);
  else await finishCollection(deps, collectionId);
}

/** Does nothing where the source has answered in this collection before. */
async function askSource(
  deps: Deps,
  collectionId: number,
  sourceId: string,
  signal: AbortSignal | undefined,
): Promise<'nothing-new' | 'look'> {
  const subscribed = await sources.getUnanswered(deps.db, collectionId, sourceId, deps.now());
  if (!subscribed) return 'look';
  const { source, state } = subscribed;
  const outcome = await deps.collector.collect(source, state, signal);
  // Called off by a shutdown: nothing is known of the source, and the job goes back to the queue.
  signal?.throwIfAborted();
  const asked = { ...subscribed, collectionId, now: deps.now(), jitter: deps.random() };
  const news: StoryNews[] = [];
  const address = await deps.db.transaction((tx) => saveOutcome(tx, asked, outcome, news));
  await orderStoryNews(deps, news);
  tellOutcome(deps, source, outcome, address);
  return outcome.kind === 'items' ? 'look' : 'nothing-new';
}

interface Asked extends sources.Subscribed {
  collectionId: number;
  now: Date;
  jitter: number;
}

/** Adds to `news` what is to be ordered afterwards. Answers with the address that the source is read at from now on, where it answered. */
async function saveOutcome(
  tx: Queryable,
  asked: Asked,
  outcome: Collected,
  news: StoryNews[],
): Promise<string | null> {
  const { source, collectionId, now } = asked;
  if (outcome.kind === 'items') return await saveItems(tx, asked, outcome, news);
  const state = outcome.kind === 'gone' ? 'failed' : outcome.kind;
  await collections.saveOutcome(tx, collectionId, source.id, state, 0);
  switch (outcome.kind) {
    case 'not-modified': {
      const times = { now, nextAt: nextAt(asked, outcome.notBeforeMs, asked) };
      return await sources.saveNotModified(tx, source.id, outcome.movedTo, times);
    }
    case 'postponed':
      await sources.postpone(
        tx,
        source.id,
        new Date(now.getTime() + outcome.notBeforeMs * (1 + asked.jitter / 10)),
      );
      return null;
    case 'gone':
      await sources.saveGone(tx, source.id, now);
      return null;
    case 'failed': {
      const last = { ...outcome, failures: asked.state.failures + 1, intervalMs: 0, quiet: null };
      const times = { now, nextAt: nextCollectAt(now, last, asked.jitter) };
      await sources.saveFailure(tx, source.id, outcome.reason, times);
      return null;
    }
  }
}

async function saveItems(
  tx: Queryable,
  asked: Asked,
  outcome: CollectedItems,
  news: StoryNews[],
): Promise<string | null> {
  const { source, collectionId, now } = asked;
  const broughtBy = { kind: 'source' as const, sourceId: source.id };
  const { items } = outcome;
  const { isFirst } = asked;
  const submission = { items, broughtBy, collectionId, defaultKind: source.defaultKind, isFirst };
  news.push((await submitArticles(tx, submission, now)).news);
  await collections.saveOutcome(tx, collectionId, source.id, 'collected', items.length);
  const rate = postingRate(
    items.map((item) => item.publishedAt),
    now,
  );
  const times = { now, nextAt: nextAt(asked, outcome.notBeforeMs, { rate, rhythm: outcome.rhythm }) };
  return await sources.saveSuccess(tx, source.id, { ...outcome, items: items.length, rate }, times);
}

/** After a good answer. */
function nextAt(
  { now, jitter }: Asked,
  serverWishMs: number | null,
  { rate, rhythm }: Pick<sources.Subscribed, 'rate' | 'rhythm'>,
): Date {
  const { ttlMs, quiet, everyMs } = rhythm ?? NO_RHYTHM;
  const intervalMs = everyMs ?? intervalFor(rate, now);
  const notBeforeMs = Math.max(serverWishMs ?? 0, ttlMs ?? 0);
  return nextCollectAt(now, { failures: 0, notBeforeMs, intervalMs, quiet }, jitter);
}

function tellOutcome(deps: Deps, { id, url }: Source, outcome: Collected, address: string | null): void {
  if (outcome.kind === 'failed') deps.log.warn({ source: id }, `${id}: ${outcome.reason}`);
  if (outcome.kind === 'postponed') deps.log.debug({ source: id }, `${id}: ${outcome.reason}`);
  if (outcome.kind === 'gone') deps.log.warn({ source: id }, `${id} is gone (HTTP 410) and was switched off`);
  if (address !== null && address !== url) {
    deps.log.warn({ source: id }, `${id} has moved from ${url} to ${address}: change it where it is listed`);
  }
}
