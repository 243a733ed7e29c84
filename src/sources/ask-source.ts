// Asks one address of a source once: conditional GET in its host's turn, and every answer without content said in
// plain words. What a good answer holds is the business of each kind of source.
import type { Item } from '../domain/article.ts';
import {
  type Collected,
  type CollectedItems,
  NO_RHYTHM,
  type Source,
  type SourceState,
} from '../domain/source.ts';
import type { Endpoints, ServiceKeys } from './endpoints.ts';
import type { FeedParsers } from './feed-parsers.ts';
import type { HttpResponse } from './http-client.ts';
import type { PoliteHttp, PoliteRequest } from './polite-http.ts';
import { maxAgeMs, retryAfterMs } from './response-headers.ts';
import type { Robots } from './robots.ts';

export interface CollectContext {
  http: PoliteHttp;
  now: () => Date;
  robots: Robots;
  parsers: FeedParsers;
  endpoints: Endpoints;
  keys: ServiceKeys;
}

/** How one kind of source is asked. Throws `NotAFeed`, and what `PoliteHttp` throws. */
export type CollectKind = (
  context: CollectContext,
  source: Source,
  state: SourceState,
  signal?: AbortSignal,
) => Promise<Collected>;

export interface Asking {
  url: string;
  accept: string;
  timeoutMs?: number;
  maxBytes?: number;
  /** Further headers: a key for an API. */
  headers?: Record<string, string>;
  refusal?: PoliteRequest['refusal'];
  signal?: AbortSignal | undefined;
}

export type Answer = { kind: 'answer'; response: HttpResponse } | Exclude<Collected, CollectedItems>;

export async function askSource(
  context: CollectContext,
  state: SourceState,
  { url, accept, timeoutMs, maxBytes, headers, refusal, signal }: Asking,
): Promise<Answer> {
  const response = await context.http.get(url, {
    headers: { accept, ...validatorsOf(state), ...headers },
    ...(timeoutMs ? { timeoutMs } : {}),
    ...(maxBytes ? { maxBytes } : {}),
    ...(refusal ? { refusal } : {}),
    ...(signal ? { signal } : {}),
  });
  return sortAnswer(state, response, context.now());
}

function validatorsOf(state: SourceState): Record<string, string> {
  return {
    ...(state.etag === null ? {} : { 'if-none-match': state.etag }),
    ...(state.lastModified === null ? {} : { 'if-modified-since': state.lastModified }),
  };
}

function sortAnswer(state: SourceState, response: HttpResponse, now: Date): Answer {
  const { status, headers, movedTo } = response;
  if (status === 200 || status === 203) return { kind: 'answer', response };
  if (status === 410) return { kind: 'gone' };
  if (status !== 304) return refused(response, now);
  if (state.etag !== null || state.lastModified !== null) {
    return { kind: 'not-modified', notBeforeMs: maxAgeMs(headers), movedTo };
  }
  return { kind: 'failed', reason: 'It answers "not modified" (304) to a first request', notBeforeMs: null };
}

const STATUS_REASONS: Record<number, string> = {
  204: 'It answers without content (204)',
  401: 'It asks for a login (401)',
  402: 'It asks for payment (402)',
  403: 'It refuses us (403): some hosts refuse data centres, others unknown readers',
  404: 'There is nothing at this address (404)',
  429: 'It asks us to slow down (429)',
  451: 'It is withheld for legal reasons (451)',
  503: 'It is not available just now (503)',
};

/** Any status that brings no content. */
function refused({ status, headers }: HttpResponse, now: Date): Answer {
  const reason =
    STATUS_REASONS[status] ??
    (status >= 500 ? `The server has a fault of its own (${status})` : `It answers with status ${status}`);
  return { kind: 'failed', reason, notBeforeMs: retryAfterMs(headers, now) };
}

/** A good answer's outcome, with what its headers say; the kind adds what it knows better. */
export function itemsOutcome(
  response: HttpResponse,
  now: Date,
  found: { items: Item[]; parser: string } & Partial<CollectedItems>,
): CollectedItems {
  const { headers } = response;
  return {
    title: null,
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
    movedTo: response.movedTo,
    notBeforeMs: maxAgeMs(headers),
    rhythm: NO_RHYTHM,
    memory: null,
    ...found,
    kind: 'items',
    items: withoutFutureDates(found.items, now),
  };
}

/** A day of grace for zones and clocks; a date further ahead is a mistake and would stay on top for ever. */
const FUTURE_GRACE = 24 * 60 * 60_000;

function withoutFutureDates(items: Item[], now: Date): Item[] {
  const latest = now.getTime() + FUTURE_GRACE;
  return items.map((item) =>
    item.publishedAt && item.publishedAt.getTime() > latest ? { ...item, publishedAt: null } : item,
  );
}
