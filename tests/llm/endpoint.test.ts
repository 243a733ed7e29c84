// An endpoint that says it is busy: asked again as it wishes, and by fewer requests at once.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createModelClient, type ModelClient, type ModelSettings } from '../../src/llm/model-client.ts';
import { completion, type ModelServer, refusal, startModelServer } from './model-server.ts';

const GOOD = completion('{"word":"kite"}');
const BUSY = refusal(429, 'slow down');

let server: ModelServer;
afterEach(async () => {
  vi.restoreAllMocks();
  await server.close();
});

const clientOf = (more: Partial<ModelSettings> = {}): ModelClient =>
  createModelClient({ apiKey: null, baseUrl: server.url, model: 'small', prices: null, ...more });
const ask = (client: ModelClient) =>
  client.answer({ task: 'count', system: '', user: 'Count.', schema: z.object({ word: z.string() }) });

/** Waits of so long end at once, and are counted. */
function shorten(ms: number): { waits: () => number } {
  const real = globalThis.setTimeout;
  let waits = 0;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay?: number, ...rest: []) => {
    if (delay === ms) waits += 1;
    return real(run, delay === ms ? 0 : delay, ...rest);
  }) as typeof setTimeout);
  return { waits: () => waits };
}

describe('an endpoint that is busy', () => {
  it('is asked twice more, each time after as long as it asks for', async () => {
    const later = { ...BUSY, headers: { 'retry-after': '47' } };
    server = await startModelServer((_, index) => (index < 2 ? later : GOOD));
    const waited = shorten(47_000);
    expect((await ask(clientOf())).kind).toBe('answer');
    expect([server.requests.length, waited.waits()]).toEqual([3, 2]);
  });

  it('is not asked a fourth time', async () => {
    server = await startModelServer(() => ({ ...BUSY, headers: { 'retry-after': '47' } }));
    shorten(47_000);
    expect(await ask(clientOf())).toMatchObject({ kind: 'failed', fault: 'endpoint' });
    expect(server.requests).toHaveLength(3);
  });

  it('gets half as many requests at once from then on', async () => {
    let [running, most] = [0, 0];
    server = await startModelServer(async (_, index) => {
      if (index === 0) return BUSY;
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running -= 1;
      return GOOD;
    });
    const client = clientOf({ maxRetries: 0 });
    await ask(client);
    await Promise.all(Array.from({ length: 8 }, () => ask(client)));
    expect(server.requests).toHaveLength(9);
    expect(most).toBeLessThanOrEqual(4);
  });
});
