// One role in a process of its own, beside its servers: that it carries what it needs and no more.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { request } from 'undici';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import slackManifest from '../../config/slack-manifest.json' with { type: 'json' };
import { runCompileAhead } from '../../src/run-compile-ahead.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { describePostgres } from '../support/backends.ts';
import { PROCESS_TIMEOUT_MS, type ProductProcess, startProduct } from '../support/process.ts';
import { startRedis } from '../support/servers.ts';
import { eventRequest } from '../support/slack-requests.ts';

const run = promisify(execFile);
const WITH_CACHE = ['--import', './src/compile-cache.mjs'];
const SECRET = 'a-signing-secret-for-this-test';
/** Each is for reading, collecting, summarising, or for the embedded database: megabytes that answer nobody. */
const FOR_JOBS = [
  '@electric-sql/pglite',
  '@mozilla/readability',
  'entities',
  'feedparser',
  'franc-min',
  'linkedom',
  'openai',
  'pino-pretty',
  'rss-parser',
];

describePostgres('a process with one role', (createDatabase) => {
  let folder: string;
  let sandbox: Sandbox;
  let product: ProductProcess | null;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'role-'));
    product = null;
    sandbox = await createSandbox({
      port: 0,
      signingSecret: SECRET,
      manifest: slackManifest,
      // What people do on its page is not used here.
      appUrl: () => 'http://127.0.0.1:9/',
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    });
  });
  afterEach(async () => {
    await product?.stop();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function startRole(role: string, env: Record<string, string>): Promise<ProductProcess> {
    product = startProduct({
      dataDir: folder,
      args: ['--role', role],
      env: {
        DATABASE_URL: await createDatabase(),
        SLACK_BOT_TOKEN: sandbox.botToken,
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: sandbox.apiUrl,
        ...env,
      },
    });
    await product.line(/Health and metrics: http:/);
    return product;
  }

  async function react(to: ProductProcess): Promise<void> {
    const address = /http:[\d.:/]+/.exec(await to.line(/Health and metrics: http:/))?.[0];
    const channel = sandbox.channels.find(({ name }) => name === 'discuss-ai')?.id;
    const { method, headers, body } = eventRequest(SECRET, {
      type: 'reaction_added',
      user: 'U1',
      reaction: '+1',
      item: { type: 'message', channel, ts: '1700000000.000100' },
      event_ts: '1800000000.000100',
    });
    const answer = await request(new URL('/slack/events', address), { method, headers, body });
    await answer.body.dump();
    expect(answer.statusCode).toBe(200);
  }

  async function packagesOf(role: string): Promise<string[]> {
    const note = join(folder, 'packages.json');
    const noting = pathToFileURL(join(import.meta.dirname, '../support/note-packages.mjs')).href;
    const env = { NODE_OPTIONS: `--import ${noting}`, NOTE_PACKAGES: note };
    product = await startRole(role, env);
    process.kill(product.pid, 'SIGUSR2');
    await vi.waitFor(() => expect(existsSync(note)).toBe(true), { timeout: 120_000 });
    return JSON.parse(readFileSync(note, 'utf8')) as string[];
  }

  it('answers Slack without loading what only jobs need', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const packages = await packagesOf('slack');
    expect(packages).toEqual(expect.arrayContaining(['@slack/bolt', 'pg', 'bullmq']));
    expect(packages.filter((name) => FOR_JOBS.includes(name))).toEqual([]);
  });

  it('compiles nothing at a first start that was compiled ahead', {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const cache = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
    runCompileAhead(['--role', 'slack'], { PATH: process.env.PATH, ...cache });
    const redis = await startRedis();
    try {
      const queue = redis ? { REDIS_URL: redis.url } : {};
      product = await startRole('slack', { ...queue, ...cache, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' });
      await react(product);
      await product.stop();
      // What Node says of each module: found, not there, or made under other flags.
      expect(product.lines.filter((line) => line.includes('was accepted')).length).toBeGreaterThan(500);
      const missed = /no such file|no transpile cache|was rejected/;
      expect(product.lines.filter((line) => missed.test(line))).toEqual([]);
    } finally {
      await product?.stop();
      await redis?.stop();
    }
  });

  it('runs jobs without loading the embedded database', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const packages = await packagesOf('worker');
    expect(packages).toContain('bullmq');
    expect(packages).not.toContain('@electric-sql/pglite');
  });
});

it('keeps what is compiled apart for processes that run under other flags', async () => {
  const folderOf = async (...args: string[]): Promise<string> => {
    const tell = 'process.stdout.write(process.getBuiltinModule("module").getCompileCacheDir())';
    const env = { PATH: process.env.PATH };
    return (await run(process.execPath, [...WITH_CACHE, '--eval', tell, '--', 'main', ...args], { env }))
      .stdout;
  };
  const [all, slack, web, both] = await Promise.all([
    folderOf(),
    folderOf('--role', 'slack'),
    folderOf('--role=web'),
    folderOf('--role', 'slack,worker'),
  ]);
  expect(slack).not.toBe(all);
  expect([web, both]).toEqual([slack, all]);
});
