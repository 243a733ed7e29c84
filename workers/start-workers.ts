// Starts this process's workers: how many jobs of each lane run at once, and what is said when one fails.
import type { Logger } from 'pino';
import type { Deps } from '../src/pipeline/ports.ts';
import type { Lane } from '../src/queue/jobs.ts';
import type { Queue } from '../src/queue/queue.ts';
import type { FailedRun, Workers } from '../src/queue/workers.ts';
import { createHandlers } from './handlers.ts';

/** By what a lane waits for: the network may be asked widely, the processor and Slack not. */
export const CONCURRENCY: Record<Lane, number> = { collect: 16, read: 2, summarise: 4, channel: 3 };

export function startWorkers(queue: Queue, deps: Deps): Workers {
  return queue.startWorkers(createHandlers(deps), {
    concurrency: CONCURRENCY,
    log: deps.log,
    onFailed: (run) => reportFailure(deps.log, run),
  });
}

/** One line per failed run: which job, which attempt, why, and what happens next. */
export function reportFailure(log: Logger, run: FailedRun): void {
  const { name, payload, attempt, attempts, error, next } = run;
  const fields = { err: error, job: name, payload, attempt };
  const failed = `${name} failed (attempt ${attempt} of ${attempts}): ${error.message}`;
  if (next.kind === 'retry') {
    log.warn(fields, `${failed}; it runs again in about ${Math.ceil(next.waitMs / 1_000)} s`);
  } else {
    log.error(fields, `${failed}; it is given up, and kept among the failed jobs`);
  }
}
