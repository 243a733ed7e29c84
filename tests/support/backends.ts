// Runs one suite against each database, or each backend of the queue; one that is not installed is skipped by name.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { QueueBackend } from '../../src/queue/connection.ts';
import type { Database } from '../../src/store/database.ts';
import { openPglite, type PgliteDatabase, type PgliteOptions } from '../../src/store/pglite.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import {
  isPostgresInstalled,
  isRedisInstalled,
  isVectorPostgresInstalled,
  type Server,
  startPostgres,
  startRedis,
  startVectorPostgres,
} from './servers.ts';

export type BackendKind = QueueBackend['kind'];

interface ServerKind {
  name: string;
  isInstalled(): boolean;
  start(): Promise<Server | null>;
  /** Debian's stable releases do not all have it: CI goes on without. */
  isRare?: boolean;
}

const POSTGRES: ServerKind = { name: 'Postgres', isInstalled: isPostgresInstalled, start: startPostgres };
const VECTOR_POSTGRES: ServerKind = {
  name: 'Postgres with pgvector',
  isInstalled: isVectorPostgresInstalled,
  start: startVectorPostgres,
  isRare: true,
};
const REDIS: ServerKind = { name: 'Redis', isInstalled: isRedisInstalled, start: startRedis };

/** An empty database in memory, without initdb's seconds from the second time on. */
export async function openMemoryDatabase(options: PgliteOptions = {}): Promise<PgliteDatabase> {
  return openPglite(null, { ...options, template: await readTemplate() });
}

/** The same in a folder, where there is none yet. */
export async function openFolderDatabase(dataDir: string): Promise<PgliteDatabase> {
  return openPglite(dataDir, existsSync(join(dataDir, 'postgres')) ? {} : { template: await readTemplate() });
}

/**
 * Runs `define` on PGlite and on Postgres. `open` gives a new empty database each time; the caller closes it.
 */
export function describeDatabases(title: string, define: (open: () => Promise<Database>) => void): void {
  describe(`${title} on PGlite`, () => define(() => openMemoryDatabase()));
  describeWithServer(title, POSTGRES, (server) => {
    define(async () => openPostgres(await createDatabase(server().url), { poolSize: 5 }));
  });
}

/** Runs `define` on a Postgres that has pgvector. `open` gives a new empty database each time. */
export function describeVectorPostgres(title: string, define: (open: () => Promise<Database>) => void): void {
  describeWithServer(title, VECTOR_POSTGRES, (server) => {
    define(async () => openPostgres(await createDatabase(server().url), { poolSize: 5 }));
  });
}

/** Runs `define` on Postgres alone; `create` makes a new empty database and tells its address. */
export function describePostgres(title: string, define: (create: () => Promise<string>) => void): void {
  describeWithServer(title, POSTGRES, (server) => define(() => createDatabase(server().url)));
}

/**
 * Runs `define` on PGlite, Postgres and Redis. `fresh` empties the queue and tells where it is; what was opened on
 * it before must be closed.
 */
export function describeBackends(
  title: string,
  define: (fresh: () => Promise<QueueBackend>, kind: BackendKind) => void,
): void {
  describe(`${title} on PGlite`, () => {
    let database: PgliteDatabase;
    beforeAll(async () => {
      database = await openMemoryDatabase();
    });
    afterAll(() => database.close());
    define(async () => {
      await database.query(EMPTY_QUEUE);
      return { kind: 'pglite', database };
    }, 'pglite');
  });
  describeWithServer(title, POSTGRES, (server) => {
    define(async () => {
      await onPostgres(server().url, (client) => client.query(EMPTY_QUEUE));
      return { kind: 'postgres', url: server().url };
    }, 'postgres');
  });
  describeWithServer(title, REDIS, (server) => {
    define(async () => {
      const redis = new Redis(server().url);
      await redis.flushall();
      redis.disconnect();
      return { kind: 'redis', url: server().url };
    }, 'redis');
  });
}

/** BullMQ's own tables, but for the record of its migrations. */
const EMPTY_QUEUE = `DO $$
  DECLARE tables text := (
    SELECT string_agg(format('bullmq.%I', tablename), ', ') FROM pg_tables
    WHERE schemaname = 'bullmq' AND tablename <> 'migration');
  BEGIN
    IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables; END IF;
  END $$`;

function describeWithServer(title: string, kind: ServerKind, define: (server: () => Server) => void): void {
  if (!kind.isInstalled()) {
    reportMissing(title, kind);
    return;
  }
  describe(`${title} on ${kind.name}`, () => {
    let server: Server | null = null;
    beforeAll(async () => {
      server = await kind.start();
    });
    afterAll(() => server?.stop());
    define(() => {
      if (server === null) throw new Error(`${kind.name} did not start`);
      return server;
    });
  });
}

/** Skipped by name on someone's laptop; on CI, where it would go unseen, a failure. */
function reportMissing(title: string, { name, isRare = false }: ServerKind): void {
  const reason = `${name} is not installed`;
  if (process.env.CI !== 'true' || isRare) {
    it.skip(`${title} on ${name} (skipped: ${reason})`);
    // The default reporter only counts what was skipped.
    process.stderr.write(`skipped: ${title} on ${name}: ${reason}\n`);
    return;
  }
  it(`${title} on ${name}`, () => {
    throw new Error(reason);
  });
}

let databaseCount = 0;

/** A database of its own on a server, for one test. */
async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${process.pid}_${++databaseCount}`;
  await onPostgres(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
}

async function onPostgres(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await work(client);
  await client.end();
}

/** A database right after initdb, kept beside other temporary files under the name of PGlite's version. */
async function readTemplate(): Promise<Blob> {
  const about = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(about, 'utf8')) as { version: string };
  const file = join(tmpdir(), `discuss-ai-pglite-${version}.tar`);
  if (!existsSync(file)) {
    const pglite = await PGlite.create('memory://');
    const dump = await pglite.dumpDataDir('none');
    await pglite.close();
    // Written aside and renamed: another test process may be reading or doing the same.
    const part = `${file}.${process.pid}`;
    writeFileSync(part, new Uint8Array(await dump.arrayBuffer()));
    renameSync(part, file);
  }
  return new Blob([readFileSync(file)]);
}
