// Slack's pace is kept by the store, so that it holds over all processes; nothing that has to wait is lost, and no
// person waits for bulk work. Time is the test's: the stand-in for Slack notes when each call reached it.
import { afterEach, describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/domain/seeded-random.ts';
import { castVotes } from '../../src/pipeline/cast-vote.ts';
import { postMessage } from '../../src/pipeline/post-message.ts';
import { refreshCard } from '../../src/pipeline/refresh-card.ts';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { claimCardForTest } from '../support/claims.ts';
import { personOf, postsOf } from '../support/person.ts';

type Fault = ReturnType<NonNullable<SandboxOptions['faultFor']>>;

const POST_EVERY_MS = 1_000;
const UPDATE_EVERY_MS = 1_200;

let app: TestApp;
afterEach(() => app.close());

interface Arrival {
  channel: string;
  at: number;
  fault: Fault;
}

/** Calls of `method` as they came in, by the test's clock; each takes up to 800 ms of it. */
async function begin(method: string, channels: string[], faultOf: (n: number) => Fault = () => null) {
  const arrivals: Arrival[] = [];
  const random = mulberry32(7);
  app = await startTestApp({
    workers: false,
    channels: channels.map((name) => ({ name })),
    pacing: { postEveryMs: POST_EVERY_MS, updateEveryMs: UPDATE_EVERY_MS, refreshMs: 3_000 },
    faultFor: (called, args) => {
      if (called !== method) return null;
      const fault = faultOf(arrivals.length);
      arrivals.push({ channel: args.text('channel'), at: app.clock.now.getTime(), fault });
      pass(random() * 800);
      return fault;
    },
  });
  return arrivals;
}

const pass = (ms: number): void => {
  app.clock.now = new Date(app.clock.now.getTime() + ms);
};

/** As the queue runs jobs, three at a time: what asks to wait comes back no earlier than it asked. */
async function runJobs(jobs: (() => Promise<void>)[]): Promise<number> {
  const waiting = jobs.map((work) => ({ work, at: app.clock.now.getTime() }));
  let runs = 0;
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.at - b.at);
    const batch = waiting.splice(0, 3);
    app.clock.now = new Date(Math.max(app.clock.now.getTime(), batch[0]?.at ?? 0));
    const due = batch.filter(({ at }) => at <= app.clock.now.getTime());
    waiting.push(...batch.filter((job) => !due.includes(job)));
    await Promise.all(
      due.map(async ({ work }) => {
        runs += 1;
        try {
          await work();
        } catch (error) {
          const { retryAfterMs } = error as { retryAfterMs?: number };
          if (retryAfterMs === undefined) throw error;
          waiting.push({ work, at: app.clock.now.getTime() + retryAfterMs });
        }
      }),
    );
  }
  return runs;
}

function gapsOf(arrivals: readonly Arrival[], channel: string): number[] {
  const times = arrivals.filter((one) => one.channel === channel).map(({ at }) => at);
  return times.slice(1).map((at, n) => at - (times[n] ?? 0));
}

describe('posts', () => {
  it('reach a channel at most once a second, channels apart from each other, and all arrive', async () => {
    const arrivals = await begin('chat.postMessage', ['one', 'two', 'three']);
    const claims = app.deps.channels.flatMap(({ id }) => Array.from({ length: 12 }, () => id));
    const ids = [];
    for (const channelId of claims) ids.push(await claimCardForTest(app.deps, channelId));
    const began = app.clock.now.getTime();
    await runJobs(ids.map((messageId) => () => postMessage(app.deps, { messageId })));

    for (const { id } of app.deps.channels) {
      expect(postsOf(app.sandbox, id)).toHaveLength(12);
      expect(Math.min(...gapsOf(arrivals, id))).toBeGreaterThanOrEqual(POST_EVERY_MS);
    }
    // Three channels at once take no longer than one: the second belongs to the channel.
    const last = Math.max(...arrivals.map(({ at }) => at));
    expect(last - began).toBeLessThan(3 * 12 * POST_EVERY_MS);
  });

  it('wait as long as Slack asks, every one of the channel, and then all arrive', async () => {
    const arrivals = await begin('chat.postMessage', ['one'], (n) =>
      n === 2 || n === 5 ? { kind: 'rate-limited', seconds: 17 } : null,
    );
    const channelId = app.channelId;
    const ids = [];
    for (let n = 0; n < 8; n += 1) ids.push(await claimCardForTest(app.deps, channelId));
    await runJobs(ids.map((messageId) => () => postMessage(app.deps, { messageId })));

    expect(postsOf(app.sandbox, channelId)).toHaveLength(8);
    const gaps = gapsOf(arrivals, channelId);
    expect(gaps[2]).toBeGreaterThanOrEqual(17_000);
    expect(gaps[5]).toBeGreaterThanOrEqual(17_000);
  });
});

