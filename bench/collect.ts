// Collecting 200 feeds from loopback into the store, against fetching and parsing the same bytes with bare libraries.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import RssParser from 'rss-parser';
import { Agent, request } from 'undici';
import { createCollectSource, startCollection } from '../src/pipeline/collect-source.ts';
import { createHostLedger } from '../src/pipeline/host-ledger.ts';
import type { Deps } from '../src/pipeline/ports.ts';
import type { Producer } from '../src/queue/jobs.ts';
import { createCollector } from '../src/sources/collector.ts';
import { createHttpClient } from '../src/sources/http-client.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { makeDue, subscribe } from '../src/store/sources.ts';
import { createThreadPool, type ThreadPool, threadsFor } from '../src/threads/thread-pool.ts';
import { startPostgres } from '../tests/support/servers.ts';
import { CONCURRENCY } from '../workers/start-workers.ts';
import { startFeedThread } from './feed-thread.ts';
import { type Figure, median, runAlone, timed } from './report.ts';

const FEEDS = 200;
const ROUNDS = 7;
const GOAL = 2;
const BLOGS = '../shared/data/feeds/ai-blogs';
const SILENT = pino({ level: 'silent' });

/** Both ways of collecting; `again` follows `first` and is answered with 304s. */
interface Contestant {
  /** Forgets everything; not timed. */
  reset(): Promise<void>;
  /** How many items were new, or parsed. */
  first(): Promise<number>;
  again(): Promise<void>;
  close(): Promise<void>;
}

interface Ours extends Contestant {
  /** Writes what `first` has stored once more, with nothing but the writing; in ms. */
  rows(): Promise<number>;
}

export async function benchCollect(): Promise<Figure[]> {
  const bodies = feedBodies();
  const server = await startFeedThread(bodies);
  const postgres = await startPostgres();
  try {
    const megabytes = bodies.reduce((sum, body) => sum + body.length, 0) / 1e6;
    const what = `collect ${FEEDS} feeds, ${megabytes.toFixed(1)} MB`;
    const figures = await compare(`${what}, PGlite`, server.url, openEmbedded);
    if (!postgres)
      return [...figures, { name: `${what}, Postgres`, figure: 'skipped', goal: null, met: null }];
    const open = (): Promise<Database> => openPostgres(postgres.url, { poolSize: CONCURRENCY.collect });
    return [...figures, ...(await compare(`${what}, Postgres`, server.url, open))];
  } finally {
    await postgres?.stop();
    await server.close();
  }
}

/** In a folder, as a product's is; the folder goes with the database. */
async function openEmbedded(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-collect-'));
  const db = await openPglite(folder);
  const close = async (): Promise<void> => {
    await db.close();
    rmSync(folder, { recursive: true });
  };
  return { ...db, close };
}

async function compare(what: string, url: string, open: () => Promise<Database>): Promise<Figure[]> {
  const ours = await openOurs(url, await open());
  const bare = openBare(url);
  const times = { oursFirst: [0], bareFirst: [0], oursAgain: [0], bareAgain: [0], rows: [0] };
  let [taken, parsed] = [0, 0];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      process.stderr.write(`${what}: round ${round} of ${ROUNDS}${round === 0 ? ' (warm-up)' : ''}\n`);
      const turns = [
        async () => {
          await ours.reset();
          times.oursFirst[round] = await timed(async () => (taken = await ours.first()));
          times.rows[round] = await ours.rows();
          times.oursAgain[round] = await timed(ours.again);
        },
        async () => {
          await bare.reset();
          times.bareFirst[round] = await timed(async () => (parsed = await bare.first()));
          times.bareAgain[round] = await timed(bare.again);
        },
      ];
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
  } finally {
    await ours.close();
    await bare.close();
  }
  const counts = `${taken} articles stored, ${parsed} items parsed by the bare parser`;
  return [
    figureOf(`${what}: first time`, times.oursFirst, times.bareFirst, counts),
    rowsFigure(what, times.rows, times.bareFirst),
    figureOf(`${what}: again, all 304`, times.oursAgain, times.bareAgain, 'bare: conditional GETs alone'),
  ];
}

