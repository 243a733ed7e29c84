import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RateLimited } from '../../src/pipeline/ports.ts';
import { connectBackend, type QueueBackend } from '../../src/queue/connection.ts';
import type { JobName, JobPayload } from '../../src/queue/jobs.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import type { FailedRun } from '../../src/queue/workers.ts';
import { describeBackends, openFolderDatabase } from '../support/backends.ts';
import { type Call, JOB_NAMES, noteCalls, ONE_EACH, openTestQueue, SILENT } from '../support/queues.ts';
import { isRedisInstalled, startRedis } from '../support/servers.ts';

const runFile = promisify(execFile);

const SAMPLES: { [Name in JobName]: JobPayload<Name> } = {
  'start-collection': {},
  'collect-source': { collectionId: 1, sourceId: 'arxiv-cs-ai' },
  'read-articles': { articleIds: [1, 2] },
  'summarise-article': { articleId: 3, messageId: 'm3' },
  'resummarise-article': { articleId: 1, channelId: 'C1' },
  'embed-articles': {},
  'index-articles': {},
  'choose-cards': { channelId: 'C1' },
  'post-message': { messageId: 'm1' },
  'refresh-card': { messageId: 'm2' },
  'withdraw-message': { messageId: 'm5' },
  'mark-share': { channelId: 'C1', messageTs: '1795332000.000100' },
  'send-digest': { channelId: 'C1' },
  'send-personal-digest': {},
  'prompt-poc': { channelId: 'C1', messageId: 'm4' },
  'catch-up-links': { channelId: 'C1' },
  'reconcile-votes': { channelId: 'C1', upTo: '1795332000.000100' },
  'sweep-store': {},
};

