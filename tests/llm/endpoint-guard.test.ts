import { describe, expect, it } from 'vitest';
import { createEndpointGuard } from '../../src/llm/endpoint-guard.ts';

/** Work that ends when it is told to. */
function held(): { work: () => Promise<void>; started: () => number; release: () => void } {
  let started = 0;
  const ends: (() => void)[] = [];
  return {
    work: () => {
      started++;
      return new Promise((resolve) => ends.push(resolve));
    },
    started: () => started,
    release: () => {
      for (const end of ends.splice(0)) end();
    },
  };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('requests at once', () => {
  it('are halved by every 429, down to one, and come back with good answers', () => {
    const guard = createEndpointGuard(() => true);
    const full = guard.room;
    guard.saw(429);
    expect(guard.room).toBe(full / 2);
    for (let n = 0; n < 10; n++) guard.saw(429);
    expect(guard.room).toBe(1);
    for (let n = 0; n < 200; n++) guard.saw(200);
    expect(guard.room).toBe(full);
  });

  it('wait for room, and run when there is some', async () => {
    const guard = createEndpointGuard(() => true);
    for (let n = 0; n < 10; n++) guard.saw(429);
    const one = held();
    const all = [guard.run(one.work), guard.run(one.work)];
    await turn();
    expect(one.started()).toBe(1);
    one.release();
    await all[0];
    await turn();
    expect(one.started()).toBe(2);
    one.release();
    await Promise.all(all);
  });

  it('that wait are given up when the process goes down, without holding up the rest', async () => {
    const guard = createEndpointGuard(() => true);
    for (let n = 0; n < 10; n++) guard.saw(429);
    const one = held();
    const first = guard.run(one.work);
    const stop = new AbortController();
    const second = guard.run(one.work, stop.signal);
    stop.abort(new Error('going down'));
    await expect(second).rejects.toThrow('going down');
    one.release();
    await first;
    const third = guard.run(one.work);
    await turn();
    one.release();
    await third;
    expect(one.started()).toBe(2);
  });
});