/** Of the two in one round, since what else the machine does changes from round to round; the first is the warm-up. */
function ratiosOf(ms: readonly number[], bareMs: readonly number[]): number[] {
  return ms.map((one, round) => one / (bareMs[round] ?? Number.NaN)).slice(1);
}

function figureOf(name: string, oursMs: number[], bareMs: number[], counts: string): Figure {
  const ratios = ratiosOf(oursMs, bareMs);
  const ratio = median(ratios);
  const isFirst = name.endsWith('first time');
  return {
    name,
    figure: `${ratio.toFixed(2)} × the time`,
    goal: isFirst ? `≤ ${GOAL} ×` : null,
    met: isFirst ? ratio <= GOAL : null,
    detail:
      `${median(oursMs.slice(1)).toFixed(0)} ms against ${median(bareMs.slice(1)).toFixed(0)} ms; ` +
      `${ROUNDS} rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; ${counts}`,
  };
}

/** What no collecting can be quicker than that stores what it read. */
function rowsFigure(what: string, rowsMs: number[], bareMs: number[]): Figure {
  return {
    name: `${what}: writing its rows alone`,
    figure: `${median(ratiosOf(rowsMs, bareMs)).toFixed(2)} × the time`,
    goal: null,
    met: null,
    detail: `${median(rowsMs.slice(1)).toFixed(0)} ms for the articles' columns in one table with one unique index, a statement a source; no sightings, nothing fetched, parsed or looked up`,
  };
}

/** The columns of `article` that collecting fills, with an array for each, by source. */
async function writeRows(db: Database): Promise<number> {
  const columns = ['canonical_url', 'url', 'title', 'kind', 'published_at', 'first_seen_at', 'source_html'];
  const types = ['text', 'text', 'text', 'text', 'timestamptz', 'timestamptz', 'text'];
  const rows = await db.query<Record<string, unknown>>(
    `select source_id, ${columns.join(', ')} from article order by id`,
  );
  const bySource = [...Map.groupBy(rows, (row) => row.source_id).values()].map((own) =>
    columns.map((column) => own.map((row) => row[column])),
  );
  await db.query(
    `drop table if exists bench_rows;
     create table bench_rows (id int generated always as identity,
       ${columns.map((column, n) => `${column} ${types[n]}`).join(', ')}, unique (canonical_url))`,
  );
  const given = types.map((type, n) => `$${n + 1}::${type}[]`).join(', ');
  const statement = `insert into bench_rows (${columns.join(', ')}) select * from unnest(${given}) on conflict do nothing`;
  return await timed(async () => {
    for (const one of bySource) await db.query(statement, one);
  });
}

/** The product's own step over the product's own client, collector and store; reading is another job. */
async function openOurs(baseUrl: string, db: Database): Promise<Ours> {
  await migrate(db, 'src/store/migrations');
  const http = createHttpClient({
    userAgent: 'discuss-ai bench',
    allowPrivateHosts: [new URL(baseUrl).host],
  });
  const threads = createThreadPool({ maxThreads: threadsFor(availableParallelism()) });
  const deps = depsOf(db, http, threads);
  const sources = Array.from({ length: FEEDS }, (_, n) => ({
    id: `feed-${n}`,
    kind: 'feed' as const,
    url: `${baseUrl}/${n}.xml`,
    title: `Feed ${n}`,
    weight: 1,
    defaultKind: null,
  }));
  const collectSource = createCollectSource(deps);
  const collectAll = async (outcome: string): Promise<void> => {
    await makeDue(db, deps.now());
    const collectionId = await startCollection(deps);
    if (collectionId === null) throw new Error('No source was due');
    await inParallel(sources, ({ id }) => collectSource({ collectionId, sourceId: id }));
    const rows = await db.query<{ state: string; count: number }>(
      'select state, count(*)::int from collection_source where collection_id = $1 group by state',
      [collectionId],
    );
    if (rows.length !== 1 || rows[0]?.state !== outcome) {
      throw new Error(`Expected ${FEEDS} times "${outcome}", found ${JSON.stringify(rows)}`);
    }
  };
  return {
    async reset() {
      await db.query('truncate source, collection, article, sighting restart identity cascade');
      await subscribe(db, 'run', sources, deps.now());
    },
    async first() {
      await collectAll('collected');
      const [row] = await db.query<{ count: number }>('select count(*)::int from article');
      return row?.count ?? 0;
    },
    again: () => collectAll('not-modified'),
    rows: () => writeRows(db),
    async close() {
      await threads.close();
      await http.close();
      await db.close();
    },
  };
}

