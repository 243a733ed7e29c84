// Asks sources for what is new: a collection is one round over all sources that are due.
import { intervalFor, nextCollectAt, postingRate } from '../domain/pacing.ts';
import { type Collected, type CollectedItems, NO_RHYTHM, type Source } from '../domain/source.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as articles from '../store/articles.ts';
import * as collections from '../store/collections.ts';
import type { Queryable } from '../store/database.ts';
import * as sources from '../store/sources.ts';
import { finishCollection } from './finish-collection.ts';
import { groupWork } from './group-work.ts';
import { orderStoryNews, type StoryNews } from './join-story.ts';
import { orderReading } from './order-reading.ts';
import type { Deps } from './ports.ts';
import { type Submission, submitTogether } from './submit-article.ts';

/** A source that was taken and never came back is taken again after this. */
const TAKEN_FOR_MS = 30 * 60_000;
/** A transaction of so many answers is still short beside the asking. */
const MOST_TOGETHER = 32;

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

/** The step of a source's job: asks it, takes in what is new, and orders its reading. */
export type CollectSource = (payload: JobPayload<'collect-source'>, signal?: AbortSignal) => Promise<void>;

/** What several sources answer at about the same time is saved together, in one transaction. */
export function createCollectSource(deps: Deps): CollectSource {
  const look = groupWork(
    (asked: JobPayload<'collect-source'>[]) => sources.listUnanswered(deps.db, asked, deps.now()),
    MOST_TOGETHER,
  );
  const save = groupWork((answers: Answer[]) => saveTogether(deps, answers), MOST_TOGETHER);
  return async (payload, signal) => {
    const subscribed = await look(payload);
    // Also on a second run: the first may have ended between saving and ordering.
    const waiting = subscribed
      ? await askSource(deps, { ...subscribed, ...payload }, save, signal)
      : await articles.listWaitingOf(deps.db, payload);
    if (waiting.length > 0) await orderReading(deps, waiting);
    else await finishCollection(deps, payload.collectionId);
  };
}

interface Asked extends sources.Subscribed {
  collectionId: number;
}

interface Answer extends Asked {
  outcome: Collected;
  /** From 0 to 1. */
  jitter: number;
}

interface Saved {
  /** To be read, newest first. */
  waiting: number[];
  news: StoryNews | null;
  /** Where the source is read from now on, where it answered. */
  address: string | null;
}

/** Answers with the articles that are to be read. */
async function askSource(
  deps: Deps,
  asked: Asked,
  save: (answer: Answer) => Promise<PromiseSettledResult<Saved>>,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const { source, state } = asked;
  const outcome = await deps.collector.collect(source, state, signal);
  // Called off by a shutdown: nothing is known of the source, and the job goes back to the queue.
  signal?.throwIfAborted();
  const saved = await save({ ...asked, outcome, jitter: deps.random() });
  if (saved.status === 'rejected') throw saved.reason;
  const { waiting, news, address } = saved.value;
  if (news) await orderStoryNews(deps, [news]);
  tellOutcome(deps, source, outcome, address);
  return waiting;
}

/** When one of them cannot be saved, it takes none of the others along. */
async function saveTogether(deps: Deps, answers: Answer[]): Promise<PromiseSettledResult<Saved>[]> {
  const saved = (some: Answer[]): Promise<Saved[]> =>
    deps.db.transaction((tx) => saveAnswers(tx, some, deps.now()));
  try {
    return (await saved(answers)).map((value) => ({ status: 'fulfilled', value }));
  } catch (reason) {
    if (answers.length === 1) return [{ status: 'rejected', reason }];
    const results = [];
    for (const one of answers) results.push(...(await saveTogether(deps, [one])));
    return results;
  }
}

async function saveAnswers(tx: Queryable, answers: readonly Answer[], now: Date): Promise<Saved[]> {
  const withItems = answers.flatMap((answer) =>
    answer.outcome.kind === 'items' ? [{ ...answer, outcome: answer.outcome }] : [],
  );
  const submissions = withItems.map(submissionOf);
  const submitted = await submitTogether(tx, submissions, now);
  const taken = new Map(withItems.map(({ source }, n) => [source.id, submitted[n]]));
  await collections.saveOutcomes(tx, answers.map(outcomeOf));
  const addresses = new Map([
    ...(await sources.saveSuccesses(
      tx,
      withItems.map((answer) => successOf(answer, now)),
      now,
    )),
    ...(await sources.saveNotModified(
      tx,
      answers.flatMap((answer) => unchangedOf(answer, now)),
      now,
    )),
  ]);
  for (const answer of answers) await saveTrouble(tx, answer, now);
  return answers.map(({ source: { id } }) => ({
    waiting: taken.get(id)?.fresh ?? [],
    news: taken.get(id)?.news ?? null,
    address: addresses.get(id) ?? null,
  }));
}

type ItemsAnswer = Answer & { outcome: CollectedItems };

function submissionOf({ source, collectionId, isFirst, outcome }: ItemsAnswer): Submission {
  const broughtBy = { kind: 'source' as const, sourceId: source.id };
  return { items: outcome.items, broughtBy, collectionId, defaultKind: source.defaultKind, isFirst };
}

function outcomeOf({ source, collectionId, outcome }: Answer): collections.SourceAnswer {
  const answer = { collectionId, sourceId: source.id };
  if (outcome.kind === 'items') return { ...answer, state: 'collected', items: outcome.items.length };
  return { ...answer, state: outcome.kind === 'gone' ? 'failed' : outcome.kind, items: 0 };
}

function successOf(answer: ItemsAnswer, now: Date): sources.Success {
  const { source, outcome } = answer;
  const dates = outcome.items.map((item) => item.publishedAt);
  // An empty batch, as arXiv's at weekends, says nothing of how often the source posts; nor does one that came before.
  const rate = dates.length > 0 && !outcome.isRepeat ? postingRate(dates, now) : answer.rate;
  const nextAt = nextAtOf(answer, outcome.notBeforeMs, { rate, rhythm: outcome.rhythm }, now);
  return { ...outcome, id: source.id, items: outcome.items.length, rate, nextAt };
}

function unchangedOf(answer: Answer, now: Date): sources.Unchanged[] {
  const { source, outcome } = answer;
  if (outcome.kind !== 'not-modified') return [];
  const nextAt = nextAtOf(answer, outcome.notBeforeMs, answer, now);
  return [{ id: source.id, movedTo: outcome.movedTo, nextAt }];
}

async function saveTrouble(
  tx: Queryable,
  { source: { id }, state, outcome, jitter }: Answer,
  now: Date,
): Promise<void> {
  if (outcome.kind === 'postponed') {
    await sources.postpone(tx, id, new Date(now.getTime() + outcome.notBeforeMs * (1 + jitter / 10)));
  } else if (outcome.kind === 'gone') {
    await sources.saveGone(tx, id, now);
  } else if (outcome.kind === 'failed') {
    const last = { ...outcome, failures: state.failures + 1, intervalMs: 0, quiet: null };
    await sources.saveFailure(tx, id, outcome.reason, { now, nextAt: nextCollectAt(now, last, jitter) });
  }
}

/** After a good answer. */
function nextAtOf(
  { jitter }: Answer,
  serverWishMs: number | null,
  { rate, rhythm }: Pick<sources.Subscribed, 'rate' | 'rhythm'>,
  now: Date,
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
