// Owns the running of jobs: one BullMQ worker per lane, waiting when asked to, draining on close.
// Knows no handler's work, and makes no choice about retries: those travel with the job.
import { DelayedError, UnrecoverableError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import type { LaneJob, LaneWorker, QueueConnection } from './connection.ts';
import { type Handlers, type JobContext, LANES, type Lane } from './jobs.ts';
import { InvalidPayload, isJobName, parsePayload } from './payload.ts';

/** A run that threw, as it stands in the queue afterwards. */
export interface FailedRun {
  name: string;
  payload: unknown;
  /** 1 for the first run. */
  attempt: number;
  attempts: number;
  error: Error;
  next: { kind: 'retry'; waitMs: number } | { kind: 'given-up' };
}

export interface WorkersOptions {
  /** Jobs at once per lane; 0 leaves the lane to other processes. */
  concurrency: Record<Lane, number>;
  log: Logger;
  onFailed?: (run: FailedRun) => void;
}

export interface Workers {
  /**
   * Takes no new job, and resolves when none is running here. `JobContext.signal` fires after half of `timeoutMs`;
   * after all of it, and when a handler throws because of the signal, the job goes back to the queue unharmed, and
   * what is left of the handler runs on unheard.
   */
  close(drain: { timeoutMs: number }): Promise<void>;
}

/** Whom the workers tell what happens to them. */
interface Listeners {
  /** A job's run has ended, and its outcome is in the queue. */
  changed(): void;
  /** A lane has no job left to run. */
  drained(): void;
  onError(error: Error): void;
}

interface Run extends WorkersOptions, Listeners {
  handlers: Handlers;
  draining: AbortController;
  /** One entry per running job: gives it back. */
  handBack: Set<() => void>;
}

export function startLaneWorkers(
  connection: QueueConnection,
  handlers: Handlers,
  options: WorkersOptions,
  listeners: Listeners,
): Workers {
  const run: Run = {
    ...options,
    ...listeners,
    handlers,
    draining: new AbortController(),
    handBack: new Set(),
  };
  const workers = LANES.filter((lane) => options.concurrency[lane] > 0).map((lane) =>
    startLane(connection, lane, run),
  );
  let closing: Promise<void> | null = null;
  return {
    close({ timeoutMs }) {
      closing ??= drain(workers, run, timeoutMs);
      return closing;
    },
  };
}

function startLane(connection: QueueConnection, lane: Lane, run: Run): LaneWorker {
  const worker = connection.openWorker(lane, (job, token) => processJob(run, job, token ?? ''), {
    concurrency: run.concurrency[lane],
  });
  worker.on('completed', run.changed);
  worker.on('drained', run.drained);
  worker.on('failed', (job, error) => {
    if (job) reportFailure(run, job, error);
    run.changed();
  });
  worker.on('stalled', (jobId) => {
    run.log.warn(
      { lane, jobId },
      'A job was left behind by a worker that died or hung; it goes back in line',
    );
  });
  worker.on('error', run.onError);
  return worker;
}

function reportFailure(run: Run, job: LaneJob, error: Error): void {
  run.onFailed?.({
    name: job.name,
    payload: job.data,
    attempt: job.attemptsMade,
    attempts: job.opts.attempts ?? 1,
    error,
    next: job.finishedOn === undefined ? { kind: 'retry', waitMs: job.delay } : { kind: 'given-up' },
  });
}

async function processJob(run: Run, job: LaneJob, token: string): Promise<void> {
  const taken = Promise.withResolvers<'taken'>();
  const giveBack = () => taken.resolve('taken');
  run.handBack.add(giveBack);
  const work = callHandler(run, job);
  try {
    const outcome = await Promise.race([work, taken.promise]);
    if (outcome === 'done') return;
    // It is another worker's job from now on; how it ends here is worth a line, no more.
    work.catch((error) => run.log.warn({ job: job.name, err: error }, 'Failed after it was handed back'));
  } catch (error) {
    const waitMs = retryAfterOf(error);
    if (waitMs !== null) return await moveToLater(run, job, token, waitMs);
    if (!run.draining.signal.aborted) throw error;
  } finally {
    run.handBack.delete(giveBack);
  }
  await job.moveToWait(token);
  run.log.info({ job: job.name, payload: job.data }, 'Handed back to the queue while shutting down');
  throw new WaitingError();
}

async function callHandler(run: Run, job: LaneJob): Promise<'done'> {
  const { name } = job;
  if (!isJobName(name)) {
    throw new UnrecoverableError(`No handler for job ${name}: it was enqueued by another version`);
  }
  const attempt = job.attemptsMade + 1;
  const context: JobContext = {
    signal: run.draining.signal,
    attempt,
    lastAttempt: attempt >= (job.opts.attempts ?? 1),
  };
  // Each name's handler takes that name's payload; the compiler cannot follow the pair through a union.
  const handler = run.handlers[name] as (payload: unknown, context: JobContext) => Promise<void>;
  await handler(parseOrGiveUp(name, job.data), context);
  return 'done';
}

function parseOrGiveUp(name: Parameters<typeof parsePayload>[0], data: unknown): unknown {
  try {
    return parsePayload(name, data);
  } catch (error) {
    // It will not fit better the next time.
    if (error instanceof InvalidPayload) throw new UnrecoverableError(error.message);
    throw error;
  }
}

async function moveToLater(run: Run, job: LaneJob, token: string, waitMs: number): Promise<never> {
  run.log.debug(
    { job: job.name, payload: job.data, waitMs },
    'Asked to wait; runs again without losing an attempt',
  );
  await job.moveToDelayed(Date.now() + waitMs, token);
  run.changed();
  throw new DelayedError();
}

/** What an error says in `retryAfterMs`, as `RateLimited` does; null for other errors. */
function retryAfterOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error)) return null;
  const { retryAfterMs } = error;
  return typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? retryAfterMs : null;
}

/** What a server that went away may take longer, before a drain ends without it. */
const LOST_SERVER_GRACE_MS = 3_000;

async function drain(workers: LaneWorker[], run: Run, timeoutMs: number): Promise<void> {
  const abandoned = Promise.withResolvers<'abandoned'>();
  const timers = [
    setTimeout(() => run.draining.abort(new Error('The process is shutting down')), timeoutMs / 2),
    setTimeout(() => {
      for (const giveBack of run.handBack) giveBack();
    }, timeoutMs),
    setTimeout(() => abandoned.resolve('abandoned'), timeoutMs + LOST_SERVER_GRACE_MS),
  ];
  const closed = Promise.all(workers.map((worker) => worker.close()));
  const outcome = await Promise.race([closed, abandoned.promise]);
  for (const timer of timers) clearTimeout(timer);
  if (outcome === 'abandoned') {
    run.log.warn(
      'The queue did not answer while shutting down: unfinished jobs go back in line by themselves',
    );
  }
}
