// The queue: one module over BullMQ's three backends. Owns enqueueing, schedules, counts and the workers' life.
// Nothing relies on it for running a job only once: steps are idempotent.
import type { JobsOptions } from 'bullmq';
import type { Logger } from 'pino';
import { chunked } from '../domain/chunked.ts';
import { countLanes, createActivity, type IdleOptions, type LaneCounts } from './activity.ts';
import { connectBackend, type LaneQueue, type QueueBackend, type QueueConnection } from './connection.ts';
import {
  type Handlers,
  JOBS,
  type JobName,
  type JobPayload,
  LANES,
  type Lane,
  type Producer,
} from './jobs.ts';
import { parsePayload } from './payload.ts';
import { type Repeat, removeOtherSchedules, upsertSchedule } from './schedules.ts';
import { createTroubleLog } from './trouble-log.ts';
import { startLaneWorkers, type Workers, type WorkersOptions } from './workers.ts';

/**
 * `attempts`: runs at most. `backoffMs`: the wait before the second; each further one is twice as long. Waits are cut by
 * up to a fifth at random, so that what failed together does not come back together.
 */
export interface RetryRule {
  attempts: number;
  backoffMs: number;
}

export interface QueueOptions {
  attempts: Record<JobName, RetryRule>;
  log: Logger;
}

export interface Queue extends Producer {
  /**
   * Repeats a job under `key` (unique over all jobs, without ":"). `everyMs` runs now and then at that interval;
   * `cron` has five fields, read in `timeZone`. A schedule that stands already is left alone, so that a run missed
   * while the process was down still happens.
   */
  schedule<Name extends JobName>(
    name: Name,
    key: string,
    repeat: Repeat,
    payload: JobPayload<Name>,
  ): Promise<void>;
  /** Removes every schedule whose key is not named. */
  keepOnlySchedules(keys: readonly string[]): Promise<void>;
  startWorkers(handlers: Handlers, options: WorkersOptions): Workers;
  counts(): Promise<Record<Lane, LaneCounts>>;
  /** Nothing waits and nothing runs, in this process or another. */
  isIdle(options?: IdleOptions): Promise<boolean>;
  whenIdle(options?: IdleOptions): Promise<void>;
  /** Hands running jobs back at once (close `Workers` first to let them end), and ends all connections. */
  close(): Promise<void>;
}

/** Failed jobs kept for the operator to look at; completed ones are not kept, their results are in the store. */
const FAILED_KEPT = 500;
/** One statement or pipeline of this size stays under a second on every backend. */
const BULK_SIZE = 1_000;
const BACKOFF_JITTER = 0.2;
const SUSPECT_AFTER_STARTS = 3;

/** Throws when the backend cannot be reached; see `connectBackend`. */
export async function createQueue(backend: QueueBackend, options: QueueOptions): Promise<Queue> {
  const onError = createTroubleLog(options.log, 'The queue lost a connection, or an answer; it tries again');
  const connection = await connectBackend(backend, onError);
  const openLane = (lane: Lane) => {
    const queue = connection.openQueue(lane);
    queue.on('error', onError);
    return queue;
  };
  const lanes: Record<Lane, LaneQueue> = {
    collect: openLane('collect'),
    read: openLane('read'),
    summarise: openLane('summarise'),
    channel: openLane('channel'),
  };
  await Promise.all(LANES.map((lane) => lanes[lane].waitUntilReady()));
  if (connection.alone) await releaseOrphans(lanes, options.log);
  return joinLanes(connection, lanes, options, onError);
}

function joinLanes(
  connection: QueueConnection,
  lanes: Record<Lane, LaneQueue>,
  { attempts, log }: QueueOptions,
  onError: (error: Error) => void,
): Queue {
  const activity = createActivity(lanes);
  const running = new Set<Workers>();
  const optionsOf = (name: JobName) => jobOptions(attempts[name]);
  return {
    async enqueue(name, payload, { delayMs } = {}) {
      const data = parsePayload(name, payload);
      const options = delayMs === undefined ? optionsOf(name) : { ...optionsOf(name), delay: delayMs };
      await lanes[JOBS[name].lane].add(name, data, options);
      activity.changed();
    },
    async enqueueMany(name, payloads) {
      const opts = optionsOf(name);
      const jobs = payloads.map((payload) => ({ name, data: parsePayload(name, payload), opts }));
      for (const some of chunked(jobs, BULK_SIZE)) await lanes[JOBS[name].lane].addBulk(some);
      activity.changed();
    },
    async schedule(name, key, repeat, payload) {
      await upsertSchedule(lanes[JOBS[name].lane], {
        key,
        name,
        repeat,
        payload: parsePayload(name, payload),
        options: optionsOf(name),
      });
      activity.changed();
    },
    keepOnlySchedules: (keys) => removeOtherSchedules(Object.values(lanes), keys),
    startWorkers(handlers, options) {
      const workers = startLaneWorkers(connection, handlers, options, { ...activity, onError });
      running.add(workers);
      return workers;
    },
    counts: () => countLanes(lanes),
    isIdle: activity.isIdle,
    whenIdle: activity.whenIdle,
    close: once(async () => {
      await Promise.all([...running].map((workers) => workers.close({ timeoutMs: 0 })));
      await Promise.all(LANES.map((lane) => lanes[lane].close()));
      await connection.close();
      log.debug('The queue is closed');
    }),
  };
}

function jobOptions({ attempts, backoffMs }: RetryRule): JobsOptions {
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: BACKOFF_JITTER },
    removeOnComplete: true,
    removeOnFail: { count: FAILED_KEPT },
  };
}

/**
 * Puts the jobs that a killed process was running back in line at once, instead of after their locks run out.
 * One that has already been started several times more often than it ended may be what killed the process: it is
 * left to BullMQ's stall check, which gives up after a few.
 */
async function releaseOrphans(lanes: Record<Lane, LaneQueue>, log: Logger): Promise<void> {
  for (const lane of LANES) {
    const orphans = (await lanes[lane].getActive()).filter(
      (job) => job.attemptsStarted - job.attemptsMade <= SUSPECT_AFTER_STARTS,
    );
    // "0" is BullMQ's token for "whoever holds the lock".
    for (const job of orphans) await job.moveToWait('0');
    if (orphans.length > 0)
      log.info({ lane, jobs: orphans.length }, 'Resumed jobs that an earlier run had begun');
  }
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | null = null;
  return () => {
    result ??= work();
    return result;
  };
}
