// Joins the sandbox's parts into one server on loopback: Slack's Web API, the deliveries to the app, the page.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createDelivery, type Delivery } from './deliver.ts';
import { deliverEvents } from './events.ts';
import { BadRequest, sendText } from './http-exchange.ts';
import { readManifest } from './manifest.ts';
import { readPageFiles } from './page-files.ts';
import { createPageServer, hasLoopbackHost } from './page-server.ts';
import type { SandboxAction } from './person-acts.ts';
import { createResponseUrls } from './response-urls.ts';
import { createWebApi, type HttpHandler, type WebApiOptions } from './web-api.ts';
import { Workspace } from './workspace.ts';
import { keepInFile } from './workspace-file.ts';

export interface SandboxOptions {
  /** 0 for any free port. */
  port: number;
  /** Where to listen. Whatever it is, requests must name a loopback host. */
  host?: string;
  signingSecret: string;
  /** The app's manifest, parsed: its scopes, events and commands are what the workspace grants. */
  manifest: unknown;
  /** The app's HTTP endpoint, asked at each delivery. */
  appUrl: () => string;
  log: Logger;
  now: () => Date;
  /** What the page's menu can start. */
  actions?: SandboxAction[];
  /** Names without `#`, the app is in each; #general is always there. */
  channels?: string[];
  /** Names of private channels; the app and the first two people are in each. */
  privateChannels?: string[];
  /** Keeps the workspace in this file over restarts; without it, it is gone at the end. */
  stateFile?: string;
  /** Lets calls of the Web API go wrong on purpose. */
  faultFor?: WebApiOptions['faultFor'];
  /** How long the app may take to answer, in ms; Slack's own three seconds where not given. */
  answerWithinMs?: number;
  /** For retries of events; `setTimeout` where not given. */
  schedule?: (task: () => void, ms: number) => () => void;
}

export interface Sandbox {
  /** For `SLACK_API_URL`; ends in `/api/`. */
  apiUrl: string;
  pageUrl: string;
  botToken: string;
  /** Channels that the app is a member of. */
  channels: { name: string; id: string }[];
  /** The three people one can act as. */
  members: { id: string; name: string; realName: string }[];
  workspace: Workspace;
  delivery: Delivery;
  close(): Promise<void>;
}

export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { log, now } = options;
  const manifest = readManifest(options.manifest);
  const channels = options.channels ?? ['discuss-ai'];
  const workspace = new Workspace({
    appName: manifest.name,
    channels,
    privateChannels: options.privateChannels ?? [],
    now,
  });
  const file = options.stateFile ? await keepInFile(workspace, options.stateFile, log) : null;
  const botToken = `xoxb-sandbox-${randomBytes(12).toString('hex')}`;
  let baseUrl = '';

  const delivery = createDelivery({
    appUrl: options.appUrl,
    signingSecret: options.signingSecret,
    workspace,
    log,
    schedule: options.schedule ?? scheduleUnheld,
    answerWithinMs: options.answerWithinMs,
  });
  const responseUrls = createResponseUrls(workspace, () => baseUrl);
  const actions = options.actions ?? [];
  const page = createPageServer(
    { workspace, manifest, delivery, responseUrls, actions },
    await readPageFiles(),
  );
  const webApi = createWebApi({ workspace, manifest, token: botToken, faultFor: options.faultFor });
  const stopEvents = deliverEvents(workspace, manifest, delivery);

  const routes: [prefix: string, handler: HttpHandler][] = [
    ['/api/', webApi],
    ['/response/', responseUrls.handle],
    ['/upload/', workspace.files.handle],
    ['/files/', workspace.files.handle],
  ];
  const route = (path: string): HttpHandler =>
    routes.find(([prefix]) => path.startsWith(prefix))?.[1] ?? page.handle;
  const server = createServer((request, response) => void answer(route, request, response, log));
  const { port } = await listen(server, options.port, options.host ?? '127.0.0.1');
  baseUrl = `http://127.0.0.1:${port}`;
  workspace.files.baseUrl = baseUrl;

  return {
    apiUrl: `${baseUrl}/api/`,
    pageUrl: `${baseUrl}/`,
    botToken,
    channels: [...channels, ...(options.privateChannels ?? [])].map((name) => ({
      name,
      id: workspace.channelNamed(name)?.id ?? '',
    })),
    members: workspace.people().map(({ id, name, realName }) => ({ id, name, realName })),
    workspace,
    delivery,
    async close() {
      stopEvents();
      page.close();
      await delivery.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await file?.close();
    },
  };
}

async function answer(
  route: (path: string) => HttpHandler,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<void> {
  try {
    if (!hasLoopbackHost(request))
      return sendText(response, 403, 'The sandbox answers only to a loopback name');
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (!url) return sendText(response, 400, 'The address cannot be read');
    await route(url.pathname)(request, response, url);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (error instanceof BadRequest) return sendText(response, error.status, error.message);
    log.error({ err: error, path: request.url }, 'the sandbox could not answer');
    sendText(response, 500, 'The sandbox could not answer');
  }
}

/** A retry that waits does not keep the process alive. */
function scheduleUnheld(task: () => void, ms: number): () => void {
  const timer = setTimeout(task, ms).unref();
  return () => clearTimeout(timer);
}

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server.address() as AddressInfo;
}
