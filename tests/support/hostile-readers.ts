// Reads what stands at an address by the product's own client, collector, page fetcher, threads and parsers, and tells
// of it what people are told.
import { FRESH_STATE } from '../../src/domain/source.ts';
import type { SourceKind } from '../../src/domain/source-kinds.ts';
import { createPageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createDocumentReader } from '../../src/reading/document-reader.ts';
import { createCollector } from '../../src/sources/collector.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { createThreadPool } from '../../src/threads/thread-pool.ts';
import { memoryLedger } from './host-ledger.ts';
import type { HostileInput } from './hostile-inputs.ts';

interface HostileReaders {
  read(as: HostileInput['as'], url: string): Promise<string>;
  close(): Promise<void>;
}

/** `host` is the one on loopback that may be asked. */
export function openHostileReaders(host: string, maxThreads: number): HostileReaders {
  const now = (): Date => new Date('2026-11-25T12:00:00Z');
  const hosts = memoryLedger(now);
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [host] });
  const threads = createThreadPool({ maxThreads });
  const endpoints = { hackerNews: `http://${host}` };
  const collector = createCollector(http, { now, hosts, threads, endpoints });
  const pages = createPageFetcher(http, { now, hosts });
  const reader = createDocumentReader(threads);

  async function collect(kind: SourceKind, url: string): Promise<string> {
    const source = { id: 'it', kind, url, title: 'It', weight: 1, defaultKind: null };
    const outcome = await collector.collect(source, FRESH_STATE);
    if (outcome.kind !== 'items') return 'reason' in outcome ? outcome.reason : outcome.kind;
    // The text of an entry is read in a thread as well, once it is news.
    for (const { html } of outcome.items) await reader.readSnippet(html);
    const [first] = outcome.items;
    return first ? `${outcome.items.length} items, the first "${first.title}"` : '0 items';
  }

  async function readPage(url: string): Promise<string> {
    const page = await pages.fetch(url);
    if (page.kind === 'unreachable') return page.reason;
    const read = await reader.readDocument(page.body, page);
    return read.kind === 'read' ? `read, ${read.wordCount} words` : read.reason;
  }

  const ways = {
    feed: (url: string) => collect('feed', url),
    links: (url: string) => collect('web-page', url),
    api: (url: string) => collect('hacker-news', url),
    page: readPage,
  };
  return {
    read: (as, url) => ways[as](url),
    async close() {
      await threads.close();
      await http.close();
    },
  };
}
