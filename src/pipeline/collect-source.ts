// Asks sources for what is new: a collection is one round over all sources that are due.
import { nextCollectAt } from '../domain/source.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import * as collections from '../store/collections.ts';
import * as sources from '../store/sources.ts';
import { finishCollection } from './finish-collection.ts';
import type { Deps } from './ports.ts';
import { submitArticles } from './submit-article.ts';

/** A source that was taken and never came back is taken again after this. */
const TAKEN_FOR_MS = 30 * 60_000;
/** Articles read by one job: enough to make jobs cheap, few enough to be done within a job's lock. */
export const READ_BATCH = 20;

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
  const batches = [];
  for (let start = 0; start < waiting.length; start += READ_BATCH) {
    batches.push({ articleIds: waiting.slice(start, start + READ_BATCH) });
  }
  if (batches.length > 0) await deps.queue.enqueueMany('read-articles', batches);
  else await finishCollection(deps, collectionId);
}

/** Does nothing where the source has answered in this collection before. */
async function askSource(
  deps: Deps,
  collectionId: number,
  sourceId: string,
  signal: AbortSignal | undefined,
): Promise<'nothing-new' | 'look'> {
  const subscribed = await sources.getUnanswered(deps.db, collectionId, sourceId);
  if (!subscribed) return 'look';
  const { source, state } = subscribed;
  const outcome = await deps.collector.collect(source, state, signal);
  // Called off by a shutdown: nothing is known of the source, and the job goes back to the queue.
  signal?.throwIfAborted();
  const now = deps.now();
  const nextAt = (failures: number, notBeforeMs: number | null): Date =>
    nextCollectAt(now, { failures, notBeforeMs }, deps.random());

  await deps.db.transaction(async (tx) => {
    if (outcome.kind === 'items') {
      await submitArticles(
        tx,
        {
          items: outcome.items,
          broughtBy: { kind: 'source', sourceId },
          collectionId,
          defaultKind: source.defaultKind,
        },
        now,
      );
      const answer = { ...outcome, items: outcome.items.length };
      await sources.saveSuccess(tx, sourceId, answer, { now, nextAt: nextAt(0, outcome.notBeforeMs) });
      await collections.saveOutcome(tx, collectionId, sourceId, 'collected', outcome.items.length);
    } else if (outcome.kind === 'not-modified') {
      await sources.saveNotModified(tx, sourceId, { now, nextAt: nextAt(0, outcome.notBeforeMs) });
      await collections.saveOutcome(tx, collectionId, sourceId, 'not-modified', 0);
    } else {
      if (outcome.kind === 'gone') await sources.disable(tx, sourceId, 'the source is gone (HTTP 410)', now);
      else {
        const wait = nextAt(state.failures + 1, outcome.notBeforeMs);
        await sources.saveFailure(tx, sourceId, outcome.reason, { now, nextAt: wait });
      }
      await collections.saveOutcome(tx, collectionId, sourceId, 'failed', 0);
    }
  });
  if (outcome.kind === 'failed') deps.log.warn({ source: sourceId }, `${sourceId}: ${outcome.reason}`);
  if (outcome.kind === 'gone')
    deps.log.warn({ source: sourceId }, `${sourceId} is gone and was switched off`);
  return outcome.kind === 'items' ? 'look' : 'nothing-new';
}
