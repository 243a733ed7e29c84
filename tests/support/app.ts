// The whole app for tests, of real parts: PGlite in memory, its queue, HTTP on loopback, Bolt behind signed requests,
// and the sandbox's workspace in Slack's place. The clock is the test's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import manifest from '../../config/slack-manifest.json' with { type: 'json' };
import type { ChannelProfile } from '../../src/domain/channel.ts';
import type { Lesson } from '../../src/domain/learning.ts';
import type { EmbeddingClient } from '../../src/llm/embedding-client.ts';
import type { ModelClient } from '../../src/llm/model-client.ts';
import { loadPrompts } from '../../src/llm/prompts.ts';
import { createPageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createHostLedger } from '../../src/pipeline/host-ledger.ts';
import type { Deps, Pacing } from '../../src/pipeline/ports.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { createDocumentReader } from '../../src/reading/document-reader.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { createSlackApp } from '../../src/slack/app.ts';
import { createPublisher } from '../../src/slack/publisher.ts';
import type { ResolveName } from '../../src/sources/address-guard.ts';
import { createCollector } from '../../src/sources/collector.ts';
import type { Endpoints } from '../../src/sources/endpoints.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import type { PgliteDatabase } from '../../src/store/pglite.ts';
import { createThreadPool } from '../../src/threads/thread-pool.ts';
import { createWebServer } from '../../src/web/server.ts';
import { retryPolicy } from '../../workers/retry-policy.ts';
import { startWorkers } from '../../workers/start-workers.ts';
import { profileOf } from './profile.ts';
import { openTestStore } from './store.ts';

const LESSONS: Lesson[] = [
  {
    id: 'decide',
    title: 'Decide',
    words: 'Why to begin.',
    readings: [{ title: 'A reading', url: 'https://example.com/reading', words: 'What one learns there.' }],
  },
  { id: 'basics', title: 'Basics', words: 'What learning means.', readings: [] },
];

