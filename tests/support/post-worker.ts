// A worker process for tests to kill: posts claimed messages with the product's own step over the product's own
// publisher. Its statements are run by the test's process, which sees each before it is run and after.

import type { Logger } from 'pino';
import type { Deps } from '../../src/pipeline/ports.ts';
import { postMessage } from '../../src/pipeline/post-message.ts';
import { createPublisher } from '../../src/slack/publisher.ts';
import type { Queryable } from '../../src/store/database.ts';
import type { Answer, Order } from './killed-process.ts';

/** Loading a logger that says nothing would be a tenth of the process's life. */
const SILENT = {
  child: () => SILENT,
  ...Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined])),
} as unknown as Logger;

/** What the test's process runs for us, by number. */
const asked = new Map<number, (answer: Answer) => void>();
let asks = 0;

const db: Queryable = {
  query: (text, parameters = []) =>
    new Promise((resolve, reject) => {
      asks += 1;
      asked.set(asks, ({ rows, error }) => (error ? reject(new Error(error)) : resolve(rows as never)));
      process.send?.({ kind: 'query', id: asks, text, parameters });
    }),
};

async function work({ messageIds, startedAt, channels, ...slack }: Order): Promise<void> {
  const began = Date.now();
  let skippedMs = 0;
  const deps = {
    db,
    now: () => new Date(startedAt + Date.now() - began + skippedMs),
    random: () => 0,
    log: SILENT,
    channels,
    publisher: createPublisher({ ...slack, log: SILENT }),
    // Short, so that the process waits for its turn without waiting for the clock on the wall.
    pacing: { postEveryMs: 1, updateEveryMs: 1, readEveryMs: 1 },
  } as unknown as Deps;
  for (const left = [...messageIds]; left.length > 0; ) {
    const messageId = left.shift() ?? '';
    try {
      await postMessage(deps, { messageId });
    } catch (error) {
      // As the queue does it: again, later.
      left.push(messageId);
      skippedMs += retryAfterOf(error);
    }
  }
  process.send?.({ kind: 'done' });
}

function retryAfterOf(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : 1_000;
}

process.on('message', (message: { kind: 'order'; order: Order } | Answer) => {
  if (message.kind === 'order') void work(message.order);
  else asked.get(message.id)?.(message);
});
process.send?.({ kind: 'ready' });
