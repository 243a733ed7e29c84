// Starts the roles that this process has, in the order in which they need each other; a root, like main.ts.
import type { Logger } from 'pino';
import { setSchedules } from '../workers/schedules.ts';
import type { Config } from './config.ts';
import { takenSources } from './domain/source-packs.ts';
import { requestCatchUp } from './pipeline/catch-up-links.ts';
import type { Pacing } from './pipeline/ports.ts';
import { pushArticles } from './pipeline/push-articles.ts';
import { createSlackApp, type SlackApp } from './slack/app.ts';
import { createPublisher } from './slack/publisher.ts';
import { Troubles } from './slack/troubles.ts';
import { healthOf } from './start/health-of.ts';
import { listenNear } from './start/listen-near.ts';
import { openParts, type Parts } from './start/open-parts.ts';
import type { OpenStore } from './start/open-store.ts';
import { type Served, serveChannels } from './start/serve-channels.ts';
import type { RunningSandbox } from './start/start-sandbox.ts';
import type { Terminal } from './start/terminal.ts';
import { watchCollections } from './start/watch-collections.ts';
import { watchProfiles } from './start/watch-profiles.ts';
import { subscribe, switchOff } from './store/sources.ts';
import { createWebServer } from './web/server.ts';

/** Jobs and listeners that take longer are handed back, or left to what Slack sends again: a supervisor kills after 10 s. */
const DRAIN_MS = 6_000;
/** In the sandbox the starter pack comes first; the web's sources follow when its cards are up. */
const SOURCES_AFTER_MS = 15_000;

/** Slack takes about one post a second and channel, fifty updates and fifty pages of history a minute. */
const TEAM_PACING = {
  anyTime: false,
  refreshMs: 3_000,
  postEveryMs: 1_000,
  updateEveryMs: 1_200,
  readEveryMs: 1_200,
};
/** A newcomer waits for nothing. */
const SANDBOX_PACING = {
  anyTime: true,
  refreshMs: 1_000,
  postEveryMs: null,
  updateEveryMs: null,
  readEveryMs: null,
};

type Closing = () => Promise<void> | void;

export interface Running {
  /** The sandbox's page, where there is one. */
  pageUrl: string | null;
  /** Takes nothing new, lets what runs end, and closes everything, within ten seconds. */
  stop(): Promise<void>;
}

interface SlackConnection {
  token: string;
  slackApiUrl?: string;
  mode: Parameters<typeof createSlackApp>[1]['mode'];
}

function connectionOf(config: Config, sandbox: RunningSandbox | null): SlackConnection {
  if (sandbox) {
    return {
      token: sandbox.sandbox.botToken,
      slackApiUrl: sandbox.sandbox.apiUrl,
      mode: { kind: 'http', signingSecret: sandbox.signingSecret },
    };
  }
  const { slack } = config;
  if (slack.kind === 'sandbox') throw new Error('The sandbox was not started');
  const mode: SlackConnection['mode'] =
    slack.kind === 'socket'
      ? { kind: 'socket', appToken: slack.appToken }
      : { kind: 'http', signingSecret: slack.signingSecret };
  return { token: slack.botToken, mode, ...(slack.apiUrl ? { slackApiUrl: slack.apiUrl } : {}) };
}

