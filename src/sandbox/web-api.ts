// Speaks Slack's Web API over HTTP for the sandbox workspace: /api/METHOD, bearer token, Slack's answers.
// What a method does is in web-api/, one file per family.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from './http-exchange.ts';
import type { AppManifest } from './manifest.ts';
import { blocksMethods } from './web-api/blocks.ts';
import { type ApiCall, Args, type Method, SlackError } from './web-api/call.ts';
import { chatMethods } from './web-api/chat.ts';
import { conversationsMethods } from './web-api/conversations.ts';
import { filesMethods } from './web-api/files.ts';
import { peopleMethods } from './web-api/people.ts';
import { reactionsMethods } from './web-api/reactions.ts';
import { streamMethods } from './web-api/stream.ts';
import { viewsMethods } from './web-api/views.ts';
import type { Workspace } from './workspace.ts';

const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...peopleMethods,
    ...chatMethods,
    ...streamMethods,
    ...conversationsMethods,
    ...blocksMethods,
    ...filesMethods,
    ...reactionsMethods,
    ...viewsMethods,
  }),
);

const WITHOUT_TOKEN = new Set(['api.test', 'blocks.validate']);

/** What can go wrong between an app and Slack, to be tried on purpose. */
export type Fault =
  /** The call is carried out, and the connection ends without an answer. */
  | { kind: 'lost-answer' }
  /** `429` with `Retry-After`; nothing is carried out. */
  | { kind: 'rate-limited'; seconds: number }
  /** Slack says no; nothing is carried out. */
  | { kind: 'refused'; error: string }
  /** `503`; nothing is carried out. */
  | { kind: 'unavailable' }
  /** Carried out and answered when `until` resolves. */
  | { kind: 'held'; until: Promise<void> }
  /** Carried out at once, and answered when `until` resolves. */
  | { kind: 'answer-held'; until: Promise<void> };

export interface WebApiOptions {
  workspace: Workspace;
  manifest: AppManifest;
  token: string;
  /** Asked before each call; `null` lets it pass. */
  faultFor?: ((method: string, args: Args) => Fault | null) | undefined;
}

export type HttpHandler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** Answers requests whose path begins with `/api/`. */
export function createWebApi(options: WebApiOptions): HttpHandler {
  return async (request, response, url) => {
    const method = url.pathname.slice('/api/'.length);
    const args = await readArgs(request, url);
    response.setHeader('x-oauth-scopes', [...options.manifest.scopes].join(','));
    const fault = options.faultFor?.(method, args) ?? null;
    if (fault?.kind === 'rate-limited') {
      response.setHeader('retry-after', String(fault.seconds));
      return sendJson(response, 429, { ok: false, error: 'ratelimited' });
    }
    if (fault?.kind === 'unavailable')
      return sendJson(response, 503, { ok: false, error: 'service_unavailable' });
    if (fault?.kind === 'refused') return sendJson(response, 200, { ok: false, error: fault.error });
    if (fault?.kind === 'held') await fault.until;
    const answer = runMethod(options, method, args, request);
    if (fault?.kind === 'answer-held') await fault.until;
    if (fault?.kind === 'lost-answer') {
      response.destroy();
      return;
    }
    sendJson(response, 200, answer);
  };
}

function runMethod(options: WebApiOptions, name: string, args: Args, request: IncomingMessage) {
  try {
    const method = METHODS.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    if (!WITHOUT_TOKEN.has(name)) checkToken(request, args, options.token);
    const call: ApiCall = { workspace: options.workspace, args, needScope: needs(options.manifest.scopes) };
    return { ok: true, ...method(call) };
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
}

function checkToken(request: IncomingMessage, args: Args, token: string): void {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? args.text('token');
  if (given === '') throw new SlackError('not_authed');
  if (given !== token) throw new SlackError('invalid_auth');
}

function needs(scopes: ReadonlySet<string>): (...anyOf: string[]) => void {
  return (...anyOf) => {
    if (anyOf.some((scope) => scopes.has(scope))) return;
    throw new SlackError('missing_scope', { needed: anyOf.join(','), provided: [...scopes].join(',') });
  };
}

async function readArgs(request: IncomingMessage, url: URL): Promise<Args> {
  const query = Object.fromEntries(url.searchParams);
  const body = await readBody(request);
  if (/application\/json/.test(request.headers['content-type'] ?? '')) {
    const parsed: unknown = body === '' ? {} : JSON.parse(body);
    return new Args({ ...query, ...(parsed as Record<string, unknown>) });
  }
  return new Args({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
}