describe('updates', () => {
  async function voteFrom(person: number, ts: string): Promise<void> {
    const change = {
      channelId: app.channelId,
      messageTs: ts,
      personId: `U0PERSON${person}`,
      emoji: '+1',
      added: true,
      eventTs: `1795332487.${String(person).padStart(6, '0')}`,
    };
    await castVotes(app.deps, [{ change, eventId: null }]);
  }

  it('of one card are few, however many ask for one, and the last shows them all', async () => {
    const arrivals = await begin('chat.update', ['one']);
    const messageId = await claimCardForTest(app.deps, app.channelId);
    await postMessage(app.deps, { messageId });
    const [card] = postsOf(app.sandbox, app.channelId);
    const began = app.clock.now.getTime();
    for (let person = 1; person <= 500; person += 1) {
      await voteFrom(person, card?.ts ?? '');
      // 500 votes in 25 seconds, each of which asks for an update.
      pass(50);
      if (person % 60 === 0) await runJobs([() => refreshCard(app.deps, { messageId })]);
    }
    await runJobs([() => refreshCard(app.deps, { messageId })]);

    expect(arrivals.length).toBeLessThanOrEqual(1 + (app.clock.now.getTime() - began) / 3_000);
    expect(JSON.stringify(postsOf(app.sandbox, app.channelId)[0]?.blocks)).toContain('500');
  });

  it('order one refresh for a burst, not one each', async () => {
    await begin('chat.update', ['one']);
    const messageId = await claimCardForTest(app.deps, app.channelId);
    await postMessage(app.deps, { messageId });
    const [card] = postsOf(app.sandbox, app.channelId);
    for (let person = 1; person <= 500; person += 1) await voteFrom(person, card?.ts ?? '');
    expect((await app.queue.counts()).channel.delayed).toBe(1);
  });

  it('of many cards keep to fifty a minute over the workspace', async () => {
    const arrivals = await begin('chat.update', ['one', 'two']);
    const ids: string[] = [];
    for (const { id } of app.deps.channels) {
      for (let n = 0; n < 4; n += 1) ids.push(await claimCardForTest(app.deps, id));
    }
    await runJobs(ids.map((messageId) => () => postMessage(app.deps, { messageId })));
    for (const { ts } of postsOf(app.sandbox, app.channelId)) await voteFrom(1, ts);
    await app.db.query("update message set refresh_at = now() where purpose = 'card'");
    await runJobs(ids.map((messageId) => () => refreshCard(app.deps, { messageId })));

    expect(arrivals).toHaveLength(ids.length);
    const gaps = arrivals.slice(1).map(({ at }, n) => at - (arrivals[n]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(UPDATE_EVERY_MS);
  });
});

describe('a person', () => {
  it('is answered while every bulk call hangs and the bulk client was told to wait', async () => {
    const bulk = Promise.withResolvers<void>();
    let held = 0;
    app = await startTestApp({
      workers: false,
      faultFor: (method) => {
        if (method === 'reactions.get') return { kind: 'rate-limited', seconds: 3_600 };
        if (method !== 'chat.postMessage') return null;
        held += 1;
        return { kind: 'held', until: bulk.promise };
      },
    });
    await expect(
      app.deps.publisher.reactions({ channelId: app.channelId, ts: '1795332487.000001' }),
    ).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
    const posts = [];
    // More than the connections and requests that one client has at a time.
    for (let n = 0; n < 120; n += 1) {
      const messageId = await claimCardForTest(app.deps, app.channelId);
      posts.push(postMessage(app.deps, { messageId }));
    }
    const ada = personOf(app.sandbox);
    await ada.say(app.channelId, '/discuss-ai status');
    await app.sandbox.delivery.settled();
    while (ada.answers().length === 0) await new Promise(setImmediate);
    expect(ada.answers().at(-1)?.text).toContain('posts made today');
    expect(held).toBeGreaterThan(0);
    bulk.resolve();
    await Promise.all(posts);
  });
});
