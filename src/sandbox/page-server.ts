// Serves the sandbox's page, its live changes (server-sent events) and what people do on it.
// Whoever can reach it can act as any member, so it answers only to a loopback name and its own page.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadRequest, readJsonObject, sendJson, sendText } from './http-exchange.ts';
import type { PageFile } from './page-files.ts';
import { earlierMessages, framesOf, pageState } from './page-state.ts';
import { type PersonActDeps, personAct } from './person-acts.ts';
import type { HttpHandler } from './web-api.ts';

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** A comment line this often keeps proxies and browsers from closing a quiet stream. */
const KEEP_ALIVE_MS = 20_000;

/** `true` for requests by a loopback name: a page on another site can resolve its own name to 127.0.0.1. */
export function hasLoopbackHost(request: IncomingMessage): boolean {
  const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `true` unless a browser says that another site's page made the request. */
function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined) return origin === `http://${host}`;
  return site === undefined || site === 'same-origin' || site === 'none';
}

export interface PageServer {
  handle: HttpHandler;
  /** Ends the open streams. */
  close(): void;
}

export function createPageServer(deps: PersonActDeps, files: ReadonlyMap<string, PageFile>): PageServer {
  const streams = new Set<ServerResponse>();
  return {
    async handle(request, response, url) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      if (!isSameOrigin(request)) return sendText(response, 403, 'Only the sandbox page itself may ask this');
      if (url.pathname === '/sandbox/act') return act(deps, request, response);
      if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Only GET');
      response.setHeader('cache-control', 'no-store');
      if (url.pathname.startsWith('/sandbox/')) return answerState(deps, streams, request, response, url);
      const file = files.get(url.pathname);
      if (!file) return sendText(response, 404, 'There is nothing here');
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
    },
    close() {
      for (const stream of streams) stream.end();
    },
  };
}

function answerState(
  deps: PersonActDeps,
  streams: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) {
  const people = deps.workspace.people();
  const personId = url.searchParams.get('as') ?? people[0]?.id ?? '';
  if (!people.some((person) => person.id === personId))
    return sendText(response, 404, 'There is no such member');
  switch (url.pathname) {
    case '/sandbox/state':
      return sendJson(response, 200, pageState(deps, personId));
    case '/sandbox/earlier': {
      const { searchParams } = url;
      const channel = deps.workspace.channel(searchParams.get('channel') ?? '');
      if (!channel?.memberIds.includes(personId)) return sendText(response, 404, 'There is no such channel');
      return sendJson(response, 200, earlierMessages(deps, personId, channel.id, searchParams.get('before')));
    }
    case '/sandbox/stream':
      return stream(deps, streams, request, response, personId);
    default:
      return sendText(response, 404, 'There is nothing here');
  }
}

/** First the whole state, then each change: after a lost connection the page is complete again. */
function stream(
  deps: PersonActDeps,
  streams: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
  personId: string,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const send = (event: string, data: unknown): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response.write('retry: 1000\n\n');
  send('state', pageState(deps, personId));
  const stop = deps.workspace.onChange((change) => {
    for (const frame of framesOf(deps, personId, change)) send('change', frame);
  });
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  streams.add(response);
  request.on('close', () => {
    stop();
    clearInterval(keepAlive);
    streams.delete(response);
  });
}

async function act(deps: PersonActDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return sendText(response, 405, 'Only POST');
  // A browser always names the origin of a POST; JSON keeps plain forms of other sites out.
  if (request.headers.origin === undefined) return sendText(response, 403, 'A request needs an Origin');
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new BadRequest(415, 'The body must be application/json');
  }
  const { as, ...wanted } = await readJsonObject(request);
  sendJson(response, 200, await personAct(deps, String(as), wanted));
}
