// Parts that only jobs need, loaded when a job first asks for one: a process that answers people does not carry them.
import type { PageFetcher } from '../pipeline/fetch-page.ts';
import type { SourceCollector } from '../sources/collector.ts';
import type { ServiceKeys } from '../sources/endpoints.ts';
import type { HttpClient, HttpClientOptions } from '../sources/http-client.ts';
import type { Database } from '../store/database.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';

export interface LaterParts {
  http: HttpClient;
  collector: SourceCollector;
  pages: PageFetcher;
}

export function laterParts(
  options: HttpClientOptions & { keys: ServiceKeys },
  db: Database,
  threads: ThreadPool,
  now: () => Date,
): LaterParts {
  const client = once(async () => {
    const { createHttpClient } = await import('../sources/http-client.ts');
    return createHttpClient(options);
  });
  const http: HttpClient = {
    get: async (url, request) => (await client.get()).get(url, request),
    mayAsk: async (url) => (await client.get()).mayAsk(url),
    close: async () => (await client.made())?.close(),
  };
  const collector = once(async () => {
    const [{ createCollector }, { createHostLedger }] = await Promise.all([
      import('../sources/collector.ts'),
      import('../pipeline/host-ledger.ts'),
    ]);
    return createCollector(http, { now, hosts: createHostLedger(db, { now }), threads, keys: options.keys });
  });
  const pages = once(async () => {
    const [{ createPageFetcher }, { createHostLedger }] = await Promise.all([
      import('../pipeline/fetch-page.ts'),
      import('../pipeline/host-ledger.ts'),
    ]);
    return createPageFetcher(http, { now, hosts: createHostLedger(db, { now }), keys: options.keys });
  });
  return {
    http,
    collector: {
      collect: async (source, state, signal) => (await collector.get()).collect(source, state, signal),
      find: async (address, signal) => (await collector.get()).find(address, signal),
    },
    pages: { fetch: async (url, signal, asked) => (await pages.get()).fetch(url, signal, asked) },
  };
}

/** Makes its part at the first call, and hands out the same one from then on. */
function once<Part>(make: () => Promise<Part>): { get(): Promise<Part>; made(): Promise<Part> | null } {
  let part: Promise<Part> | null = null;
  return {
    get() {
      part ??= make();
      return part;
    },
    made: () => part,
  };
}
