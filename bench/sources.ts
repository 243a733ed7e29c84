// Collecting 1,000 sources from loopback in one collection, with news and without: items a second, memory, how long the
// event loop is held, and the ratio to the bare parser over the same bytes. And what hostile feeds do to the event loop.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import RssParser from 'rss-parser';
import { FRESH_STATE } from '../src/domain/source.ts';
import { createCollectSource, startCollection } from '../src/pipeline/collect-source.ts';
import { createHostLedger } from '../src/pipeline/host-ledger.ts';
import type { Deps } from '../src/pipeline/ports.ts';
import { createCollector } from '../src/sources/collector.ts';
import { createHttpClient, type HttpClient } from '../src/sources/http-client.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { makeDue, subscribe } from '../src/store/sources.ts';
import { createThreadPool, type ThreadPool, threadsFor } from '../src/threads/thread-pool.ts';
import { CONCURRENCY } from '../workers/start-workers.ts';
import { type Hold, holdFigure, watchLoop } from './event-loop.ts';
import { startFeedThread } from './feed-thread.ts';
import { type Figure, runAlone, timed } from './report.ts';

const SOURCES = 1_000;
const ITEMS = 20;

export async function benchSources(): Promise<Figure[]> {
  const bodies = Array.from({ length: SOURCES }, (_, n) => madeUpFeed(n));
  const hostile = hostileBodies();
  const server = await startFeedThread([...bodies, ...hostile]);
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-sources-'));
  const db = await openPglite(folder);
  const http = createHttpClient({
    userAgent: 'discuss-ai bench',
    allowPrivateHosts: [new URL(server.url).host],
  });
  const threads = createThreadPool({ maxThreads: threadsFor(availableParallelism()) });
  try {
    await migrate(db, 'src/store/migrations');
    const deps = depsOf(db, http, threads);
    const sources = bodies.map((_, n) => sourceOf(`${server.url}/${n}.xml`, n));
    await subscribe(db, 'run', sources, deps.now());
    return [
      ...(await compare(
        deps,
        sources.map(({ id }) => id),
        bodies,
      )),
      await holdOf(
        deps,
        hostile.map((_, n) => `${server.url}/${SOURCES + n}.xml`),
      ),
    ];
  } finally {
    await threads.close();
    await http.close();
    await db.close();
    rmSync(folder, { recursive: true });
    await server.close();
  }
}

async function compare(deps: Deps, ids: string[], bodies: string[]): Promise<Figure[]> {
  const bareMs = await timed(async () => {
    for (const body of bodies) await new RssParser().parseString(body);
  });
  const figures: Figure[] = [];
  for (const news of [true, false]) {
    const { tookMs: ms, rssMb, ...hold } = await watched(() => collectAll(deps, ids));
    const what = `collect ${SOURCES} sources ${news ? `with ${SOURCES * ITEMS} items of news` : 'without news'}`;
    const rate = news
      ? `${Math.round((SOURCES * ITEMS) / (ms / 1000))} items/s`
      : `${Math.round(SOURCES / (ms / 1000))} sources/s`;
    figures.push(
      {
        name: what,
        figure: rate,
        goal: null,
        met: null,
        detail: `${(ms / 1000).toFixed(1)} s; ${news ? `${(ms / bareMs).toFixed(2)} × the bare parser (${(bareMs / 1000).toFixed(1)} s); ` : ''}${rssMb} MB more at most`,
      },
      holdFigure(what, hold),
    );
  }
  return figures;
}

async function holdOf(deps: Deps, urls: string[]): Promise<Figure> {
  const { rssMb, ...hold } = await watched(async () => {
    await Promise.all(urls.map((url, n) => deps.collector.collect(sourceOf(url, n), FRESH_STATE)));
  });
  const seconds = (hold.tookMs / 1000).toFixed(1);
  return holdFigure(
    `${urls.length} hostile feeds of 2 to 9 MB`,
    hold,
    `${seconds} s in all, ${rssMb} MB more at most`,
  );
}

async function watched(work: () => Promise<unknown>): Promise<Hold & { tookMs: number; rssMb: number }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  const hold = await watchLoop(work);
  clearInterval(look);
  return { ...hold, rssMb: Math.round((most - before) / 1e6) };
}

async function collectAll(deps: Deps, ids: string[]): Promise<void> {
  await makeDue(deps.db, deps.now());
  const collectionId = await startCollection(deps);
  if (collectionId === null) throw new Error('No source was due');
  const collectSource = createCollectSource(deps);
  const rest = ids.values();
  const lane = async (): Promise<void> => {
    for (const sourceId of rest) await collectSource({ collectionId, sourceId });
  };
  await Promise.all(Array.from({ length: CONCURRENCY.collect }, lane));
}

function depsOf(db: Database, http: HttpClient, threads: ThreadPool): Deps {
  const now = (): Date => new Date();
  const hosts = createHostLedger(db, { now });
  // What reads, writes and posts is not reached by this step.
  return {
    db,
    http,
    now,
    random: Math.random,
    log: pino({ level: 'silent' }),
    queue: { enqueue: () => Promise.resolve(), enqueueMany: () => Promise.resolve() },
    collector: createCollector(http, { now, hosts, threads }),
    channels: [],
  } as unknown as Deps;
}

const sourceOf = (url: string, n: number) => ({
  id: `feed-${n}`,
  kind: 'feed' as const,
  url,
  title: `Feed ${n}`,
  weight: 1,
  defaultKind: null,
});

function madeUpFeed(feed: number): string {
  const items = Array.from({ length: ITEMS }, (_, n) => {
    const link = `https://blog-${feed}.example/posts/${n}`;
    const text = `Post ${n} measures how an agent plans, and what each step costs. `.repeat(12);
    return (
      `<item><title>Post ${n} of blog ${feed}</title><link>${link}</link><guid>${link}</guid>` +
      `<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><description>${text}</description></item>`
    );
  });
  return `<rss version="2.0"><channel><title>Blog ${feed}</title><link>https://blog-${feed}.example</link>${items.join('')}</channel></rss>`;
}

function hostileBodies(): string[] {
  const item = (n: number): string => `<item><title>T${n}</title><link>https://e.org/${n}</link></item>`;
  const many = Array.from({ length: 150_000 }, (_, n) => item(n)).join('');
  const rss = (inside: string): string =>
    `<rss version="2.0"><channel><title>F</title>${inside}</channel></rss>`;
  return [
    rss(many.slice(0, 9_000_000)),
    rss(`& ${many.slice(0, 4_000_000)}`),
    rss(`<item><description>${'<b>'.repeat(300_000)}x</description></item>`),
    rss(`<item><title>${'<a'.repeat(2_000_000)}</title><link>https://e.org/1</link></item>`),
    `<rss><!--${'-'.repeat(5_000_000)}`,
  ];
}

await runAlone(import.meta, benchSources);