describeBackends('The queue', (fresh, kind) => {
  let backend: QueueBackend;
  let queue: Queue;
  let calls: Call[];
  /** What the queue itself warned of; nothing, unless a test empties it. */
  let problems: unknown[];
  /** Connections say when they were lost, some of them late. */
  let wasCutOff = false;
  beforeEach(async () => {
    backend = await fresh();
    problems = [];
    wasCutOff = false;
    const log = pino(
      { level: 'warn' },
      { write: (line) => problems.push(JSON.parse(line).err?.message ?? line) },
    );
    queue = await openTestQueue(backend, log);
    calls = [];
  });
  afterEach(async () => {
    await queue.close();
    if (!wasCutOff) expect(problems).toEqual([]);
  });

  const start = (work?: (call: Call) => Promise<void> | void, onFailed?: (run: FailedRun) => void) =>
    queue.startWorkers(noteCalls(calls, work), {
      concurrency: { collect: 4, read: 2, summarise: 2, channel: 1 },
      log: SILENT,
      ...(onFailed ? { onFailed } : {}),
    });
  const payloads = () => calls.map((call) => call.payload);

  it('runs each job once, with its payload', async () => {
    start();
    for (const name of JOB_NAMES) await queue.enqueue(name, SAMPLES[name]);
    await queue.whenIdle();
    const ran = Object.fromEntries(calls.map(({ name, payload }) => [name, payload]));
    expect(ran).toEqual(SAMPLES);
    expect(calls).toHaveLength(JOB_NAMES.length);
  });

  it('runs what waited before any worker was there, in order within a lane', async () => {
    for (const messageId of ['a', 'b', 'c', 'd']) await queue.enqueue('post-message', { messageId });
    expect(await queue.isIdle()).toBe(false);
    expect((await queue.counts()).channel).toEqual({ waiting: 4, active: 0, delayed: 0, failed: 0 });
    start();
    await queue.whenIdle();
    expect(payloads()).toEqual([
      { messageId: 'a' },
      { messageId: 'b' },
      { messageId: 'c' },
      { messageId: 'd' },
    ]);
  });

  it('retries a job that throws, then gives it up and keeps it for the operator', async () => {
    const failed: FailedRun[] = [];
    start(
      () => {
        throw new Error('the source is down');
      },
      (run) => failed.push(run),
    );
    await queue.enqueue('post-message', { messageId: 'm1' });
    await queue.whenIdle({ evenDelayed: true });
    expect(calls.map(({ context }) => [context.attempt, context.lastAttempt])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(failed.map(({ attempt, attempts, next }) => [attempt, attempts, next])).toEqual([
      [1, 3, { kind: 'retry', waitMs: expect.toSatisfy((ms: number) => ms >= 4 && ms <= 5) }],
      [2, 3, { kind: 'retry', waitMs: expect.toSatisfy((ms: number) => ms >= 8 && ms <= 10) }],
      [3, 3, { kind: 'given-up' }],
    ]);
    expect(failed[0]).toMatchObject({ name: 'post-message', payload: { messageId: 'm1' } });
    expect(failed[0]?.error.message).toBe('the source is down');
    expect((await queue.counts()).channel).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 1 });
  });

  it('stops retrying when a run succeeds', async () => {
    start(({ context }) => {
      if (context.attempt === 1) throw new Error('once');
    });
    await queue.enqueue('summarise-article', SAMPLES['summarise-article']);
    await queue.whenIdle({ evenDelayed: true });
    expect(calls.map(({ context }) => context.attempt)).toEqual([1, 2]);
    expect((await queue.counts()).summarise.failed).toBe(0);
  });

  it('lets a job wait as often as it is asked to, without losing an attempt', async () => {
    const failed: FailedRun[] = [];
    start(
      () => {
        if (calls.length < 6) throw new RateLimited(5);
        if (calls.length === 6) throw new Error('a real failure');
      },
      (run) => failed.push(run),
    );
    await queue.enqueue('post-message', { messageId: 'm1' });
    await queue.whenIdle({ evenDelayed: true });
    expect(calls.map(({ context }) => context.attempt)).toEqual([1, 1, 1, 1, 1, 1, 2]);
    expect(failed.map(({ attempt }) => attempt)).toEqual([1]);
  });

  it('does not run a job that was asked to wait before its time, and goes on with others', async () => {
    start(({ payload }) => {
      if ((payload as { messageId: string }).messageId === 'limited') throw new RateLimited(3_600_000);
    });
    await queue.enqueue('post-message', { messageId: 'limited' });
    await queue.enqueue('post-message', { messageId: 'other' });
    await queue.whenIdle();
    expect(payloads()).toEqual([{ messageId: 'limited' }, { messageId: 'other' }]);
    expect((await queue.counts()).channel).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 0 });
    expect(await queue.isIdle({ evenDelayed: true })).toBe(false);
  });

  it('runs a delayed job when it falls due, and wakes up for it', async () => {
    const ran = Promise.withResolvers<void>();
    start(() => ran.resolve());
    await queue.whenIdle();
    await queue.enqueue('refresh-card', { messageId: 'in an hour' }, { delayMs: 3_600_000 });
    await queue.enqueue('refresh-card', { messageId: 'soon' }, { delayMs: 40 });
    await ran.promise;
    await queue.whenIdle();
    expect(payloads()).toEqual([{ messageId: 'soon' }]);
    expect((await queue.counts()).channel.delayed).toBe(1);
  });

  it('runs each of a thousand jobs once', async () => {
    start();
    const ids = Array.from({ length: 1_000 }, (_, index) => index + 1);
    await queue.enqueueMany(
      'read-articles',
      ids.map((id) => ({ articleIds: [id] })),
    );
    await queue.whenIdle();
    const ran = calls.map(({ payload }) => (payload as { articleIds: number[] }).articleIds[0] ?? 0);
    expect(ran.toSorted((a, b) => a - b)).toEqual(ids);
  });

  it('refuses a payload that does not fit, naming the job and the key', async () => {
    const bad = { articleIds: [0] };
    await expect(queue.enqueue('read-articles', bad)).rejects.toThrow(
      /Payload of read-articles .*articleIds\.0: /,
    );
    await expect(queue.enqueueMany('read-articles', [{ articleIds: [1] }, bad])).rejects.toThrow(
      /articleIds\.0/,
    );
    await expect(queue.schedule('read-articles', 'reading', { everyMs: 1_000 }, bad)).rejects.toThrow(
      /articleIds\.0/,
    );
    expect(await queue.isIdle({ evenDelayed: true })).toBe(true);
  });

  it('gives up at once on a job or payload of another version, and says so', async () => {
    const failed: FailedRun[] = [];
    const connection = await connectBackend(backend, () => undefined);
    const lane = connection.openQueue('channel');
    await lane.add('post-poem', {}, { attempts: 3 });
    await lane.add('post-message', { message: 'm1' }, { attempts: 3 });
    start(undefined, (run) => failed.push(run));
    await queue.whenIdle({ evenDelayed: true });
    await lane.close();
    await connection.close();
    expect(calls).toEqual([]);
    expect(failed.map(({ next, error }) => [next.kind, error.message])).toEqual([
      ['given-up', 'No handler for job post-poem: it was enqueued by another version'],
      ['given-up', expect.stringMatching(/Payload of post-message does not fit: messageId: /)],
    ]);
  });

  it('picks up jobs that another instance enqueues, whether it waits already or not', async () => {
    const producer = await openTestQueue(backend);
    start();
    await queue.whenIdle();
    await producer.enqueue('choose-cards', { channelId: 'C1' });
    await producer.whenIdle();
    await producer.enqueueMany('choose-cards', [{ channelId: 'C2' }, { channelId: 'C3' }]);
    await producer.whenIdle();
    await producer.close();
    expect(payloads()).toEqual([{ channelId: 'C1' }, { channelId: 'C2' }, { channelId: 'C3' }]);
  });

  describe('that is drained', () => {
    const atOnce = { timeoutMs: 0 };

    it('lets running jobs end, and takes no new one', async () => {
      const begun = Promise.withResolvers<void>();
      const end = Promise.withResolvers<void>();
      const workers = start(async () => {
        begun.resolve();
        await end.promise;
      });
      await queue.enqueue('post-message', { messageId: 'running' });
      await begun.promise;
      await queue.enqueue('post-message', { messageId: 'waiting' });
      const closed = workers.close({ timeoutMs: 3_600_000 });
      end.resolve();
      await closed;
      expect(payloads()).toEqual([{ messageId: 'running' }]);
      expect((await queue.counts()).channel).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    });

    it('tells running jobs, and hands back one that stops for it, with its attempt', async () => {
      const begun = Promise.withResolvers<void>();
      const stopping = noteCalls(calls, async ({ context }) => {
        begun.resolve();
        await once(context.signal, 'abort');
        context.signal.throwIfAborted();
      });
      const workers = queue.startWorkers(stopping, { concurrency: ONE_EACH, log: SILENT });
      await queue.enqueue('post-message', { messageId: 'm1' });
      await begun.promise;
      await workers.close({ timeoutMs: 20 });
      expect((await queue.counts()).channel).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });

      start();
      await queue.whenIdle();
      expect(calls.map(({ context }) => context.attempt)).toEqual([1, 1]);
    });

    it('hands back a job that does not stop, and leaves what becomes of it without effect', async () => {
      const begun = Promise.withResolvers<void>();
      const late = Promise.withResolvers<void>();
      const workers = start(async () => {
        begun.resolve();
        await late.promise;
        throw new Error('too late to matter');
      });
      await queue.enqueue('post-message', { messageId: 'm1' });
      await begun.promise;
      await workers.close(atOnce);
      late.resolve();
      expect((await queue.counts()).channel).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });

      start();
      await queue.whenIdle({ evenDelayed: true });
      expect(calls.map(({ context }) => context.attempt)).toEqual([1, 1]);
      expect((await queue.counts()).channel.failed).toBe(0);
    });
  });

  it('goes on after its connections were lost', async () => {
    start();
    await queue.enqueue('post-message', { messageId: 'before' });
    await queue.whenIdle();
    wasCutOff = true;
    await dropConnections(backend);
    await queue.enqueue('post-message', { messageId: 'after' });
    await queue.whenIdle();
    expect(payloads()).toEqual([{ messageId: 'before' }, { messageId: 'after' }]);
  });

  it('leaves nothing open when it is closed', async () => {
    const script = new URL('./open-and-close.ts', import.meta.url).pathname;
    const where = backend.kind === 'pglite' ? [] : [backend.url];
    const { stderr } = await runFile(process.execPath, [script, kind, ...where], { timeout: 50_000 });
    expect(stderr).toBe('');
  });
});