function depsOf(db: Database, http: Deps['http'], threads: ThreadPool): Deps {
  const now = (): Date => new Date();
  const queue: Producer = { enqueue: () => Promise.resolve(), enqueueMany: () => Promise.resolve() };
  // What reads, writes and posts is not reached by this step.
  return {
    db,
    http,
    queue,
    now,
    random: Math.random,
    log: SILENT,
    collector: createCollector(http, { now, threads, hosts: createHostLedger(db, { now }) }),
    channels: [],
    lessons: [],
  } as unknown as Deps;
}

/** undici and rss-parser as they come, with the validators kept in memory. */
function openBare(baseUrl: string): Contestant {
  const agent = new Agent({ connections: CONCURRENCY.collect });
  const etags = new Map<string, string>();
  const urls = Array.from({ length: FEEDS }, (_, n) => `${baseUrl}/${n}.xml`);
  return {
    async reset() {
      etags.clear();
    },
    async first() {
      let items = 0;
      await inParallel(urls, async (url) => {
        const { headers, body } = await request(url, { dispatcher: agent });
        etags.set(url, String(headers.etag));
        items += (await new RssParser().parseString(await body.text())).items.length;
      });
      return items;
    },
    async again() {
      await inParallel(urls, async (url) => {
        const answer = await request(url, {
          dispatcher: agent,
          headers: { 'if-none-match': etags.get(url) ?? '' },
        });
        await answer.body.dump();
        if (answer.statusCode !== 304) throw new Error(`${url} answered ${answer.statusCode}`);
      });
    },
    close: () => agent.close(),
  };
}

/** As many at once as the collect lane has. */
async function inParallel<Value>(
  values: readonly Value[],
  work: (value: Value) => Promise<unknown>,
): Promise<void> {
  const rest = values.values();
  const lane = async (): Promise<void> => {
    for (const value of rest) await work(value);
  };
  await Promise.all(Array.from({ length: CONCURRENCY.collect }, lane));
}

/** Real feeds where the shared test data is there, each several times under links of its own; else made-up ones. */
function feedBodies(): string[] {
  const originals = existsSync(BLOGS)
    ? readdirSync(BLOGS)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => readFileSync(join(BLOGS, name), 'utf8'))
    : [madeUpFeed(20), madeUpFeed(60), madeUpFeed(120)];
  return Array.from({ length: FEEDS }, (_, n) => underOwnLinks(originals[n % originals.length] ?? '', n));
}

/** Namespaces and addresses within texts stay; only what identifies an entry is told apart. */
function underOwnLinks(feed: string, n: number): string {
  return feed
    .replace(/(<(?:link|guid|id)\b[^>]*>\s*(?:<!\[CDATA\[)?\s*https?:\/\/[^/<\s]+)/g, `$1/copy-${n}`)
    .replace(/(<link\b[^>]*href="https?:\/\/[^/"]+)/g, `$1/copy-${n}`);
}

function madeUpFeed(entries: number): string {
  const items = Array.from({ length: entries }, (_, n) => {
    const link = `https://blog-${entries}.example/posts/${n}`;
    const text = `Post ${n} measures how an agent plans, and what each step costs. `.repeat(12);
    return (
      `<item><title>Post ${n} of ${entries}</title><link>${link}</link><guid>${link}</guid>` +
      `<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><description>${text}</description></item>`
    );
  });
  return `<rss version="2.0"><channel><title>Blog</title><link>https://blog.example</link>${items.join('')}</channel></rss>`;
}

await runAlone(import.meta, benchCollect);
