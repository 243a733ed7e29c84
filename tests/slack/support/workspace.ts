// Slack's side for tests: emulate's workspace with exactly the scopes of our manifest, behind a front that notes
// every call, can spoil one on purpose, and takes what the app sends to a response_url.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { SocketServer } from './socket-server.ts';

export const BOT_TOKEN = 'xoxb-test-bot';
export const BOT_USER = 'U0BOT00001';
export const APP_TOKEN = 'xapp-test-app';
const ADMIN_TOKEN = 'xoxp-test-admin';
const ADMIN_SCOPES =
  'channels:read,channels:history,channels:manage,groups:read,groups:write,chat:write,reactions:write,reactions:read,im:write,users:read';

export interface Manifest {
  oauth_config: { scopes: { bot: string[] } };
  settings: { event_subscriptions: { bot_events: string[] } };
  features: {
    app_home: Record<string, boolean>;
    slash_commands: { command: string; usage_hint: string }[];
    shortcuts: { type: string; callback_id: string }[];
  };
}

export function readManifest(): Manifest {
  return JSON.parse(readFileSync('config/slack-manifest.json', 'utf8'));
}

/** How one call goes wrong. */
type Spoil =
  /** Slack does it, and the connection breaks before the answer. */
  | { kind: 'answer lost' }
  /** Slack does it, and the answer is a 500. */
  | { kind: 'server error after' }
  | { kind: 'rate limited'; seconds: number }
  | { kind: 'slack says'; error: string };

interface Call {
  method: string;
  arguments: Record<string, string>;
}

export interface Workspace {
  /** For `slackApiUrl`. */
  apiUrl: string;
  /** For `response_url` in what Slack would send. */
  responseUrl: string;
  calls: Call[];
  /** What came to `responseUrl`. */
  responses: Record<string, unknown>[];
  /** Contents of what was uploaded. */
  uploads: string[];
  channelId: string;
  /** A person of the workspace, beside the admin. */
  personId: string;
  /** Acts as the admin of the workspace, past the front. */
  admin: WebClient;
  /** Slack's end of Socket Mode. */
  sockets: SocketServer;
  /** A method of the Web API, or `response_url`. */
  spoilNext(method: string, spoil: Spoil): void;
  /** Every call of `method` goes wrong until `null` is given. */
  spoilAll(method: string, spoil: Spoil | null): void;
  triggerId(): Promise<string>;
  close(): Promise<void>;
}

/** `without` leaves scopes of our manifest out. */
export async function startWorkspace(
  options: { without?: string[]; invite?: boolean } = {},
): Promise<Workspace> {
  const scopes = readManifest().oauth_config.scopes.bot.filter((scope) => !options.without?.includes(scope));
  const emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: { slack: seedOf(scopes) },
  });
  const front = new Front(emulator.url);
  const url = await front.listen();
  const admin = new WebClient(ADMIN_TOKEN, {
    slackApiUrl: `${emulator.url}/api/`,
    retryConfig: { retries: 0 },
  });
  const { channels } = await admin.conversations.list();
  const channelId = channels?.find((channel) => channel.name === 'discuss-ai')?.id ?? '';
  const { members } = await admin.users.list({});
  if (options.invite !== false) await admin.conversations.invite({ channel: channelId, users: BOT_USER });
  return {
    apiUrl: `${url}/api/`,
    responseUrl: `${url}/response`,
    calls: front.calls,
    responses: front.responses,
    uploads: front.uploads,
    channelId,
    personId: members?.find((member) => member.name === 'ada')?.id ?? '',
    admin,
    sockets: front.sockets,
    spoilNext: (method, spoil) => void front.spoils.set(method, spoil),
    spoilAll: (method, spoil) =>
      void (spoil ? front.standing.set(method, spoil) : front.standing.delete(method)),
    async triggerId() {
      const bot = new WebClient(BOT_TOKEN, { slackApiUrl: `${emulator.url}/api/` });
      const answer = await bot.apiCall('views.generateTriggerId', {
        user_id: members?.find((m) => m.name === 'ada')?.id,
      });
      return String((answer as { trigger_id?: unknown }).trigger_id);
    },
    async close() {
      await front.close();
      await emulator.close();
    },
  };
}

