// Asks one feed once: conditional GET, and every answer that is not a feed said in plain words.
import type { Item } from '../domain/article.ts';
import type { Collected, Source, SourceState } from '../domain/source.ts';
import { type HostManners, isArxivHost } from './host-manners.ts';
import type { HttpClient, HttpResponse } from './http-client.ts';
import { parseFeed } from './parse-feed.ts';
import { longerWait, maxAgeMs, retryAfterMs } from './response-headers.ts';

export interface CollectContext {
  http: HttpClient;
  now: () => Date;
  manners: HostManners;
}

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** Throws `FetchFailed` and `NotAFeed`. */
export async function collectFeed(
  context: CollectContext,
  source: Source,
  state: SourceState,
  signal?: AbortSignal,
): Promise<Collected> {
  const paused = hostPaused(context, source.url);
  if (paused) return paused;
  const ask = (): Promise<HttpResponse> =>
    context.http.get(source.url, { headers: requestHeaders(state), ...(signal ? { signal } : {}) });
  const response = await (isArxivHost(source.url) ? context.manners.inArxivTurn(ask, signal) : ask());
  return readResponse(context, state, response);
}

/** An outcome when the host asked for a pause that is not over. */
export function hostPaused({ manners }: CollectContext, url: string): Collected | null {
  const left = manners.pauseLeft(url);
  if (left === null) return null;
  const host = URL.parse(url)?.host ?? url;
  return { kind: 'failed', reason: `${host} asked to be left alone for a while`, notBeforeMs: left };
}

function requestHeaders(state: SourceState): Record<string, string> {
  return {
    accept: ACCEPT,
    ...(state.etag === null ? {} : { 'if-none-match': state.etag }),
    ...(state.lastModified === null ? {} : { 'if-modified-since': state.lastModified }),
  };
}

async function readResponse(
  context: CollectContext,
  state: SourceState,
  response: HttpResponse,
): Promise<Collected> {
  const { status, headers } = response;
  if (status === 304) {
    if (state.etag !== null || state.lastModified !== null) {
      return { kind: 'not-modified', notBeforeMs: maxAgeMs(headers) };
    }
    return {
      kind: 'failed',
      reason: 'It answers "not modified" (304) to a first request',
      notBeforeMs: null,
    };
  }
  if (status === 410) return { kind: 'gone' };
  if (status !== 200 && status !== 203) return refused(context, response);
  const feed = await parseFeed(response.body, {
    contentType: headers['content-type'] ?? null,
    url: response.url,
  });
  return {
    kind: 'items',
    title: feed.title,
    items: withoutFutureDates(feed.items, context.now()),
    etag: headers.etag ?? null,
    lastModified: headers['last-modified'] ?? null,
    movedTo: response.movedTo,
    notBeforeMs: longerWait(maxAgeMs(headers), feed.ttlMs),
    parser: feed.parser,
  };
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

/** What a 429 or 503 without Retry-After is worth, in ms. */
const DEFAULT_PAUSE = 15 * 60_000;

/** Any status that brings no feed. A 429 or 503 pauses the whole host. */
export function refused({ now, manners }: CollectContext, response: HttpResponse): Collected {
  const { status, headers } = response;
  const asked = retryAfterMs(headers, now());
  if (status === 429 || status === 503) manners.pause(response.url, asked ?? DEFAULT_PAUSE);
  const reason =
    STATUS_REASONS[status] ??
    (status >= 500 ? `The server has a fault of its own (${status})` : `It answers with status ${status}`);
  return { kind: 'failed', reason, notBeforeMs: asked };
}

/** A day of grace for zones and clocks; a date further ahead is a mistake and would stay on top for ever. */
const FUTURE_GRACE = 24 * 60 * 60_000;

export function withoutFutureDates(items: Item[], now: Date): Item[] {
  const latest = now.getTime() + FUTURE_GRACE;
  return items.map((item) =>
    item.publishedAt && item.publishedAt.getTime() > latest ? { ...item, publishedAt: null } : item,
  );
}
