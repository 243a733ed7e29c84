// Whatever happens between the claim and the stored `ts`, the channel has one message.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/domain/seeded-random.ts';
import { Busy, LostAnswer, RateLimited } from '../../src/pipeline/ports.ts';
import { postMessage } from '../../src/pipeline/post-message.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { messageIdOf } from '../../src/slack/blocks/message.ts';
import { leaseMessage } from '../../src/store/messages.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { claimCardForTest, claimDigestForTest } from '../support/claims.ts';
import { KilledProcesses, type Order } from '../support/killed-process.ts';
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

describe('one post each, when the process is killed', () => {
  const KILLS = 200;
  const CHANNELS = 4;
  /** Claims that wait when a process starts; it is killed somewhere on its way through them. */
  const WAITING = 3;
  /** Statements and calls of one post, counted when they come in and when they are done. */
  const STEPS_OF_A_POST = 20;
  /** A dead sender's lease runs out after a minute. */
  const RESTART_AFTER_MS = 61_000;
  const SLACK_TIMEOUT_MS = 150;
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  it(`leaves one message of each after ${KILLS} SIGKILLs and faults of Slack (SEED=${seed})`, {
    timeout: 600_000,
  }, async () => {
    process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'discuss-ai-compile-cache');
    const random = mulberry32(seed);
    let killed: KilledProcesses | null = null;
    const faults: Record<string, number> = {};
    app = await startTestApp({
      workers: false,
      channels: Array.from({ length: CHANNELS }, (_, n) => ({ name: `channel-${n}` })),
      faultFor: (method) => {
        killed?.step(`before ${method}`);
        // Slack has carried it out by then, and the answer is on its way.
        setImmediate(() => killed?.step(`after ${method}`));
        const fault =
          method === 'chat.postMessage' && random() < 0.3
            ? FAULTS[Math.floor(random() * FAULTS.length)]
            : null;
        if (fault) faults[fault.kind] = (faults[fault.kind] ?? 0) + 1;
        return fault ?? null;
      },
    });
    const workers = new KilledProcesses(app.db, 2);
    killed = workers;

    const claimed: { id: string; channelId: string }[] = [];
    const killedAt: Record<string, number> = {};
    let starts = 0;
    const orderOf = (messageIds: string[]): Order => {
      starts += 1;
      return {
        messageIds,
        startedAt: Date.now() + starts * RESTART_AFTER_MS,
        channels: app.deps.channels,
        token: app.sandbox.botToken,
        slackApiUrl: app.sandbox.apiUrl,
        timeoutMs: SLACK_TIMEOUT_MS,
      };
    };
    const unposted = async () =>
      (await app.db.query<{ id: string }>('select id from message where ts is null and gone_at is null')).map(
        ({ id }) => id,
      );

    let kills = 0;
    for (let waiting: string[] = []; kills < KILLS; waiting = await unposted()) {
      // Claimed by Slack's clock: only the processes' clocks run ahead, so that no test waits for a lease to run out.
      app.clock.now = new Date();
      for (let n = waiting.length; n < WAITING; n += 1) {
        const channelId = app.deps.channels[Math.floor(random() * CHANNELS)]?.id ?? '';
        claimed.push({ id: await claimCardForTest(app.deps, channelId), channelId });
      }
      const stepsToLive = 1 + Math.floor(random() * STEPS_OF_A_POST * WAITING);
      const end = await workers.run(orderOf(await unposted()), stepsToLive);
      if (end === 'done') continue;
      kills += 1;
      killedAt[end] = (killedAt[end] ?? 0) + 1;
    }
    expect(await workers.run(orderOf(await unposted()), Number.POSITIVE_INFINITY)).toBe('done');
    await workers.close();

    process.stderr.write(
      `one post each: SEED=${seed}, ${kills} kills, ${claimed.length} messages, faults ${JSON.stringify(faults)}, killed ${JSON.stringify(killedAt)}\n`,
    );
    expect(kills).toBe(KILLS);
    const posted = [...new Set(claimed.map(({ channelId }) => channelId))].flatMap((channelId) =>
      postsOf(app.sandbox, channelId).map(({ blocks, ts }) => ({
        id: messageIdOf(blocks as never),
        channelId,
        ts,
      })),
    );
    const stored = await app.db.query('select id, channel_id as "channelId", ts from message');
    const byId = (rows: { id: unknown }[]) =>
      rows.toSorted((a, b) => String(a.id).localeCompare(String(b.id)));
    expect(byId(posted)).toEqual(byId(stored as { id: unknown }[]));
    expect(posted).toHaveLength(claimed.length);
  });

  const never = new Promise<void>(() => undefined);
  const FAULTS = [
    { kind: 'lost-answer' },
    { kind: 'unavailable' },
    { kind: 'rate-limited', seconds: 3 },
    { kind: 'answer-held', until: never },
    { kind: 'held', until: never },
  ] as const satisfies Fault[];
});
