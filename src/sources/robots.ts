// Asks a site's robots.txt whether a page may be read by a program (RFC 9309). Feeds and APIs are made for programs
// and are not asked for.
import robotsModule from 'robots-parser';
import { FetchFailed } from './fetch-failed.ts';
import type { PoliteHttp } from './polite-http.ts';

export interface Robots {
  /**
   * Why a program may not read the page, fit for a person; `null` where it may. Throws what `http` throws besides
   * `FetchFailed`.
   */
  refusal(url: string, signal?: AbortSignal): Promise<string | null>;
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
const UNREACHABLE_KEPT_MS = 10 * 60_000;
/** As much as RFC 9309 asks a reader to parse at least; what comes after it is not read. */
const MAX_BYTES = 512_000;
const TIMEOUT_MS = 8_000;
const MOST_SITES = 1_000;

const REFUSED = 'its robots.txt asks programs not to read it';

interface Rules {
  refusal(url: string): string | null;
  until: number;
  /** False where the site could not be asked. */
  isKnown: boolean;
}

export function createRobots(http: PoliteHttp, now: () => Date): Robots {
  const sites = new Map<string, Promise<Rules>>();

  async function ask(
    origin: string,
    before: Rules | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Rules> {
    const url = `${origin}/robots.txt`;
    const known = (refusal: Rules['refusal']): Rules => ({
      refusal,
      until: now().getTime() + KEPT_MS,
      isKnown: true,
    });
    // What a site said before holds while it cannot be asked; else it may be asking for quiet.
    const unreachable = (why: string): Rules => {
      const reason = `its robots.txt could not be read, so that the page is not read for now (${why})`;
      const until = now().getTime() + UNREACHABLE_KEPT_MS;
      return before?.isKnown ? { ...before, until } : { refusal: () => reason, until, isKnown: false };
    };
    try {
      const request = { maxBytes: MAX_BYTES, mayCut: true, timeoutMs: TIMEOUT_MS };
      const { status, body } = await http.get(url, signal ? { ...request, signal } : request);
      if (status >= 500 || status === 429) return unreachable(`HTTP ${status}`);
      // A site without such a file asks for nothing.
      if (status !== 200) return known(() => null);
      const file = robotsParser(url, textOf(body));
      return known((page) => (file.isAllowed(page, AGENT) === false ? REFUSED : null));
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      // Called off: nothing is known of the site.
      if (signal?.aborted) throw error;
      // By the RFC a site that redirects on and on has no such file.
      return error.fault === 'too-many-redirects' ? known(() => null) : unreachable(error.message);
    }
  }

  return {
    async refusal(url, signal) {
      const page = URL.parse(url);
      if (!page) return null;
      let before: Rules | undefined;
      for (let known = sites.get(page.origin); known; known = sites.get(page.origin)) {
        before = await known;
        if (before.until > now().getTime()) return before.refusal(page.href);
        // Another one may be asking anew meanwhile.
        if (known === sites.get(page.origin)) break;
      }
      // The oldest goes first; a Map keeps the order of arrival.
      for (const origin of sites.keys()) if (sites.size >= MOST_SITES) sites.delete(origin);
      const asked = ask(page.origin, before, signal);
      sites.set(page.origin, asked);
      asked.catch(() => sites.delete(page.origin));
      return (await asked).refusal(page.href);
    },
  };
}

/** Of a file that is too long, its last line may be the half of a rule. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  return body.length < MAX_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}
