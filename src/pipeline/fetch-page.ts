// Fetches the pages of articles, politely: few at a time per host, and a host that cannot be reached is left alone.
import { createHostGate } from '../sources/host-gate.ts';
import { FetchFailed, type HttpClient, type HttpResponse } from '../sources/http-client.ts';

export type Page =
  | { kind: 'page'; url: string; contentType: string; body: Buffer }
  | { kind: 'unreachable'; reason: string };

export interface PageFetcher {
  /** Never throws for what a page or its host does wrong. */
  fetch(url: string, signal?: AbortSignal): Promise<Page>;
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

export function createPageFetcher(http: HttpClient, now: () => Date): PageFetcher {
  const gate = createHostGate(PER_HOST);
  const leftAlone = new Map<string, { until: number; reason: string }>();
  return {
    async fetch(url, signal) {
      const host = URL.parse(url)?.host;
      if (!host) return { kind: 'unreachable', reason: 'the address cannot be read' };
      return await gate(host, async (): Promise<Page> => {
        const rest = leftAlone.get(host);
        if (rest && rest.until > now().getTime()) return { kind: 'unreachable', reason: rest.reason };
        leftAlone.delete(host);
        try {
          const request = { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
          return toPage(await http.get(url, request));
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
