import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createThreadPool, type ThreadPool, type ThreadPoolOptions } from '../../src/threads/thread-pool.ts';
import type * as tasks from './tasks.ts';

const TASKS = new URL('./tasks.ts', import.meta.url);
const CALL = { timeoutMs: 20_000 };

let pool: ThreadPool;
const open = (options: Partial<ThreadPoolOptions> = {}): ThreadPool => {
  pool = createThreadPool({ maxThreads: 1, ...options });
  return pool;
};
afterEach(() => pool.close());

const double = (n: number): Promise<number> => pool.run<typeof tasks.double>(TASKS, 'double', n, CALL);
const whichThread = (): Promise<number> =>
  pool.run<typeof tasks.whichThread>(TASKS, 'whichThread', undefined, CALL);

describe('the thread pool', () => {
  it('runs TypeScript as it stands, in a thread of its own', async () => {
    open();
    expect(await double(21)).toBe(42);
    expect(await whichThread()).toBeGreaterThan(0);
  });

  it('ends a call that outlasts its time, and goes on with a new thread', async () => {
    open();
    const before = await whichThread();
    const spin = pool.run<typeof tasks.spin>(TASKS, 'spin', undefined, { timeoutMs: 50 });
    await expect(spin).rejects.toMatchObject({ name: 'ThreadEnded', fault: 'time' });
    expect(await whichThread()).not.toBe(before);
  });

  it('does not count the time that a call waits for a thread', async () => {
    open();
    await double(1);
    const first = pool.run<typeof tasks.waitFor>(TASKS, 'waitFor', 3_000, CALL);
    const second = pool.run<typeof tasks.double>(TASKS, 'double', 2, { timeoutMs: 2_900 });
    expect(await second).toBe(4);
    await first;
  });

  it.each(['buffers', 'objects'] as const)(
    'ends a call that fills its memory with %s, and goes on',
    async (kind) => {
      open({ memoryMb: 64 });
      const fill = pool.run<typeof tasks.fill>(TASKS, 'fill', kind, CALL);
      await expect(fill).rejects.toMatchObject({ name: 'ThreadEnded', fault: 'memory' });
      expect(await double(2)).toBe(4);
    },
  );

  it('ends a call that is called off, running or waiting, with the reason given', async () => {
    open();
    const off = new AbortController();
    const call = { ...CALL, signal: off.signal };
    const running = pool.run<typeof tasks.spin>(TASKS, 'spin', undefined, call);
    const waiting = pool.run<typeof tasks.double>(TASKS, 'double', 1, call);
    await turn();
    off.abort(new Error('the process ends'));
    await expect(running).rejects.toThrow('the process ends');
    await expect(waiting).rejects.toThrow('the process ends');
    expect(await double(2)).toBe(4);
  });

  it('hands on what a function throws, and keeps its thread', async () => {
    open();
    const before = await whichThread();
    const failing = pool.run<typeof tasks.fail>(TASKS, 'fail', 'no such feed', CALL);
    await expect(failing).rejects.toThrow('no such feed');
    expect(await whichThread()).toBe(before);
  });

  it('lets threads without work end, and starts others when there is some', async () => {
    open({ idleMs: 1 });
    const before = await whichThread();
    await expect.poll(whichThread, { timeout: 10_000 }).not.toBe(before);
  });

  it('runs as many calls side by side as it has threads', async () => {
    open({ maxThreads: 2 });
    const seen = await Promise.all([whichThread(), whichThread()]);
    expect(new Set(seen).size).toBe(2);
  });
});
