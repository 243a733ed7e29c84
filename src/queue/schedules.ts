// Owns jobs that repeat: BullMQ's job schedulers, made, left alone or removed by key.
import { isDeepStrictEqual } from 'node:util';
import type { JobSchedulerJson, JobsOptions, RepeatOptions } from 'bullmq';
import type { LaneQueue } from './connection.ts';
import type { JobName } from './jobs.ts';

export type Repeat = { everyMs: number } | { cron: string; timeZone: string };

export interface Schedule {
  key: string;
  name: JobName;
  repeat: Repeat;
  payload: object;
  options: JobsOptions;
}

/**
 * Makes the schedule, or changes the one of that key. One that is the same already is left alone: BullMQ would
 * throw away its pending run, and with it one that fell due while the process was down.
 */
export async function upsertSchedule(queue: LaneQueue, schedule: Schedule): Promise<void> {
  const { key, name, payload, options } = schedule;
  if (key.includes(':')) throw new Error(`Schedule "${key}": a key must not contain ":"`);
  const repeat = repeatOptions(schedule.repeat);
  const standing = await queue.getJobScheduler(key);
  if (standing && isSame(standing, schedule, repeat) && (await hasPendingRun(queue, standing))) return;
  await queue.upsertJobScheduler(key, repeat, { name, data: payload, opts: options });
}

/** Removes every schedule of these lanes whose key is not in `keys`, with its pending run. */
export async function removeOtherSchedules(queues: LaneQueue[], keys: readonly string[]): Promise<void> {
  const kept = new Set(keys);
  for (const queue of queues) {
    for (const { key } of await queue.getJobSchedulers()) {
      if (!kept.has(key)) await queue.removeJobScheduler(key);
    }
  }
}

function repeatOptions(repeat: Repeat): RepeatOptions {
  return 'everyMs' in repeat ? { every: repeat.everyMs } : { pattern: repeat.cron, tz: repeat.timeZone };
}

function isSame(standing: JobSchedulerJson<unknown>, schedule: Schedule, repeat: RepeatOptions): boolean {
  const { attempts, backoff } = standing.template?.opts ?? {};
  return (
    standing.name === schedule.name &&
    standing.every === repeat.every &&
    standing.pattern === repeat.pattern &&
    standing.tz === repeat.tz &&
    attempts === schedule.options.attempts &&
    isDeepStrictEqual(backoff, schedule.options.backoff) &&
    isDeepStrictEqual(standing.template?.data ?? {}, schedule.payload)
  );
}

/** False when a process died between a run and the planning of the next: the schedule would stand still. */
async function hasPendingRun(queue: LaneQueue, standing: JobSchedulerJson<unknown>): Promise<boolean> {
  // BullMQ's name for the run that a scheduler has planned.
  const job = await queue.getJob(`repeat:${standing.key}:${standing.next}`);
  return job !== undefined && !(await job.isFailed());
}
