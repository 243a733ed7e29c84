// Fetches the pages of articles, politely: few at a time per host, and a host that cannot be reached is left alone.
import { LONGEST_WAIT } from '../domain/pacing.ts';
import { createHostGate } from '../sources/host-gate.ts';
import type { HostLedger } from '../sources/host-manners.ts';
import { FetchFailed, type HttpClient, type HttpResponse } from '../sources/http-client.ts';
import { retryAfterMs } from '../sources/response-headers.ts';
import { createRobots } from '../sources/robots.ts';

export type Page =
  | { kind: 'page'; url: string; contentType: string; body: Buffer }
  | { kind: 'unreachable'; reason: string };

export interface PageFetcher {
  /**
   * Never throws for what a page or its host does wrong. A page that a person asked for is read on their behalf, as by a
   * browser; any other only where robots.txt lets programs read it.
   */
  fetch(url: string, signal?: AbortSignal, asked?: 'by-person'): Promise<Page>;
}

const PER_HOST = 2;
const LEFT_ALONE_MS = 10 * 60_000;
/** Papers with pictures have 20 MB; of a page, reading looks at the first 5. */
const MAX_BYTES = 20_000_000;
const TIMEOUT_MS = 15_000;
const READABLE = /^(text\/html|application\/xhtml\+xml|text\/plain|application\/(?:x-)?pdf)/i;

/** Faults that say something of the host, not of the one page. */
const HOST_FAULTS = new Set(['unreachable', 'timeout', 'blocked-address']);

function toPage(response: HttpResponse): Page {
  if (response.status !== 200) return { kind: 'unreachable', reason: `HTTP ${response.status}` };
  const contentType = response.headers['content-type'] ?? 'text/html';
  const isPdf = response.body.subarray(0, 5).toString('latin1') === '%PDF-';
  if (!READABLE.test(contentType) && !isPdf)
    return { kind: 'unreachable', reason: `it is ${contentType.split(';')[0]}` };
  return { kind: 'page', url: response.url, contentType, body: response.body };
}

async function pauseIfAsked(
  hosts: PageFetcherOptions['hosts'],
  { status, url, headers }: HttpResponse,
  now: Date,
): Promise<void> {
  if (status !== 429 && status !== 503) return;
  const wait = Math.min(retryAfterMs(headers, now) ?? LEFT_ALONE_MS, LONGEST_WAIT);
  await hosts.pause(URL.parse(url)?.host ?? url, new Date(now.getTime() + wait));
}

export interface PageFetcherOptions {
  now: () => Date;
  /** What hosts asked for: a pause for their feeds is one for their pages. */
  hosts: Pick<HostLedger, 'pausedUntil' | 'pause'>;
}

export function createPageFetcher(http: HttpClient, { now, hosts }: PageFetcherOptions): PageFetcher {
  const robots = createRobots(http, now);
  const gate = createHostGate(PER_HOST);
  const leftAlone = new Map<string, { until: number; reason: string }>();
  return {
    async fetch(url, signal, asked) {
      const host = URL.parse(url)?.host;
      if (!host) return { kind: 'unreachable', reason: 'the address cannot be read' };
      return await gate(host, async (): Promise<Page> => {
        const rest = leftAlone.get(host);
        if (rest && rest.until > now().getTime()) return { kind: 'unreachable', reason: rest.reason };
        leftAlone.delete(host);
        if (await hosts.pausedUntil(host)) {
          return { kind: 'unreachable', reason: `${host} asked to be left alone for a while` };
        }
        if (asked !== 'by-person' && !(await robots.allows(url, signal))) {
          return { kind: 'unreachable', reason: 'its robots.txt asks programs not to read it' };
        }
        try {
          const request = { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
          const response = await http.get(url, request);
          await pauseIfAsked(hosts, response, now());
          return toPage(response);
        } catch (error) {
          if (!(error instanceof FetchFailed)) throw error;
          if (HOST_FAULTS.has(error.fault)) {
            leftAlone.set(host, { until: now().getTime() + LEFT_ALONE_MS, reason: error.message });
          }
          return { kind: 'unreachable', reason: error.message };
        }
      });
    },
  };
}
