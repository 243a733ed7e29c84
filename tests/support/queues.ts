// What tests of the queue share: a queue with short retries, and handlers that note what they were given.
import pino, { type Logger } from 'pino';
import type { QueueBackend } from '../../src/queue/connection.ts';
import { type Handlers, JOBS, type JobContext, type JobName, type Lane } from '../../src/queue/jobs.ts';
import { createQueue, type Queue, type RetryRule } from '../../src/queue/queue.ts';

export interface Call {
  name: JobName;
  payload: unknown;
  context: JobContext;
}

export const JOB_NAMES = Object.keys(JOBS) as JobName[];
export const ONE_EACH: Record<Lane, number> = { collect: 1, read: 1, summarise: 1, channel: 1 };
export const SILENT: Logger = pino({ level: 'silent' });

/** Three runs of each job, a few milliseconds apart. */
export async function openTestQueue(backend: QueueBackend, log: Logger = SILENT): Promise<Queue> {
  const rules = JOB_NAMES.map((name): [JobName, RetryRule] => [name, { attempts: 3, backoffMs: 5 }]);
  return createQueue(backend, { attempts: Object.fromEntries(rules) as Record<JobName, RetryRule>, log });
}

/** Handlers that note their calls in `calls`, then do what `work` does. */
export function noteCalls(calls: Call[], work?: (call: Call) => Promise<void> | void): Handlers {
  const handlerOf = (name: JobName) => async (payload: unknown, context: JobContext) => {
    const call = { name, payload, context };
    calls.push(call);
    await work?.(call);
  };
  return Object.fromEntries(JOB_NAMES.map((name) => [name, handlerOf(name)])) as unknown as Handlers;
}
