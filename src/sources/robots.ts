// Asks a site's robots.txt whether a page may be read by a program (RFC 9309). Feeds and APIs are made for programs
// and are not asked for.
import robotsModule from 'robots-parser';
import { FetchFailed, type HttpRequest, type HttpResponse } from './http-client.ts';

export interface Robots {
  /** Never throws for what a site does wrong; throws what `http` throws besides `FetchFailed`. */
  allows(url: string, signal?: AbortSignal): Promise<boolean>;
}

interface RobotsFile {
  isAllowed(url: string, agent: string): boolean | undefined;
}
/** Its types describe an ES module, while it is a CommonJS one whose export is the function itself. */
const robotsParser = robotsModule as unknown as (url: string, text: string) => RobotsFile;

/** The name by which a robots.txt can speak to us. */
const AGENT = 'discuss-ai';
const KEPT_MS = 24 * 3_600_000;
/** A site that could not be asked is asked again sooner. */
const UNKNOWN_KEPT_MS = 10 * 60_000;
/** RFC 9309 asks for at least 500 kB. */
const MAX_BYTES = 512_000;
const TIMEOUT_MS = 8_000;
const MOST_SITES = 1_000;

interface Rules {
  allows(url: string): boolean;
  until: number;
}

export function createRobots(
  http: { get(url: string, request: HttpRequest): Promise<HttpResponse> },
  now: () => Date,
): Robots {
  const sites = new Map<string, Promise<Rules>>();

  async function ask(origin: string, signal: AbortSignal | undefined): Promise<Rules> {
    const url = `${origin}/robots.txt`;
    const kept = (allows: Rules['allows'], ms: number): Rules => ({ allows, until: now().getTime() + ms });
    try {
      const request = { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
      const { status, body } = await http.get(url, request);
      // A server in trouble may be asking for quiet; one that has no such file asks for nothing.
      if (status >= 500 || status === 429) return kept(() => false, UNKNOWN_KEPT_MS);
      if (status !== 200) return kept(() => true, KEPT_MS);
      const robots = robotsParser(url, body.toString('utf8'));
      return kept((page) => robots.isAllowed(page, AGENT) !== false, KEPT_MS);
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      // Whether the site can be reached at all is for the page itself to show, with the reason.
      return kept(() => true, UNKNOWN_KEPT_MS);
    }
  }

  return {
    async allows(url, signal) {
      const page = URL.parse(url);
      if (!page) return true;
      const known = await sites.get(page.origin);
      if (known && known.until > now().getTime()) return known.allows(page.href);
      // The oldest goes first; a Map keeps the order of arrival.
      for (const origin of sites.keys()) if (sites.size >= MOST_SITES) sites.delete(origin);
      const asked = ask(page.origin, signal);
      sites.set(page.origin, asked);
      asked.catch(() => sites.delete(page.origin));
      return (await asked).allows(page.href);
    },
  };
}
