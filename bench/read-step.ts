// The step `read-articles` over real pages from loopback, and over the longest that there may be: how long fetching,
// reading in threads, choosing sentences, sketching and saving hold the event loop together.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { ChannelProfile } from '../src/domain/channel.ts';
import { chunked } from '../src/domain/chunked.ts';
import { createPageFetcher } from '../src/pipeline/fetch-page.ts';
import { createHostLedger } from '../src/pipeline/host-ledger.ts';
import { READ_BATCH } from '../src/pipeline/order-reading.ts';
import type { Deps } from '../src/pipeline/ports.ts';
import { readArticles } from '../src/pipeline/read-articles.ts';
import { submitArticles } from '../src/pipeline/submit-article.ts';
import { createDocumentReader } from '../src/reading/document-reader.ts';
import { createHttpClient } from '../src/sources/http-client.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { subscribe } from '../src/store/sources.ts';
import { createThreadPool, threadsFor } from '../src/threads/thread-pool.ts';
import { holdFigure, watchLoop } from './event-loop.ts';
import { startFeedThread } from './feed-thread.ts';
import type { Figure } from './report.ts';

export async function benchReadStep(pages: readonly Buffer[]): Promise<Figure> {
  const bodies = [...pages.map((page) => page.toString('latin1')), ...longestPages()];
  const server = await startFeedThread(bodies, 'text/html');
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-reading-'));
  const db = await openPglite(folder);
  const http = createHttpClient({
    userAgent: 'discuss-ai bench',
    allowPrivateHosts: [new URL(server.url).host],
  });
  const threads = createThreadPool({ maxThreads: threadsFor(availableParallelism()) });
  try {
    await migrate(db, 'src/store/migrations');
    const articleIds = await submit(
      db,
      bodies.map((_, n) => `${server.url}/${n}.xml`),
    );
    const now = (): Date => new Date();
    const hosts = createHostLedger(db, { now });
    const deps = {
      db,
      now,
      log: pino({ level: 'silent' }),
      channels: [
        { topics: [{ name: 'agents', words: ['agent', 'tool use'], weight: 1 }] },
      ] as ChannelProfile[],
      queue: { enqueue: () => Promise.resolve(), enqueueMany: () => Promise.resolve() },
      pages: createPageFetcher(http, { now, hosts }),
      reader: createDocumentReader(threads),
      // What posts is not reached by this step.
    } as unknown as Deps;
    const hold = await watchLoop(async () => {
      for (const batch of chunked(articleIds, READ_BATCH)) await readArticles(deps, { articleIds: batch });
    });
    const read = await db.query(`select id from article where read_state = 'page'`);
    const seconds = (hold.tookMs / 1000).toFixed(1);
    return holdFigure(
      'the step read-articles',
      hold,
      `${read.length} of ${bodies.length} pages in ${seconds} s`,
    );
  } finally {
    await threads.close();
    await http.close();
    await db.close();
    rmSync(folder, { recursive: true });
    await server.close();
  }
}

async function submit(db: Database, urls: readonly string[]): Promise<number[]> {
  const now = new Date();
  const source = { id: 'pages', kind: 'feed' as const, url: 'https://example.org/feed', title: 'Pages' };
  await subscribe(db, 'run', [{ ...source, weight: 1, defaultKind: null }], now);
  const items = urls.map((url, n) => ({
    guid: url,
    url,
    title: `Page ${n} of its kind`,
    publishedAt: now,
    authors: [],
    html: '',
    kind: null,
    discussionUrl: null,
  }));
  const submission = {
    items,
    broughtBy: { kind: 'source' as const, sourceId: source.id },
    collectionId: null,
    defaultKind: null,
  };
  return (await db.transaction((tx) => submitArticles(tx, submission, now))).fresh;
}

/** Texts of 200,000 characters, in words with spaces and without. */
function longestPages(): string[] {
  const page = (sentence: (n: number) => string, times: number): string => {
    const paragraphs = Array.from({ length: times }, (_, n) => `<p>${sentence(n)}</p>`).join('');
    return `<html><head><meta charset="utf-8"></head><body><article><h1>Long</h1>${paragraphs}</article></body></html>`;
  };
  const chinese = page(
    (n) => `第${n}次测量显示，大语言模型的推理成本下降了，而质量没有变化，这让我们很惊讶。`,
    5_000,
  );
  return [
    page(
      (n) =>
        `Measurement ${n} shows that an agent plans in ${n % 17} steps, and that each of them costs less than we thought.`,
      2_000,
    ),
    Buffer.from(chinese).toString('latin1'),
  ];
}
