// Jobs through our queue module against bare BullMQ on the same backend, with the same jobs and options.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type PgPool,
  Queue,
  Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { QueueBackend } from '../src/queue/connection.ts';
import { pglitePool } from '../src/queue/pglite-pool.ts';
import { openFolderDatabase } from '../tests/support/backends.ts';
import { noteCalls, openTestQueue, SILENT } from '../tests/support/queues.ts';
import { startPostgres, startRedis } from '../tests/support/servers.ts';
import { type Figure, median, runAlone, timed } from './report.ts';

const ROUNDS = 7;
/** Ordered in one call, as a collection does; and one after the other, as votes do. */
const IN_BULK = 800;
const ONE_BY_ONE = 200;
const CONCURRENCY = 4;

/** One way to have jobs done; `run` resolves when the handler has seen all of them. */
interface Contestant {
  run(): Promise<void>;
  close(): Promise<void>;
}

export async function benchQueue(): Promise<Figure[]> {
  const figures = [await benchPglite()];
  figures.push(
    await benchServer('Postgres', startPostgres, barePostgres, (url) => ({ kind: 'postgres', url })),
  );
  figures.push(await benchServer('Redis', startRedis, bareRedis, (url) => ({ kind: 'redis', url })));
  return figures;
}

async function benchPglite(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-queue-'));
  const database = await openFolderDatabase(folder);
  try {
    const ours = await viaModule({ kind: 'pglite', database });
    const bare = viaBullMq(pglitePool(database), createPostgresBackend, () => Promise.resolve());
    return await compare('PGlite', ours, bare);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

async function benchServer(
  name: string,
  start: typeof startPostgres,
  openBare: (url: string) => Contestant,
  backendOf: (url: string) => QueueBackend,
): Promise<Figure> {
  const server = await start();
  if (!server) return { name: `queue on ${name}`, figure: `skipped: no ${name} here`, goal: null, met: null };
  try {
    const ours = await viaModule(backendOf(server.url));
    return await compare(name, ours, openBare(server.url));
  } finally {
    await server.stop();
  }
}

async function compare(name: string, ours: Contestant, bare: Contestant): Promise<Figure> {
  // Both warm up before they are measured, then take turns in going first.
  await ours.run();
  await bare.run();
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const turns = [
      async () => oursMs.push(await timed(ours.run)),
      async () => bareMs.push(await timed(bare.run)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  await ours.close();
  await bare.close();
  const perSecond = (times: number[]) => Math.round(((IN_BULK + ONE_BY_ONE) * 1_000) / median(times));
  // Of the two in one round, since what else the machine does changes from round to round.
  const ratios = oursMs.map((ms, round) => (bareMs[round] ?? Number.NaN) / ms);
  const ratio = median(ratios);
  return {
    name: `jobs through our queue against bare BullMQ, ${name}`,
    figure: ratio.toFixed(2),
    goal: '≥ 0.8',
    met: ratio >= 0.8,
    detail:
      `${perSecond(oursMs)} jobs/s against ${perSecond(bareMs)}; ` +
      `${ROUNDS} rounds from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
  };
}

async function viaModule(backend: QueueBackend): Promise<Contestant> {
  const queue = await openTestQueue(backend);
  const counter = createCounter();
  const workers = queue.startWorkers(noteCalls([], counter.note), {
    concurrency: { collect: CONCURRENCY, read: CONCURRENCY, summarise: CONCURRENCY, channel: CONCURRENCY },
    log: SILENT,
  });
  return {
    async run() {
      const done = counter.expect(IN_BULK + ONE_BY_ONE);
      await queue.enqueueMany('read-articles', payloads(IN_BULK));
      for (const payload of payloads(ONE_BY_ONE)) await queue.enqueue('read-articles', payload);
      await done;
    },
    async close() {
      await workers.close({ timeoutMs: 10_000 });
      await queue.close();
    },
  };
}

function viaBullMq<Connection>(
  connection: Connection,
  factory: BackendFactory<IQueueBackend, Connection>,
  closeConnection: () => Promise<void>,
): Contestant {
  const counter = createCounter();
  const queue = new Queue('bare', { connection, streams: { events: { maxLen: 1_000 } } }, factory);
  const work = async () => counter.note();
  const worker = new Worker('bare', work, { connection, concurrency: CONCURRENCY }, factory);
  let closed = false;
  // A pool reports its end before the last sockets are gone, which the server's end then cuts.
  const onError = (error: Error) => {
    if (!closed) console.error(error);
  };
  queue.on('error', onError);
  worker.on('error', onError);
  const opts = {
    attempts: 3,
    backoff: { type: 'exponential', delay: 5, jitter: 0.2 },
    removeOnComplete: true,
    removeOnFail: { count: 500 },
  };
  return {
    async run() {
      const done = counter.expect(IN_BULK + ONE_BY_ONE);
      await queue.addBulk(payloads(IN_BULK).map((data) => ({ name: 'read-articles', data, opts })));
      for (const data of payloads(ONE_BY_ONE)) await queue.add('read-articles', data, opts);
      await done;
    },
    async close() {
      await worker.close();
      await queue.close();
      closed = true;
      await closeConnection();
    },
  };
}

function barePostgres(url: string): Contestant {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    options: '-c search_path=bullmq',
    keepAlive: true,
  });
  return viaBullMq<PgPool>(
    pool as PgPool,
    createPostgresBackend as BackendFactory<IQueueBackend, PgPool>,
    () => pool.end(),
  );
}

function bareRedis(url: string): Contestant {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  return viaBullMq(redis, createRedisBackend, async () => redis.disconnect());
}

function payloads(count: number): { articleIds: number[] }[] {
  return Array.from({ length: count }, (_, index) => ({ articleIds: [index + 1] }));
}

function createCounter(): { note(): void; expect(count: number): Promise<void> } {
  let left = 0;
  let done = Promise.withResolvers<void>();
  return {
    note() {
      left -= 1;
      if (left === 0) done.resolve();
    },
    expect(count) {
      left = count;
      done = Promise.withResolvers();
      return done.promise;
    },
  };
}

await runAlone(import.meta, benchQueue);
