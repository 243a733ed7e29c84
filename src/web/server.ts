// The process's HTTP side: health, metrics, and the door for Slack's requests. Knows neither store nor queue:
// it is handed a function that looks after them.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Check, HealthReport } from './health.ts';
import { renderMetrics } from './metrics.ts';
import { createPushRoute, type PushOptions } from './push-route.ts';

export interface WebServerOptions {
  /** Takes what Slack sends to /slack/events and limits its size; `null` where events come another way. */
  slackRequestListener: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  /** Takes pushed articles; left out where no token is set. */
  push?: PushOptions | null;
  health: () => Promise<HealthReport>;
  /** How long `health` may take before its parts count as failing; default 5,000. */
  healthTimeoutMs?: number;
  log: Logger;
}

export interface WebServer {
  /** Port 0 takes any free one; resolves to the one taken. Throws with Node's `code` when it cannot be had. */
  listen(port: number, host: string): Promise<number>;
  /** Lets requests that have begun finish, for at most six seconds. */
  close(): Promise<void>;
}

const DRAIN_MS = 6_000;

const ABOUT = `discuss-ai: papers and feeds in, a few good cards, votes, weekly digests and PoC prompts out.

/healthz       whether this process can do its work
/metrics       numbers for Prometheus
/api/articles  takes articles that your own programs push, with a token
/slack/events  where Slack sends events, commands and interactions, in HTTP mode
`;

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export function createWebServer(options: WebServerOptions): WebServer {
  const routes = routeTable(options);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
    // A connection kept alive would otherwise hold up a close that began while its request was running.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    answer(routes, request, response).catch((error: unknown) => {
      options.log.error({ err: error, path: pathOf(request) }, 'A web request failed');
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Something went wrong here. The log says what.\n');
    });
  });
  return { listen: (port, host) => listen(server, port, host), close: () => close(server) };
}

function routeTable(options: WebServerOptions): Record<string, Record<string, Route>> {
  const { slackRequestListener, health, healthTimeoutMs = 5_000 } = options;
  const noSlack: Route = (_, response) =>
    sendText(
      response,
      404,
      'This process takes no events over HTTP: it uses Socket Mode or has another role.\n',
    );
  const noPush: Route = (_, response) =>
    sendText(response, 404, 'No articles are taken here: set PUSH_TOKEN first (docs/sources.md).\n');
  return {
    '/': { GET: (_, response) => sendText(response, 200, ABOUT) },
    '/healthz': { GET: async (_, response) => sendHealth(response, await look(health, healthTimeoutMs)) },
    '/metrics': {
      GET: async (_, response) => {
        const report = await look(health, healthTimeoutMs);
        sendText(response, 200, renderMetrics(report), 'text/plain; version=0.0.4; charset=utf-8');
      },
    },
    '/api/articles': { POST: options.push ? createPushRoute(options.push) : noPush },
    '/slack/events': { POST: slackRequestListener ?? noSlack },
  };
}

async function answer(
  routes: Record<string, Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!methods) return sendText(response, 404, 'There is nothing here.\n');
  // Node leaves the body out of an answer to HEAD by itself.
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route) return route(request, response);
  response.setHeader('allow', Object.keys(methods).join(', '));
  sendText(response, 405, `This takes ${Object.keys(methods).join(', ')} only.\n`);
}

/** Never throws and never hangs: a database that does not answer is a failing one. */
async function look(health: () => Promise<HealthReport>, timeoutMs: number): Promise<HealthReport> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([health(), tooLate]);
  } catch (error) {
    const failed: Check = { ok: false, reason: error instanceof Error ? error.message : String(error) };
    return { database: failed, queue: failed, lastCollectionAgeSeconds: null, figures: [] };
  } finally {
    clearTimeout(timer);
  }
}

function sendHealth(response: ServerResponse, report: HealthReport): void {
  const ok = report.database.ok && report.queue.ok;
  const words = (check: Check) => (check.ok ? 'ok' : check.reason);
  const body = {
    status: ok ? 'ok' : 'failing',
    database: words(report.database),
    queue: words(report.queue),
    lastCollectionAgeSeconds: report.lastCollectionAgeSeconds,
  };
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(text);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program has it: set PORT to a free one' : message;
    throw Object.assign(new Error(`Cannot listen on ${host}:${port}: ${why}`, { cause: error }), {
      code,
      forOperator: true,
    });
  }
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(impatience);
}
