// A thread pool without threads, for tests of one part that do not ask for a thread's caps.
import type { ThreadPool } from '../../src/threads/thread-pool.ts';

/** What goes in and out is copied as between threads. */
export function inThisThread(): ThreadPool {
  return {
    async run(module, name, input, { signal }) {
      signal?.throwIfAborted();
      const exported = (await import(module.href)) as Record<string, (given: unknown) => unknown>;
      return structuredClone(await exported[name]?.(structuredClone(input))) as never;
    },
    close: async () => undefined,
  };
}
