// When one connection of Socket Mode is given up for another, with real sockets; the waits are the test's to end.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HELLO_MS, QUIET_MS } from '../../src/slack/socket-receiver.ts';
import { eventBody } from '../support/slack-requests.ts';
import { reactionTo } from './support/events.ts';
import { Product } from './support/product.ts';
import { APP_TOKEN } from './support/workspace.ts';

/** Those that watch a connection stand until they are ended; all others are over at once. */
class Waits {
  readonly #standing: { ms: number; end: () => void }[] = [];

  readonly wait = async (ms: number, signal: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (ms !== HELLO_MS && ms !== QUIET_MS) return void setImmediate(resolve);
    const one = { ms, end: resolve };
    this.#standing.push(one);
    signal.addEventListener('abort', () => {
      this.#standing.splice(this.#standing.indexOf(one), 1);
      resolve();
    });
    return await promise;
  };

  /** As time would, all that stand with that length. */
  end(ms: number): void {
    for (const one of [...this.#standing]) if (one.ms === ms) one.end();
  }

  standing(ms: number): { end: () => void }[] {
    return this.#standing.filter((one) => one.ms === ms);
  }
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000 });

let product: Product;
let waits: Waits;
beforeEach(() => {
  waits = new Waits();
});
afterEach(() => product.stop());

async function connect(): Promise<void> {
  const mode = { kind: 'socket', appToken: APP_TOKEN } as const;
  product = await Product.start(mode, { socketWait: waits.wait });
}

const opened = () => product.calls('apps.connections.open').length;
const loud = () => product.logged.filter((line) => Number(line.level) >= 40);

/** The newest connection is used, and it is the only one. */
async function isServed(): Promise<void> {
  await until(() => expect(product.workspace.sockets.connections).toBe(1));
  const card = await product.postCard();
  const payload = JSON.parse(eventBody(reactionTo(product, card)));
  await product.workspace.sockets.deliver({ envelope_id: `e${card.ts}`, type: 'events_api', payload });
  await product.settled();
  expect(await product.votesOf(card.articleId)).toBe(1);
}

describe('a connection over which nothing is heard', () => {
  it('is replaced after a quarter of an hour, without a word', async () => {
    await connect();
    expect(opened()).toBe(1);
    waits.end(QUIET_MS);
    await until(() => expect(product.workspace.sockets.greeted).toBe(2));
    await isServed();
    expect(opened()).toBe(2);
    expect(loud()).toEqual([]);
  });

  it('is good for another quarter of an hour with every message', async () => {
    await connect();
    const [before] = waits.standing(QUIET_MS);
    await isServed();
    // The wait that the message ended has no effect any more when its time comes.
    before?.end();
    const after = waits.standing(QUIET_MS);
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    await new Promise(setImmediate);
    expect(opened()).toBe(1);
  });
});

describe('a connection that Slack does not greet', () => {
  it('is given up after twenty seconds, and another is tried', async () => {
    await connect();
    const { sockets } = product.workspace;
    sockets.greets = false;
    sockets.close();
    await until(() => expect(sockets.greeted).toBe(2));
    expect(waits.standing(HELLO_MS)).toHaveLength(1);
    sockets.greets = true;
    waits.end(HELLO_MS);
    await until(() => expect(sockets.greeted).toBe(3));
    await isServed();
    expect(loud()).toEqual([]);
  });

  it('keeps nothing waiting once it was greeted', async () => {
    await connect();
    expect(waits.standing(HELLO_MS)).toEqual([]);
    await product.slack.stop();
    expect(waits.standing(QUIET_MS)).toEqual([]);
  });
});

it('a connection whose end Slack announces is replaced before that', async () => {
  await connect();
  const { sockets } = product.workspace;
  sockets.announceEnd();
  await until(() => expect(sockets.greeted).toBe(2));
  await isServed();
});
