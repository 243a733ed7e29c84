// Owns the choice of BullMQ's backend and its connections. Knows lanes, but no job.
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  type PgPool,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { LANES, type Lane } from './jobs.ts';
import { type EmbeddedDatabase, migrationClient, pglitePool } from './pglite-pool.ts';

export type QueueBackend =
  | { kind: 'pglite'; database: EmbeddedDatabase }
  | { kind: 'postgres'; url: string }
  | { kind: 'redis'; url: string };

export type LaneJob = Job<unknown, void, string>;
export type LaneQueue = Queue<unknown, void, string>;
export type LaneWorker = Worker<unknown, void, string>;
export type LaneProcessor = (job: LaneJob, token?: string) => Promise<void>;
export type LaneWorkerOptions = Pick<WorkerOptions, 'concurrency'>;

export interface QueueConnection {
  openQueue(lane: Lane): LaneQueue;
  openWorker(lane: Lane, processor: LaneProcessor, options: LaneWorkerOptions): LaneWorker;
  /** No other process takes jobs, so what is active at the start was left behind by one that died. */
  readonly alone: boolean;
  close(): Promise<void>;
}

type OnError = (error: Error) => void;

/** Every lane holds one connection for LISTEN; the rest answer queries, made when needed and closed when idle. */
const POSTGRES_POOL_SIZE = LANES.length + 6;

/** Events kept per lane, for whoever follows the queue live (dashboards). BullMQ's default is 10,000. */
const EVENTS_KEPT = 1_000;

const WORKER_DEFAULTS = {
  // A process that dies gives its jobs back after this time, and a look every `stalledInterval`.
  lockDuration: 30_000,
  stalledInterval: 15_000,
  // Twice, since a deployment may kill a process while another one starts; then the job itself is suspected.
  maxStalledCount: 2,
  // A worker that finds the server refusing connections tries again after this time; BullMQ's default is 15 s.
  runRetryDelay: 3_000,
};

/**
 * Connects to the backend, and brings BullMQ's own schema up to date where there is one. Throws when the server
 * cannot be reached. Later losses are told to `onError` and mended by the drivers.
 */
export async function connectBackend(backend: QueueBackend, onError: OnError): Promise<QueueConnection> {
  switch (backend.kind) {
    case 'pglite':
      return connectPglite(backend.database);
    case 'postgres':
      return connectPostgres(backend.url, onError);
    case 'redis':
      return connectRedis(backend.url, onError);
  }
}

async function connectPglite(database: EmbeddedDatabase): Promise<QueueConnection> {
  await database.session.alone((run) => runMigrations(migrationClient(run)));
  const pool = pglitePool(database);
  return { ...openWith(pool, createPostgresBackend), alone: true, close: () => Promise.resolve() };
}

async function connectPostgres(url: string, onError: OnError): Promise<QueueConnection> {
  // Each driver takes some 15 MB: only the one that is used is loaded.
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: POSTGRES_POOL_SIZE,
    // BullMQ's statements name its functions without their schema.
    options: '-c search_path=bullmq',
    keepAlive: true,
    application_name: 'discuss-ai-queue',
  });
  // Each of BullMQ's classes listens for errors as well, and never stops to.
  pool.setMaxListeners(0);
  pool.on('error', onError);
  try {
    const client = await pool.connect();
    await runMigrations(client).finally(() => client.release());
  } catch (error) {
    await pool.end();
    throw unreachable('Postgres', url, 'DATABASE_URL', error);
  }
  return { ...openWith(pool as PgPool, createPostgresBackend), alone: false, close: () => pool.end() };
}

async function connectRedis(url: string, onError: OnError): Promise<QueueConnection> {
  const { createClosableRedis } = await import('./closable-redis.ts');
  // Shared by everything that does not block; BullMQ duplicates it once per worker for what does.
  const redis = createClosableRedis(url);
  redis.on('error', onError);
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw unreachable('Redis', url, 'REDIS_URL', error);
  }
  // QUIT waits for an answer that a lost server never gives.
  const close = async () => redis.disconnect();
  return { ...openWith(redis, createRedisBackend, { prefix: 'discuss-ai' }), alone: false, close };
}

function openWith<Backend extends IQueueBackend, Connection>(
  connection: Connection,
  factory: BackendFactory<Backend, Connection>,
  options: { prefix?: string } = {},
): Pick<QueueConnection, 'openQueue' | 'openWorker'> {
  // BullMQ's classes carry their backend's type along; what we call on them is the same for all.
  return {
    openQueue(lane) {
      const queueOptions: QueueOptions<Connection> = {
        ...options,
        connection,
        streams: { events: { maxLen: EVENTS_KEPT } },
      };
      return new Queue<unknown, void, string, unknown, void, string, Backend, Connection>(
        lane,
        queueOptions,
        factory,
      ) as unknown as LaneQueue;
    },
    openWorker(lane, processor, workerOptions) {
      const all: WorkerOptions<Connection> = { ...options, ...WORKER_DEFAULTS, ...workerOptions, connection };
      return new Worker<unknown, void, string, Backend, never, Connection>(
        lane,
        processor,
        all,
        factory,
      ) as unknown as LaneWorker;
    },
  };
}

function unreachable(what: string, url: string, key: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  // The host alone: the URL may carry a password.
  return new Error(`${what} at ${new URL(url).host} cannot be used for the queue: ${reason}: check ${key}`, {
    cause,
  });
}