/** Takes over the open store, and closes it with the rest, or when the start fails. */
export async function start(config: Config, store: OpenStore, { log, progress }: Terminal): Promise<Running> {
  const closing: Closing[] = [];
  const draining: Closing[] = [];
  const stop = async (): Promise<void> => {
    // Nothing new from anywhere, all at once; then what everything stands on, the last opened first.
    const drained = await Promise.allSettled(draining.splice(0).map(async (drain) => await drain()));
    for (const close of closing.splice(0).reverse()) await close();
    for (const one of drained) if (one.status === 'rejected') throw one.reason;
  };
  try {
    return await startParts(config, store, log, progress, { closing, draining, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  config: Config,
  store: OpenStore,
  log: Logger,
  progress: Terminal['progress'],
  { closing, draining, stop }: { closing: Closing[]; draining: Closing[]; stop: () => Promise<void> },
): Promise<Running> {
  const has = (role: Config['roles'][number]): boolean => config.roles.includes(role);
  let parts: Parts | null = null;
  closing.push(() => parts?.close() ?? store.db.close());
  let appPort = 0;
  const sandbox =
    config.slack.kind === 'sandbox'
      ? await (await import('./start/start-sandbox.ts')).startSandbox(config, {
          appUrl: () => `http://127.0.0.1:${appPort}/slack/events`,
          parts: () => parts,
          log,
        })
      : null;
  if (sandbox) closing.push(() => sandbox.close());

  const connection = connectionOf(config, sandbox);
  const troubles = new Troubles();
  const publisher = createPublisher({ ...connection, troubles, log });
  const pacing: Pacing = sandbox ? SANDBOX_PACING : TEAM_PACING;
  const opened = await openParts(config, store, {
    publisher,
    channels: [],
    pacing,
    allowPrivateHosts: sandbox ? [sandbox.feedHost] : [],
    log,
  });
  parts = opened;
  const { deps, db, queue } = opened;

  await troubles.begin(deps);
  let listening = false;
  const onChannels = async (): Promise<void> => {
    if (has('worker')) await setSchedules(queue, deps.channels);
    if (listening) await requestCatchUp(deps);
  };
  const served: Served = { look: () => Promise.resolve(), stop: () => undefined };
  const app = has('slack')
    ? createSlackApp(deps, {
        ...connection,
        botToken: connection.token,
        troubles,
        served: { look: () => served.look() },
      })
    : null;
  const web = createWebServer({
    slackRequestListener: app?.requestListener ?? null,
    push: config.pushToken
      ? { token: config.pushToken, push: (pushed) => pushArticles(deps, pushed), now: deps.now }
      : null,
    health: () => healthOf(db, queue, deps.now()),
    log,
  });
  appPort = await (sandbox
    ? listenNear(config.web.port, (port) => web.listen(port, config.web.host))
    : web.listen(config.web.port, config.web.host));
  draining.push(() => web.close());

  Object.assign(
    served,
    await serveChannels({
      client: publisher.client,
      settings: [...config.channels, ...(sandbox?.channels ?? [])],
      deps,
      troubles,
      onChannels,
    }),
  );
  draining.push(() => served.stop());
  closing.push(watchProfiles(deps, onChannels));
  if (app) await startApp(app, draining);
  if (has('worker')) {
    await subscribeSources(config, sandbox, opened);
    const { startWorkers } = await import('../workers/start-workers.ts');
    const workers = startWorkers(queue, deps);
    draining.push(() => workers.close({ timeoutMs: DRAIN_MS }));
    if (progress) {
      closing.push(watchCollections(db, progress, (err) => log.warn({ err }, 'No progress can be shown')));
    }
  }
  // Whatever was posted and voted while no process listened; from here on nothing is missed.
  listening = has('slack') || has('worker');
  if (listening) await requestCatchUp(deps);
  announce(config, log, sandbox, appPort);
  return { pageUrl: sandbox?.sandbox.pageUrl ?? null, stop };
}

async function startApp(app: SlackApp, draining: Closing[]): Promise<void> {
  // Before it is started: one that fails half-way is ended too.
  draining.push(() => app.stop());
  await app.start();
}

async function subscribeSources(
  config: Config,
  sandbox: RunningSandbox | null,
  { db, deps }: Parts,
): Promise<void> {
  const now = deps.now();
  const listed = takenSources(config.sources, config.channels);
  if (!sandbox) {
    await subscribe(db, 'config', listed, now);
    await switchOff(db, 'run', 'it was given for an earlier run');
    return;
  }
  await subscribe(db, 'run', sandbox.sources, now);
  if (config.feedsDir) await switchOff(db, 'config', 'this run reads the feeds it was given');
  else await subscribe(db, 'config', listed, new Date(now.getTime() + SOURCES_AFTER_MS));
}

function announce(config: Config, log: Logger, sandbox: RunningSandbox | null, port: number): void {
  const model = config.model ? `summaries by ${config.model.cheap.name}` : 'no model: summaries are extracts';
  log.info(`discuss-ai ${config.version} is running (${config.roles.join(', ')}); ${model}`);
  if (sandbox) log.info(`Open ${sandbox.sandbox.pageUrl} to see #${config.channels[0]?.name} in the sandbox`);
  else log.info(`Health and metrics: http://${config.web.host}:${port}`);
}
