// The process as it is started: how soon its first card is there, and how much memory it holds when it has nothing to do.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { request } from 'undici';
import manifest from '../config/slack-manifest.json' with { type: 'json' };
import { runCompileAhead } from '../src/run-compile-ahead.ts';
import { createSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { configWithSource, type ProductProcess, pageOf, startProduct } from '../tests/support/process.ts';
import {
  isPostgresInstalled,
  isRedisInstalled,
  startPostgres,
  startRedis,
} from '../tests/support/servers.ts';
import { eventRequest } from '../tests/support/slack-requests.ts';
import { type Figure, runAlone } from './report.ts';

const FIRST_CARD_GOAL_S = 10;
const EMBEDDED_GOAL_MB = 350;
const SLACK_ROLE_GOAL_MB = 130;
const POLL_MS = 50;
const PATIENCE_MS = 120_000;
/** After the starter pack's cards, the refused source and the collector's schedule have had their turn. */
const SETTLE_MS = 40_000;
const IDLE_MS = 20_000;
/** Port 9 (discard) of loopback: a source that cannot be reached, without asking the web. */
const UNREACHABLE = 'http://127.0.0.1:9/feed.xml';
const REACTIONS = 50;
const SECRET = 'a-signing-secret-for-the-bench';

export async function benchProcess(): Promise<Figure[]> {
  return [...(await benchEmbedded()), ...(await benchSlackRole())];
}

async function benchEmbedded(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-process-'));
  const env = { CONFIG_DIR: await configWithSource(folder, UNREACHABLE) };
  const dataDir = join(folder, 'data');
  try {
    tell('first start');
    const first = await runOnce(dataDir, env, true);
    tell('second start');
    const second = await runOnce(dataDir, env, false);
    return [
      seconds('first start to the first card', first.seconds, FIRST_CARD_GOAL_S),
      seconds('second start to ready', second.seconds, null),
      megabytes('idle memory of the embedded process, first start', first.rssMb, EMBEDDED_GOAL_MB),
      megabytes('idle memory of the embedded process, second start', second.rssMb, EMBEDDED_GOAL_MB),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runOnce(
  dataDir: string,
  env: Record<string, string>,
  untilCard: boolean,
): Promise<{ seconds: number; rssMb: number }> {
  const from = performance.now();
  const product = startProduct({ dataDir, env });
  try {
    const page = await pageOf(product);
    if (untilCard) await firstCard(page);
    const took = (performance.now() - from) / 1_000;
    tell('waiting until it has nothing to do');
    await wait(SETTLE_MS + IDLE_MS);
    return { seconds: took, rssMb: rssOf(product) };
  } finally {
    await product.stop();
  }
}

/** Every message of ours carries its id in a block. */
async function firstCard(page: string): Promise<void> {
  const state = new URL('/sandbox/state', page);
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { body } = await request(state);
    if ((await body.text()).includes('"block_id":"discuss-ai:')) return;
    await wait(POLL_MS);
  }
  throw new Error(`No card came within ${PATIENCE_MS / 1_000} s`);
}

/**
 * One role beside its servers; the sandbox takes Slack's place in this process, and events are sent as Slack does.
 */
async function benchSlackRole(): Promise<Figure[]> {
  const name = 'idle memory of --role slack with Postgres and Redis';
  const missing = [isPostgresInstalled() ? '' : 'Postgres', isRedisInstalled() ? '' : 'Redis'].filter(
    Boolean,
  );
  if (missing.length > 0) {
    return [{ name, figure: `skipped: no ${missing.join(', no ')} here`, goal: null, met: null }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'discuss-ai-bench-slack-'));
  const [postgres, redis] = [await startPostgres(), await startRedis()];
  const sandbox = await openSandbox();
  const env = {
    DATABASE_URL: postgres?.url ?? '',
    REDIS_URL: redis?.url ?? '',
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: sandbox.apiUrl,
  };
  try {
    const [prepared, empty] = [join(folder, 'prepared'), join(folder, 'empty')];
    // As prepare-install.ts does after an installation, in a folder of its own.
    runCompileAhead(['--role', 'slack'], { ...process.env, NODE_COMPILE_CACHE: prepared });
    const figures: Figure[] = [];
    const starts = [
      ['first start after an installation', prepared],
      ['second start', prepared],
      ['first start with nothing prepared', empty],
    ] as const;
    for (const [start, cache] of starts) {
      tell(`--role slack, ${start}`);
      const rssMb = await measureSlackRole(sandbox, folder, { ...env, NODE_COMPILE_CACHE: cache });
      figures.push(megabytes(`${name}, ${start}`, rssMb, SLACK_ROLE_GOAL_MB));
    }
    return figures;
  } finally {
    await sandbox.close();
    await redis?.stop();
    await postgres?.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measureSlackRole(
  sandbox: Sandbox,
  folder: string,
  env: Record<string, string>,
): Promise<number> {
  const product = startProduct({ dataDir: folder, args: ['--role', 'slack'], env });
  try {
    const line = await product.line(/Health and metrics: http:/);
    const address = /http:[\d.:/]+/.exec(line)?.[0] ?? '';
    await react(new URL('/slack/events', address).href, sandbox);
    await wait(IDLE_MS);
    return rssOf(product);
  } finally {
    await product.stop();
  }
}

function openSandbox(): Promise<Sandbox> {
  return createSandbox({
    port: 0,
    signingSecret: SECRET,
    manifest,
    // What people do on its page is not used here.
    appUrl: () => 'http://127.0.0.1:9/',
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  });
}

/** So that what a first event loads is in memory too. */
async function react(url: string, sandbox: Sandbox): Promise<void> {
  const channel = sandbox.channels.find(({ name }) => name === 'discuss-ai')?.id ?? '';
  for (let n = 0; n < REACTIONS; n += 1) {
    const event = {
      type: 'reaction_added',
      user: `U${n}`,
      reaction: '+1',
      item: { type: 'message', channel, ts: '1700000000.000100' },
      event_ts: `${1_800_000_000 + n}.000100`,
    };
    const { method, headers, body } = eventRequest(SECRET, event);
    const answer = await request(url, { method, headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`An event was answered with ${answer.statusCode}`);
  }
}

function rssOf({ pid }: ProductProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

function seconds(name: string, value: number, goal: number | null): Figure {
  return {
    name,
    figure: `${value.toFixed(1)} s`,
    goal: goal === null ? null : `≤ ${goal} s`,
    met: goal === null ? null : value <= goal,
  };
}

function megabytes(name: string, value: number, goal: number): Figure {
  return { name, figure: `${value.toFixed(0)} MB`, goal: `≤ ${goal} MB`, met: value <= goal };
}

function tell(what: string): void {
  process.stderr.write(`process: ${what}\n`);
}

await runAlone(import.meta, benchProcess);