export interface TestApp {
  deps: Deps;
  db: PgliteDatabase;
  queue: Queue;
  sandbox: Sandbox;
  channelId: string;
  /** Log lines as written, for tests of what is said. */
  lines: Record<string, unknown>[];
  clock: { now: Date };
  /** While it is cut, nothing of Slack's reaches the app; what the app asks of Slack still does. */
  network: { cut: boolean };
  /** Everything that was said, pressed and ordered has been dealt with, refreshes and retries included. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  profile?: Partial<ChannelProfile>;
  /** Several channels in place of one; each needs a name. */
  channels?: (Partial<ChannelProfile> & { name: string })[];
  model?: ModelClient;
  embedder?: EmbeddingClient;
  /** `host:port` of servers on loopback that may be fetched. */
  hosts?: string[];
  /** Stands in for the system's name lookup. */
  resolve?: ResolveName;
  /** Lets calls of Slack's Web API go wrong on purpose. */
  faultFor?: NonNullable<SandboxOptions['faultFor']>;
  anyTime?: boolean;
  pacing?: Partial<Pacing>;
  /** Where services with a kind of their own are asked. */
  endpoints?: Partial<Endpoints>;
  /** False: jobs wait until a test runs them itself. */
  workers?: boolean;
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const clock = { now: new Date() };
  const now = (): Date => clock.now;
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const signingSecret = 'a-signing-secret-for-tests';
  let appUrl = '';
  const network = { cut: false };
  const sandbox = await createSandbox({
    port: 0,
    signingSecret,
    manifest,
    // Nobody listens on the port "discard" of the loopback address.
    appUrl: () => (network.cut ? 'http://127.0.0.1:9/' : appUrl),
    log,
    now: () => new Date(),
    faultFor: options.faultFor,
    // A machine with other work to do is no fault of the app's: what came too late would be missing without a trace.
    answerWithinMs: 60_000,
    ...(options.channels
      ? {
          channels: options.channels.flatMap(({ name, isPrivate }) => (isPrivate ? [] : [name])),
          privateChannels: options.channels.flatMap(({ name, isPrivate }) => (isPrivate ? [name] : [])),
        }
      : {}),
  });
  const profiles = options.channels ?? [{ name: 'discuss-ai', ...options.profile }];
  const idOf = (channel: string) => sandbox.channels.find(({ name }) => name === channel)?.id ?? '';
  const channelId = idOf(profiles[0]?.name ?? '');
  const connection = { token: sandbox.botToken, slackApiUrl: sandbox.apiUrl };
  const db = await openTestStore();
  const queue = await createQueue({ kind: 'pglite', database: db }, { attempts: fastRetries(), log });
  const http = createHttpClient({
    userAgent: 'discuss-ai tests',
    allowPrivateHosts: options.hosts ?? [],
    ...(options.resolve ? { resolve: options.resolve } : {}),
  });
  const threads = createThreadPool({ maxThreads: 1 });
  const deps: Deps = {
    db,
    queue,
    now,
    random: () => 0,
    log,
    http,
    collector: createCollector(http, {
      now,
      threads,
      hosts: createHostLedger(db, { now, turnsByNow: true }),
      ...(options.endpoints ? { endpoints: options.endpoints } : {}),
    }),
    pages: createPageFetcher(http, { now, hosts: createHostLedger(db, { now }) }),
    reader: createDocumentReader(threads),
    model: options.model ?? null,
    embedder: options.embedder ?? null,
    prompts: loadPrompts('config/prompts'),
    publisher: createPublisher({ ...connection, log }),
    channels: profiles.map((profile) => profileOf({ ...profile, id: idOf(profile.name ?? '') })),
    lessons: LESSONS,
    modelBudget: { dayUsd: 1, monthUsd: null, tasks: {} },
    latestEvaluation: async () => null,
    pacing: {
      anyTime: options.anyTime ?? true,
      refreshMs: 10,
      postEveryMs: null,
      updateEveryMs: null,
      readEveryMs: null,
      ...options.pacing,
    },
  };
  const app = createSlackApp(deps, {
    botToken: sandbox.botToken,
    slackApiUrl: sandbox.apiUrl,
    mode: { kind: 'http', signingSecret },
  });
  const health = () =>
    Promise.resolve({
      database: { ok: true as const },
      queue: { ok: true as const },
      lastCollectionAgeSeconds: null,
      figures: [],
    });
  const web = createWebServer({ slackRequestListener: app.requestListener, health, log });
  appUrl = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}/slack/events`;
  await app.start();
  const workers = options.workers === false ? null : startWorkers(queue, deps);
  return {
    deps,
    db,
    queue,
    sandbox,
    channelId,
    lines,
    clock,
    network,
    async settle() {
      // Twice: what jobs have posted comes back as events, which may bring jobs of their own.
      for (let round = 0; round < 2; round += 1) {
        await sandbox.delivery.settled();
        await app.idle();
        if (workers) await queue.whenIdle({ evenDelayed: true });
      }
    },
    async close() {
      await workers?.close({ timeoutMs: 2_000 });
      await app.stop();
      await web.close();
      await sandbox.close();
      await queue.close();
      await threads.close();
      await http.close();
      await db.close();
    },
  };
}

/** As many attempts as in production, without the waits. */
function fastRetries(): typeof retryPolicy {
  return Object.fromEntries(
    Object.entries(retryPolicy).map(([name, rule]) => [name, { ...rule, backoffMs: 20 }]),
  ) as typeof retryPolicy;
}

export interface TestSite {
  host: string;
  url: (path: string) => string;
  /** Requests so far, by path. */
  requests: Map<string, number>;
  close(): Promise<void>;
}

/** A web server on loopback with the given answers; anything else is 404. */
export async function serveSite(
  pages: Record<string, { type: string; body: string | (() => string); headers?: Record<string, string> }>,
): Promise<TestSite> {
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const page = pages[path];
    if (!page) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': page.type, ...page.headers });
    return response.end(typeof page.body === 'string' ? page.body : page.body());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: (path) => `http://${host}${path}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
