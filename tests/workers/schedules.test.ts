import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Queue } from '../../src/queue/queue.ts';
import { createQueue } from '../../src/queue/queue.ts';
import type { PgliteDatabase } from '../../src/store/pglite.ts';
import { retryPolicy } from '../../workers/retry-policy.ts';
import { setSchedules } from '../../workers/schedules.ts';
import { openMemoryDatabase } from '../support/backends.ts';
import { profileOf } from '../support/profile.ts';
import { SILENT } from '../support/queues.ts';

let db: PgliteDatabase;
let queue: Queue;
beforeAll(async () => {
  db = await openMemoryDatabase();
  queue = await createQueue({ kind: 'pglite', database: db }, { attempts: retryPolicy, log: SILENT });
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

const keys = async (): Promise<string[]> =>
  (await db.query<{ id: string }>('select scheduler_id as id from bullmq.scheduler order by 1')).map(
    (row) => row.id,
  );

it('gives each channel its own times, in its own zone, and drops those of a channel that is gone', async () => {
  const london = profileOf({ id: 'C1' });
  const tokyo = profileOf({ id: 'C2', timeZone: 'Asia/Tokyo' });
  await setSchedules(queue, [london, tokyo]);
  expect(await keys()).toHaveLength(5 + 2 * 5);
  const times = await db.query<{ next: Date }>(
    `select to_timestamp(next_run_ms / 1000.0) as next from bullmq.scheduler
     where scheduler_id like 'send-digest-%' order by scheduler_id`,
  );
  const hours = times.map(({ next }) => next.getUTCHours());
  // 15:00 on a Friday: in Tokyo at 06:00 UTC, in London at 15:00 or, in summer, 14:00.
  expect(hours[1]).toBe(6);
  expect([14, 15]).toContain(hours[0]);
  expect(times.every(({ next }) => next.getUTCDay() === 5)).toBe(true);

  await setSchedules(queue, [tokyo]);
  expect((await keys()).filter((key) => key.endsWith('C1'))).toEqual([]);
  expect(await keys()).toHaveLength(5 + 5);
});
