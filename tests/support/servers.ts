// Private Postgres and Redis servers for tests, on free ports and in temporary folders, from the machine's binaries.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Server {
  url: string;
  stop(): Promise<void>;
}

interface Account {
  uid: number;
  gid: number;
}

/** Whether `startPostgres` finds the programs it needs. */
export function isPostgresInstalled(): boolean {
  return findPostgres() !== null;
}

/** Whether `startRedis` finds a server; Valkey is one too. */
export function isRedisInstalled(): boolean {
  return findRedis() !== null;
}

/** Whether `startVectorPostgres` finds the programs it needs. */
export function isVectorPostgresInstalled(): boolean {
  return findVectorPostgres() !== null;
}

/** A server without data, or `null` where the machine has no Postgres. Stopped with this process at the latest. */
export async function startPostgres(): Promise<Server | null> {
  return await startPostgresOf(findPostgres());
}

/** The same with pgvector, or `null` where no Postgres of this machine has it. */
export async function startVectorPostgres(): Promise<Server | null> {
  return await startPostgresOf(findVectorPostgres());
}

async function startPostgresOf(programs: PostgresPrograms | null): Promise<Server | null> {
  if (programs === null) return null;
  const { initdb, postgres } = programs;
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-postgres-'));
  const account = accountForPostgres();
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  execFileSync(
    initdb,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    {
      stdio: 'ignore',
      ...account,
    },
  );
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=80'];
  return start('Postgres', folder, async (port) => ({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    ready: /database system is ready to accept connections/,
    process: spawn(
      postgres,
      [
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], ...account },
    ),
    // Fast shutdown: does not wait for clients.
    stopSignal: 'SIGINT',
  }));
}

/** An empty server that saves nothing, or `null` where the machine has no Redis. */
export async function startRedis(): Promise<Server | null> {
  const redis = findRedis();
  if (redis === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-redis-'));
  return start('Redis', folder, async (port) => ({
    url: `redis://127.0.0.1:${port}`,
    ready: /Ready to accept connections/,
    process: spawn(
      redis,
      [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
        ...['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    ),
    stopSignal: 'SIGTERM',
  }));
}

interface Launch {
  url: string;
  ready: RegExp;
  process: ChildProcess;
  stopSignal: NodeJS.Signals;
}

/** Tries again on another port when someone took the one that was found free. */
async function start(
  name: string,
  folder: string,
  launch: (port: number) => Promise<Launch>,
): Promise<Server> {
  const said: string[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const server = await launch(await freePort());
    if (await isReady(server, said)) return stoppable(server, folder);
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(`${name} did not start:\n${said.join('\n')}`);
}

/** Resolves with false when the process ends instead. */
async function isReady({ process, ready }: Launch, said: string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      said.push(line);
      if (ready.test(line)) resolve(true);
    });
  }
  process.once('exit', () => resolve(false));
  return promise;
}

function stoppable({ url, process: child, stopSignal }: Launch, folder: string): Server {
  const killWithParent = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killWithParent);
  return {
    url,
    async stop() {
      process.off('exit', killWithParent);
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(stopSignal);
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/**
 * Debian 12 has no pgvector for its Postgres, later releases have (`postgresql-17-pgvector`). A Postgres from
 * elsewhere is named by the folder of its programs, POSTGRES_WITH_PGVECTOR.
 */
function findVectorPostgres(): PostgresPrograms | null {
  const own = process.env.POSTGRES_WITH_PGVECTOR;
  const folders = own ? [own] : postgresFolders().filter(hasVector);
  for (const bin of folders) {
    const programs = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
    if (isExecutable(programs.initdb) && isExecutable(programs.postgres)) return programs;
  }
  return null;
}

/** `/usr/lib/postgresql/17/bin` has its extensions in `/usr/share/postgresql/17/extension`. */
function hasVector(bin: string): boolean {
  const version = basename(dirname(bin));
  return existsSync(join('/usr/share/postgresql', version, 'extension', 'vector.control'));
}

function findPostgres(): PostgresPrograms | null {
  const initdb = findBinary('initdb', postgresFolders());
  const postgres = findBinary('postgres', postgresFolders());
  return initdb === null || postgres === null ? null : { initdb, postgres };
}

function findRedis(): string | null {
  return findBinary('redis-server') ?? findBinary('valkey-server');
}

function findBinary(name: string, furtherFolders: string[] = []): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...furtherFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian keeps the server's programs off the PATH; the newest version first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

/** Postgres refuses to run as root: it gets its own account there, or else nobody's. */
function accountForPostgres(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('Postgres does not run as root, and there is neither a postgres nor a nobody account');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found');
  return address.port;
}
