// Owns the answers to "how much is there to do" and "is it done".
import type { LaneQueue } from './connection.ts';
import { LANES, type Lane } from './jobs.ts';

export interface LaneCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

export interface IdleOptions {
  /** Also wait for jobs that are due later (retries, `delayMs`). Schedules are never waited for. */
  evenDelayed?: boolean;
}

export interface Activity {
  /** A job changed its place: was enqueued, put off or has ended, in this process. */
  changed(): void;
  /** A lane ran out of jobs here: worth a look. */
  drained(): void;
  isIdle(options?: IdleOptions): Promise<boolean>;
  whenIdle(options?: IdleOptions): Promise<void>;
}

/** How often `whenIdle` looks for what other processes did; what this one does is noticed at once. */
const LOOK_MS = 200;

export async function countLanes(lanes: Record<Lane, LaneQueue>): Promise<Record<Lane, LaneCounts>> {
  const counts = await Promise.all(LANES.map(async (lane) => [lane, await countLane(lanes[lane])] as const));
  return Object.fromEntries(counts) as Record<Lane, LaneCounts>;
}

async function countLane(queue: LaneQueue): Promise<LaneCounts> {
  const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
  const { wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return { waiting: wait + prioritized, active, delayed, failed };
}

export function createActivity(lanes: Record<Lane, LaneQueue>): Activity {
  let changes = 0;
  let drained = Promise.withResolvers<void>();
  const isIdle = async ({ evenDelayed = false }: IdleOptions = {}) => {
    for (;;) {
      const before = changes;
      // Before and after: a job may be put off behind the first look, and fall due ahead of the second.
      if (evenDelayed && (await isDelayedOnce(lanes))) return false;
      const counts = Object.values(await countLanes(lanes));
      if (counts.some(({ waiting, active }) => waiting + active > 0)) return false;
      // And again, since a job that was running at the first look may have been put off before the count.
      if (evenDelayed && (await isDelayedOnce(lanes))) return false;
      if (evenDelayed && (await isDelayedOnce(lanes))) return false;
      // The lanes were not counted in one moment: a job may have moved on from an uncounted lane to a counted one.
      if (changes === before) return true;
    }
  };
  return {
    changed() {
      changes += 1;
    },
    drained() {
      drained.resolve();
      drained = Promise.withResolvers<void>();
    },
    isIdle,
    async whenIdle(options) {
      for (;;) {
        const next = drained.promise;
        if (await isIdle(options)) return;
        await waitFor(next, LOOK_MS);
      }
    },
  };
}

async function isDelayedOnce(lanes: Record<Lane, LaneQueue>): Promise<boolean> {
  const delayed = await Promise.all(LANES.map((lane) => lanes[lane].getDelayed()));
  return delayed.flat().some((job) => job.repeatJobKey === undefined);
}

async function waitFor(event: Promise<void>, atMostMs: number): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, atMostMs);
  await Promise.race([event, timeout]);
  clearTimeout(timer);
}