function seedOf(scopes: string[]) {
  const app = { app_id: 'A0DISCUSS1', bot_id: 'B0DISCUSS1', bot_user_id: BOT_USER };
  return {
    strict_scopes: true,
    users: [{ name: 'ada', real_name: 'Ada' }],
    channels: [{ name: 'discuss-ai' }, { name: 'closed', is_private: true }],
    oauth_apps: [
      {
        ...app,
        client_id: 'client',
        client_secret: 'secret',
        name: 'discuss-ai',
        bot_name: 'discuss-ai',
        redirect_uris: [],
        scopes,
      },
    ],
    tokens: [
      { token: BOT_TOKEN, type: 'bot', user: BOT_USER, scopes, ...app },
      { token: ADMIN_TOKEN, type: 'user', user: 'admin', scopes: ADMIN_SCOPES },
    ],
  };
}

class Front {
  readonly calls: Call[] = [];
  readonly responses: Record<string, unknown>[] = [];
  readonly uploads: string[] = [];
  readonly spoils = new Map<string, Spoil>();
  readonly standing = new Map<string, Spoil>();
  readonly sockets = new SocketServer();
  readonly #server = createServer((request, response) =>
    // At the end of a test the emulator may be gone before the last call: to the app, Slack does not answer.
    this.#serve(request, response).catch(() => response.destroy()),
  );
  readonly #upstream: string;
  #url = '';

  constructor(upstream: string) {
    this.#upstream = upstream;
    // A connection that a busy client keeps is not closed under it.
    this.#server.keepAliveTimeout = 0;
    this.#server.on('upgrade', (request, socket) => this.sockets.accept(request, socket));
  }

  async listen(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#url;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    this.sockets.close();
    await promise;
  }

  #openSocket(request: IncomingMessage, response: ServerResponse): void {
    const isKnown = request.headers.authorization === `Bearer ${APP_TOKEN}`;
    const { port } = this.#server.address() as AddressInfo;
    const answer = isKnown
      ? { ok: true, url: `ws://127.0.0.1:${port}/link` }
      : { ok: false, error: 'invalid_auth' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #spoilOf(method: string): Spoil | null {
    const spoil = this.spoils.get(method) ?? this.standing.get(method) ?? null;
    this.spoils.delete(method);
    return spoil;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    if (request.url === '/response') {
      const spoil = this.#spoilOf('response_url');
      if (spoil?.kind === 'rate limited') return tooMany(response, spoil.seconds);
      this.responses.push(JSON.parse(body));
      if (spoil?.kind === 'server error after') response.writeHead(500);
      response.end('ok');
      return;
    }
    if (request.url?.startsWith('/upload/')) {
      // A form with one file, of text.
      this.uploads.push(/\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? body);
      const taken = await forward(`${this.#upstream}${request.url}`, request, body);
      response.writeHead(taken.status).end(taken.text);
      return;
    }
    const method = (request.url ?? '').replace('/api/', '');
    this.calls.push({ method, arguments: Object.fromEntries(new URLSearchParams(body)) });
    const spoil = this.#spoilOf(method);
    if (method === 'apps.connections.open' && !spoil) return this.#openSocket(request, response);
    if (spoil?.kind === 'rate limited') return tooMany(response, spoil.seconds);
    if (spoil?.kind === 'slack says') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: false, error: spoil.error }));
      return;
    }
    const answer = await forward(`${this.#upstream}${request.url}`, request, body);
    // What is uploaded comes through here as well.
    const text = answer.text.replaceAll(`${this.#upstream}/upload/`, `${this.#url}/upload/`);
    if (spoil?.kind === 'answer lost') response.destroy();
    else if (spoil?.kind === 'server error after') response.writeHead(500).end();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }
}

function tooMany(response: ServerResponse, seconds: number): void {
  response.writeHead(429, { 'retry-after': String(seconds) }).end();
}

/**
 * Over a connection of its own: one that is kept may be closed by the emulator at the moment at which it is used again,
 * when the machine is busy.
 */
async function forward(
  to: string,
  request: IncomingMessage,
  body: string,
): Promise<{ status: number; text: string }> {
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const sent = httpRequest(to, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': type, authorization, 'content-length': Buffer.byteLength(body) },
  });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, text: await read(answer) };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<void>();
  probe.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = probe.address() as AddressInfo;
  const closed = Promise.withResolvers<void>();
  probe.close(() => closed.resolve());
  await closed.promise;
  return port;
}