/** Ends every connection to the backend from the other side. */
async function dropConnections(backend: QueueBackend): Promise<void> {
  if (backend.kind === 'postgres') {
    const client = new pg.Client(backend.url);
    await client.connect();
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await client.end();
  }
  if (backend.kind === 'redis') {
    const redis = new Redis(backend.url);
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    redis.disconnect();
  }
}

describe('The queue on PGlite after kill -9', () => {
  it('resumes the job that was running at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-queue-'));
    const holder = fork(new URL('./hold-job.ts', import.meta.url), [folder]);
    await once(holder, 'message');
    holder.kill('SIGKILL');
    await once(holder, 'exit');

    const database = await openFolderDatabase(folder);
    const queue = await openTestQueue({ kind: 'pglite', database });
    const calls: Call[] = [];
    queue.startWorkers(noteCalls(calls), { concurrency: ONE_EACH, log: SILENT });
    await queue.whenIdle();
    await queue.close();
    await database.close();
    rmSync(folder, { recursive: true });
    expect(calls.map(({ name, payload, context }) => [name, payload, context.attempt])).toEqual([
      ['post-message', { messageId: 'm1' }, 1],
    ]);
  });
});

describe('A server that is not there', () => {
  const options = { attempts: {} as Parameters<typeof createQueue>[1]['attempts'], log: SILENT };

  it('is named with its host and the setting to check, without the password', async () => {
    const redis = createQueue({ kind: 'redis', url: 'redis://:secret@127.0.0.1:1' }, options);
    await expect(redis).rejects.toThrow(
      /^Redis at 127\.0\.0\.1:1 cannot be used for the queue: .*check REDIS_URL$/,
    );
    const postgres = createQueue({ kind: 'postgres', url: 'postgres://a:secret@127.0.0.1:1/db' }, options);
    await expect(postgres).rejects.toThrow(
      /^Postgres at 127\.0\.0\.1:1 cannot be used .*check DATABASE_URL$/,
    );
  });

  it.skipIf(!isRedisInstalled())(
    'does not keep the process from closing when it goes away for good',
    async () => {
      const server = await startRedis();
      const queue = await openTestQueue({ kind: 'redis', url: server?.url ?? '' });
      const begun = Promise.withResolvers<void>();
      const endless = noteCalls([], async () => {
        begun.resolve();
        await new Promise(() => undefined);
      });
      const workers = queue.startWorkers(endless, { concurrency: ONE_EACH, log: SILENT });
      await queue.enqueue('sweep-store', {});
      await begun.promise;
      await server?.stop();
      await workers.close({ timeoutMs: 10 });
      await queue.close();
    },
  );
});
