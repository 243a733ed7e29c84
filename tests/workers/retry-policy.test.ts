import pino from 'pino';
import { expect, it } from 'vitest';
import { JOBS, type JobName } from '../../src/queue/jobs.ts';
import type { FailedRun } from '../../src/queue/workers.ts';
import { retryPolicy } from '../../workers/retry-policy.ts';
import { reportFailure } from '../../workers/start-workers.ts';

const MINUTE_MS = 60_000;

/** From the first run to the last, with the waits at their shortest. */
function spanMs(name: JobName): number {
  const { attempts, backoffMs } = retryPolicy[name];
  return 0.8 * backoffMs * (2 ** (attempts - 1) - 1);
}

it('gives each job of the table more than one try, and none without a pause', () => {
  expect(Object.keys(retryPolicy).toSorted()).toEqual(Object.keys(JOBS).toSorted());
  for (const { attempts, backoffMs } of Object.values(retryPolicy)) {
    expect(attempts).toBeGreaterThan(1);
    expect(backoffMs).toBeGreaterThanOrEqual(1_000);
  }
});

it('goes on posting through some minutes of an outage of Slack', () => {
  expect(spanMs('post-message')).toBeGreaterThan(5 * MINUTE_MS);
  expect(spanMs('refresh-card')).toBeGreaterThan(5 * MINUTE_MS);
});

it('leaves a weekly job time for a restart of the database', () => {
  for (const name of ['send-digest', 'prompt-poc'] as const) expect(spanMs(name)).toBeGreaterThan(10_000);
});

const RUN: FailedRun = {
  name: 'post-message',
  payload: { messageId: 'm1' },
  attempt: 2,
  attempts: 8,
  error: new Error('Slack answered 503'),
  next: { kind: 'retry', waitMs: 7_400 },
};

function linesOf(run: FailedRun): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  reportFailure(
    pino({ base: null, timestamp: false }, { write: (line) => lines.push(JSON.parse(line)) }),
    run,
  );
  return lines;
}

it('says of a failed run which job it was, which attempt, why, and when it runs again', () => {
  expect(linesOf(RUN)).toEqual([
    {
      level: 40,
      err: expect.objectContaining({ message: 'Slack answered 503', stack: expect.any(String) }),
      job: 'post-message',
      payload: { messageId: 'm1' },
      attempt: 2,
      msg: 'post-message failed (attempt 2 of 8): Slack answered 503; it runs again in about 8 s',
    },
  ]);
});

it('says of a job that is given up that it is, as an error', () => {
  const [line] = linesOf({ ...RUN, attempt: 8, next: { kind: 'given-up' } });
  expect(line).toMatchObject({
    level: 50,
    msg: 'post-message failed (attempt 8 of 8): Slack answered 503; it is given up, and kept among the failed jobs',
  });
});
