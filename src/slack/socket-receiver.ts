// Socket Mode that mends itself. Slack's own client reconnects after five seconds or more in which it is deaf, and after
// a fault of the network at that moment never again. Here every connection has a client of its own: the next one is open
// before the last is closed, and whatever ends one, another is tried for as long as the process lives.
import type { App, Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';

/** Slack says hello within a second. */
export const HELLO_MS = 20_000;
/** A connection that lasted this long was a good one: the next is opened at once. */
const GOOD_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A quiet channel and a dead connection look alike: after this without a word, a new one is opened. */
export const QUIET_MS = 15 * 60_000;

export type SocketWait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface SocketOptions {
  /** Makes a receiver for one connection, which must not reconnect by itself. */
  createReceiver: () => SocketModeReceiver;
  /** After every connection but the first: events may have been missed before it. */
  onReconnected: () => void;
  /** Slack opened no socket; called for each attempt. */
  onRefused: (error: unknown) => void;
  log: Logger;
  now?: () => number;
  /** Every wait of the receiver: resolves after so many milliseconds, or when `signal` fires. */
  wait: SocketWait;
}

interface Connection {
  receiver: SocketModeReceiver;
  openedAt: number;
  /** Why it is to be replaced. */
  ended: Promise<string>;
}

export class SocketReceiver implements Receiver {
  readonly #options: SocketOptions;
  readonly #now: () => number;
  readonly #wait: SocketWait;
  readonly #stopping = new AbortController();
  #app: App | null = null;
  #connection: Connection | null = null;
  #kept: Promise<void> = Promise.resolve();

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#wait = options.wait;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Throws when the first connection cannot be had: a wrong token is better seen at the start. */
  async start(): Promise<void> {
    this.#connection = await this.#open();
    this.#kept = this.#keep(this.#connection);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#kept;
    if (this.#connection) await close(this.#connection.receiver);
    this.#connection = null;
  }

  async #open(): Promise<Connection> {
    const receiver = this.#options.createReceiver();
    if (!this.#app) throw new Error('The receiver was not given to an App');
    receiver.init(this.#app);
    const ended = Promise.withResolvers<string>();
    const watchdog = new Watchdog(this.#wait, () => ended.resolve('quiet'));
    receiver.client.on('disconnected', () => ended.resolve('cut-off'));
    receiver.client.on('ws_message', (data: unknown) => {
      watchdog.heard();
      // Slack says so some seconds before it closes: time to have the next one open.
      if (isNotice(data)) ended.resolve('asked-for');
    });
    void ended.promise.then(() => watchdog.stop());
    try {
      await this.#hello(receiver);
    } catch (error) {
      ended.resolve('not-opened');
      void close(receiver);
      throw error instanceof Error ? error : new Error('Slack closed the connection before it said hello');
    }
    return { receiver, openedAt: this.#now(), ended: ended.promise };
  }

  /** Throws when Slack does not say hello in time. */
  async #hello(receiver: SocketModeReceiver): Promise<void> {
    const greeted = new AbortController();
    const late = this.#wait(HELLO_MS, greeted.signal).then(() => {
      if (!greeted.signal.aborted) throw new Error(`Slack did not say hello within ${HELLO_MS} ms`);
    });
    try {
      await Promise.race([receiver.start(), late]);
    } finally {
      greeted.abort();
    }
  }

  /** Replaces one connection after the other until the receiver stops. Never throws. */
  async #keep(first: Connection): Promise<void> {
    const { signal } = this.#stopping;
    const stopped = new Promise<'stopped'>((resolve) =>
      signal.addEventListener('abort', () => resolve('stopped'), { once: true }),
    );
    let connection = first;
    let short = 0;
    for (;;) {
      const why = await Promise.race([connection.ended, stopped]);
      if (signal.aborted) return;
      short = this.#now() - connection.openedAt < GOOD_MS ? short + 1 : 0;
      this.#options.log.debug({ why, short }, 'Slack’s socket is replaced');
      const next = await this.#openAgain(short);
      if (!next) return;
      void close(connection.receiver);
      connection = next;
      this.#connection = next;
      this.#options.onReconnected();
    }
  }

  /** Tries until there is one; `null` when the receiver stops meanwhile. */
  async #openAgain(shortBefore: number): Promise<Connection | null> {
    const { signal } = this.#stopping;
    for (let attempt = shortBefore; ; attempt += 1) {
      await this.#wait(backoff(attempt), signal);
      if (signal.aborted) return null;
      try {
        return await this.#open();
      } catch (error) {
        this.#options.onRefused(error);
      }
    }
  }
}

/** At once after a good connection, then longer and longer: Slack counts how often a socket is asked for. */
function backoff(attempt: number): number {
  return attempt === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
}

function isNotice(data: unknown): boolean {
  return typeof data === 'string' && /"type"\s*:\s*"disconnect"/.test(data.slice(0, 500));
}

/** Does not wait for Slack to agree: what is left of the connection ends with its time-out. */
async function close({ client }: SocketModeReceiver): Promise<void> {
  await Promise.race([client.disconnect(), waitUnheld(1_000)]);
}

/** Barks when nothing was heard for a while. */
class Watchdog {
  readonly #wait: SocketWait;
  readonly #bark: () => void;
  #asleep = new AbortController();

  constructor(wait: SocketWait, bark: () => void) {
    this.#wait = wait;
    this.#bark = bark;
    void this.#watch();
  }

  heard(): void {
    this.stop();
    this.#asleep = new AbortController();
    void this.#watch();
  }

  stop(): void {
    this.#asleep.abort();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#asleep;
    await this.#wait(QUIET_MS, signal);
    if (!signal.aborted) this.#bark();
  }
}

/** Does not keep the process alive. */
export function waitUnheld(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
