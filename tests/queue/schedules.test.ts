import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectBackend, type QueueBackend } from '../../src/queue/connection.ts';
import type { Lane } from '../../src/queue/jobs.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { describeBackends } from '../support/backends.ts';
import { type Call, noteCalls, ONE_EACH, openTestQueue, SILENT } from '../support/queues.ts';

describeBackends('A schedule', (fresh) => {
  let backend: QueueBackend;
  let queue: Queue;
  let calls: Call[];
  beforeEach(async () => {
    backend = await fresh();
    queue = await openTestQueue(backend);
    calls = [];
  });
  afterEach(() => queue.close());

  const start = (work?: (call: Call) => void) =>
    queue.startWorkers(noteCalls(calls, work), { concurrency: ONE_EACH, log: SILENT });
  const payloads = () => calls.map((call) => call.payload);

  const schedulers = async (lane: Lane) => {
    const connection = await connectBackend(backend, () => undefined);
    const opened = connection.openQueue(lane);
    const found = await opened.getJobSchedulers();
    const pending = await opened.getDelayed();
    return {
      found,
      /** Makes the planned run due, as time would. */
      promote: () => Promise.all(pending.map((job) => job.promote())),
      close: async () => {
        await opened.close();
        await connection.close();
      },
    };
  };

  it('repeats at an interval, the first time at once', async () => {
    const thrice = Promise.withResolvers<void>();
    start(() => {
      if (calls.length === 3) thrice.resolve();
    });
    await queue.schedule('sweep-store', 'sweep', { everyMs: 30 }, {});
    await thrice.promise;
    expect(calls.slice(0, 3).map(({ name }) => name)).toEqual(['sweep-store', 'sweep-store', 'sweep-store']);
  });

  it('plans a cron run in its time zone, and runs nothing before it', async () => {
    start();
    const repeat = { cron: '30 9 * * 1', timeZone: 'Asia/Kolkata' };
    await queue.schedule('send-digest', 'digest C1', repeat, { channelId: 'C1' });
    await queue.whenIdle();
    const planned = await schedulers('channel');
    await planned.close();
    expect(calls).toEqual([]);
    const next = new Date(planned.found[0]?.next ?? 0);
    // India is at UTC+5:30 all year.
    expect([next.getUTCDay(), next.getUTCHours(), next.getUTCMinutes()]).toEqual([1, 4, 0]);
  });

  it('replaces a schedule of the same key, and leaves one that is the same', async () => {
    const monday = { cron: '0 9 * * 1', timeZone: 'UTC' };
    const friday = { cron: '0 16 * * 5', timeZone: 'UTC' };
    await queue.schedule('send-digest', 'digest C1', monday, { channelId: 'C1' });
    await queue.schedule('send-digest', 'digest C1', friday, { channelId: 'C1' });
    await queue.schedule('send-digest', 'digest C1', friday, { channelId: 'C1' });
    const planned = await schedulers('channel');
    await planned.close();
    expect(planned.found.map(({ key, pattern }) => [key, pattern])).toEqual([['digest C1', '0 16 * * 5']]);
    expect((await queue.counts()).channel.delayed).toBe(1);
  });

  it('still runs what fell due while no process was there', async () => {
    const yearly = { cron: '0 0 1 1 *', timeZone: 'UTC' };
    await queue.schedule('send-digest', 'digest C1', yearly, { channelId: 'C1' });
    const planned = await schedulers('channel');
    await planned.promote();
    await planned.close();
    await queue.schedule('send-digest', 'digest C1', yearly, { channelId: 'C1' });
    start();
    await queue.whenIdle();
    expect(payloads()).toEqual([{ channelId: 'C1' }]);
    expect((await queue.counts()).channel.delayed).toBe(1);
  });

  it('keeps only the schedules that are named', async () => {
    const repeat = { cron: '0 9 * * 1', timeZone: 'UTC' };
    await queue.schedule('send-digest', 'digest C1', repeat, { channelId: 'C1' });
    await queue.schedule('send-digest', 'digest C2', repeat, { channelId: 'C2' });
    await queue.schedule('start-collection', 'collect', repeat, {});
    await queue.keepOnlySchedules(['digest C2']);
    const counts = await queue.counts();
    expect([counts.channel.delayed, counts.collect.delayed]).toEqual([1, 0]);
    const planned = await schedulers('channel');
    await planned.close();
    expect(planned.found.map(({ key }) => key)).toEqual(['digest C2']);
  });

  it('refuses a key that the queue could mistake', async () => {
    await expect(queue.schedule('sweep-store', 'a:b', { everyMs: 1_000 }, {})).rejects.toThrow(
      /must not contain ":"/,
    );
  });
});
