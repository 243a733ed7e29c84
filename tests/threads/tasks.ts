// What the tests of the thread pool run in its threads.
import { threadId } from 'node:worker_threads';

export const double = (n: number): number => n * 2;

export const whichThread = (): number => threadId;

export function spin(): never {
  for (;;);
}

export const waitFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function fail(message: string): never {
  throw new Error(message);
}

/** Fills memory for ever: with buffers, which V8's own limit does not count, or with objects, which it does. */
export function fill(kind: 'buffers' | 'objects'): never {
  const kept: unknown[] = [];
  for (;;)
    kept.push(kind === 'buffers' ? Buffer.alloc(1_000_000, 1) : Array.from({ length: 1_000 }, () => ({})));
}
