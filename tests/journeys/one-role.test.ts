// One role in a process of its own, beside its servers: that it carries what it needs and no more.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import slackManifest from '../../config/slack-manifest.json' with { type: 'json' };
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { describePostgres } from '../support/backends.ts';
import { PROCESS_TIMEOUT_MS, type ProductProcess, startProduct } from '../support/process.ts';

const SECRET = 'a-signing-secret-for-this-test';
/** Each is for reading, collecting, summarising, or for the embedded database: megabytes that answer nobody. */
const FOR_JOBS = [
  '@electric-sql/pglite',
  '@mozilla/readability',
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

  async function packagesOf(role: string): Promise<string[]> {
    const note = join(folder, 'packages.json');
    const noting = pathToFileURL(join(import.meta.dirname, '../support/note-packages.mjs')).href;
    product = startProduct({
      dataDir: folder,
      args: ['--role', role],
      env: {
        DATABASE_URL: await createDatabase(),
        SLACK_BOT_TOKEN: sandbox.botToken,
        SLACK_SIGNING_SECRET: SECRET,
        SLACK_API_URL: sandbox.apiUrl,
        NODE_OPTIONS: `--import ${noting}`,
        NOTE_PACKAGES: note,
      },
    });
    await product.line(/Health and metrics: http:/);
    process.kill(product.pid, 'SIGUSR2');
    await vi.waitFor(() => expect(existsSync(note)).toBe(true), { timeout: 120_000 });
    return JSON.parse(readFileSync(note, 'utf8')) as string[];
  }

  it('answers Slack without loading what only jobs need', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const packages = await packagesOf('slack');
    expect(packages).toEqual(expect.arrayContaining(['@slack/bolt', 'pg', 'bullmq']));
    expect(packages.filter((name) => FOR_JOBS.includes(name))).toEqual([]);
  });

  it('runs jobs without loading the embedded database', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const packages = await packagesOf('worker');
    expect(packages).toContain('bullmq');
    expect(packages).not.toContain('@electric-sql/pglite');
  });
});
