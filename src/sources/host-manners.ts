// Who may be asked when: hosts that asked for a pause get one, and arXiv is asked once in three seconds.
// Kept in memory: after a restart the first answer says it again.
import { setTimeout as delay } from 'node:timers/promises';

export interface Politeness {
  /** Least time between two requests to arXiv, its API and its feeds together, in ms (arXiv's terms: 3,000). */
  arxivGapMs: number;
  /** arXiv's query API; another address in tests. */
  arxivEndpoint: string;
  /** Resolves after `ms`, rejects when `signal` aborts. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const DEFAULTS: Politeness = {
  arxivGapMs: 3_000,
  arxivEndpoint: 'https://export.arxiv.org/api/query',
  wait: async (ms, signal) => {
    await delay(ms, undefined, signal ? { signal } : {});
  },
};

export interface HostManners {
  readonly arxivEndpoint: string;
  /** ms for which the host of `url` is to be left alone; null when it may be asked. */
  pauseLeft(url: string): number | null;
  /** A 429 or 503 is about the host, not about one of its feeds. */
  pause(url: string, ms: number): void;
  /** Runs `ask` when it is its turn: one request at a time, each `arxivGapMs` after the one before. */
  inArxivTurn<Result>(ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

export function createHostManners(now: () => Date, politeness: Partial<Politeness> = {}): HostManners {
  const { arxivGapMs, arxivEndpoint, wait } = { ...DEFAULTS, ...politeness };
  const pausedUntil = new Map<string, number>();
  let lastTurn: Promise<unknown> = Promise.resolve();
  let lastAsked = Number.NEGATIVE_INFINITY;

  return {
    arxivEndpoint,
    pauseLeft(url) {
      const host = hostOf(url);
      const left = (pausedUntil.get(host) ?? 0) - now().getTime();
      if (left > 0) return left;
      pausedUntil.delete(host);
      return null;
    },
    pause(url, ms) {
      pausedUntil.set(hostOf(url), now().getTime() + ms);
    },
    inArxivTurn(ask, signal) {
      const turn = lastTurn.then(async () => {
        const left = lastAsked + arxivGapMs - now().getTime();
        if (left > 0) await wait(left, signal);
        lastAsked = now().getTime();
        return ask();
      });
      // The next turn comes after this one, however this one ends; its own caller gets the error.
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
  };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

export function isArxivHost(url: string): boolean {
  return /(^|\.)arxiv\.org$/.test(URL.parse(url)?.hostname ?? '');
}
