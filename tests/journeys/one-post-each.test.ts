// Whatever happens between the claim and the stored `ts`, the channel has one message.
import { afterEach, describe, expect, it } from 'vitest';
import { Busy, LostAnswer, RateLimited } from '../../src/pipeline/ports.ts';
import { postMessage } from '../../src/pipeline/post-message.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { leaseMessage } from '../../src/store/messages.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { claimDigestForTest } from '../support/claims.ts';
import { postsOf } from '../support/person.ts';

type Fault = ReturnType<NonNullable<SandboxOptions['faultFor']>>;

let app: TestApp;
afterEach(() => app.close());

/** `faults` go to the first posts, one each. */
async function begin(faults: Fault[], workers = false): Promise<string> {
  const left = [...faults];
  app = await startTestApp({
    workers,
    faultFor: (method) => (method === 'chat.postMessage' ? (left.shift() ?? null) : null),
  });
  return await claimDigestForTest(app.deps, app.channelId);
}

const posts = () => postsOf(app.sandbox, app.channelId);

describe('one post each', () => {
  it('finds the message whose answer was lost, and does not send it again', async () => {
    const messageId = await begin([{ kind: 'lost-answer' }]);
    await expect(postMessage(app.deps, { messageId })).rejects.toThrow(LostAnswer);
    expect(posts()).toHaveLength(1);
    await postMessage(app.deps, { messageId });
    expect(posts()).toHaveLength(1);
    const [row] = await app.db.query<{ ts: string }>('select ts from message where id = $1', [messageId]);
    expect(row?.ts).toBe(posts()[0]?.ts);
  });

  it('sends it when Slack had nothing of it', async () => {
    const messageId = await begin([{ kind: 'unavailable' }]);
    await expect(postMessage(app.deps, { messageId })).rejects.toThrow(LostAnswer);
    expect(posts()).toHaveLength(0);
    await postMessage(app.deps, { messageId });
    expect(posts()).toHaveLength(1);
  });

  it('waits as long as Slack asks, and then posts once', async () => {
    const messageId = await begin([{ kind: 'rate-limited', seconds: 7 }]);
    const refused = postMessage(app.deps, { messageId });
    await expect(refused).rejects.toThrow(RateLimited);
    await expect(refused).rejects.toMatchObject({ retryAfterMs: 7_000 });
    await postMessage(app.deps, { messageId });
    await postMessage(app.deps, { messageId });
    expect(posts()).toHaveLength(1);
  });

  it('is looked for after a crash between sending and storing', async () => {
    const messageId = await begin([{ kind: 'lost-answer' }]);
    await expect(postMessage(app.deps, { messageId })).rejects.toThrow(LostAnswer);
    // As a killed process leaves it: attempted, and the lease not given back.
    const now = app.clock.now;
    await leaseMessage(app.db, messageId, now, new Date(now.getTime() + 60_000));
    await expect(postMessage(app.deps, { messageId })).rejects.toThrow(Busy);
    app.clock.now = new Date(now.getTime() + 61_000);
    await postMessage(app.deps, { messageId });
    expect(posts()).toHaveLength(1);
  });

  it('is sent by one of two workers at the same moment', async () => {
    const messageId = await begin([]);
    const both = await Promise.allSettled([1, 2].map(() => postMessage(app.deps, { messageId })));
    expect(both.filter((one) => one.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    expect(posts()).toHaveLength(1);
  });

  it('ends in one message however often the queue tries again', async () => {
    const faults: Fault[] = [{ kind: 'unavailable' }, { kind: 'lost-answer' }, { kind: 'lost-answer' }];
    const messageId = await begin(faults, true);
    await app.queue.enqueue('post-message', { messageId });
    await app.queue.enqueue('post-message', { messageId });
    await app.settle();
    expect(posts()).toHaveLength(1);
  });
});
