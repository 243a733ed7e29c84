// Who may be asked when: hosts that asked for a pause get one, and hosts with a rule are asked at its pace.
// What is known of a host is kept by the ledger, for all processes together.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LONGEST_WAIT } from '../domain/pacing.ts';
import { ENDPOINTS, type Endpoints, NO_KEYS, type ServiceKeys } from './endpoints.ts';
import { createHostGate } from './host-gate.ts';

export interface HostLedger {
  /** Until when a host is to be left alone; `null` when it may be asked. */
  pausedUntil(host: string): Promise<Date | null>;
  pause(host: string, until: Date): Promise<void>;
  /**
   * Takes the next turn of `name`, for `holdMs` unless it is given back (0: requests may overlap), the next one
   * `gapMs` later. `null` when taken, else the ms to wait before trying again.
   */
  takeTurn(turn: Turn): Promise<number | null>;
  /** The next one comes `gapMs` after this. */
  endTurn(turn: Turn): Promise<void>;
}

interface Turn {
  name: string;
  gapMs: number;
  holdMs: number;
  holder: string;
}

export interface Politeness {
  /** Least time between the end of a request to arXiv and the next one, its API and its feeds together, in ms (arXiv's terms: 3,000). */
  arxivGapMs: number;
  /** Resolves after `ms`, rejects when `signal` aborts. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const DEFAULTS: Politeness = {
  arxivGapMs: 3_000,
  wait: async (ms, signal) => {
    await delay(ms, undefined, signal ? { signal } : {});
  },
};

/** The host was not asked, and is to be left alone for `waitMs`. */
export abstract class LeaveAlone extends Error {
  readonly waitMs: number;
  constructor(message: string, waitMs: number) {
    super(message);
    this.name = new.target.name;
    this.waitMs = waitMs;
  }
}

/** Its turn is further off than it is worth waiting for. */
class TurnTooFarOff extends LeaveAlone {
  constructor(host: string, waitMs: number) {
    super(`${host} is asked at its own pace, and others come first`, waitMs);
  }
}

/** The host has said itself that it is to be left alone. */
export class HostPaused extends LeaveAlone {
  constructor(host: string, waitMs: number) {
    super(`${host} asked to be left alone for a while`, waitMs);
  }
}

export interface HostManners {
  /** A 429 or 503 is about the host and those that share its pace, not about one of its feeds. At most a day. */
  pause(url: string, ms: number): Promise<void>;
  /** Runs `ask` when it is its host's turn. Throws `LeaveAlone` where that is too far off, or in a pause. */
  inTurn<Result>(url: string, ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

interface HostRule {
  /** Hosts that share one pace. */
  name: string;
  hosts: RegExp;
  gapMs: number;
  /** One request at a time, whoever asks. */
  alone: boolean;
}

/**
 * Published limits, with room to spare; see docs/sources.md. GitHub lets 10 searches a minute pass without a token, and
 * 30 with one.
 */
function rulesOf(arxivGapMs: number, githubGapMs: number): HostRule[] {
  return [
    { name: 'arxiv.org', hosts: /(^|\.)arxiv\.org$/, gapMs: arxivGapMs, alone: true },
    { name: 'reddit.com', hosts: /(^|\.)reddit\.com$/, gapMs: 61_000, alone: true },
    { name: 'api.github.com', hosts: /^api\.github\.com$/, gapMs: githubGapMs, alone: false },
    { name: 'github.com', hosts: /^github\.com$/, gapMs: 1_000, alone: false },
    { name: 'huggingface.co', hosts: /(^|\.)huggingface\.co$/, gapMs: 700, alone: false },
    { name: 'hn.algolia.com', hosts: /^hn\.algolia\.com$/, gapMs: 500, alone: false },
    { name: 'youtube.com', hosts: /(^|\.)youtube\.com$/, gapMs: 500, alone: false },
    { name: 'semanticscholar.org', hosts: /(^|\.)semanticscholar\.org$/, gapMs: 3_000, alone: true },
    { name: 'openreview.net', hosts: /(^|\.)openreview\.net$/, gapMs: 1_000, alone: true },
  ];
}

/** Longer than the slowest request takes; a process that dies in its turn holds the others up no longer than this. */
const HOLD_MS = 60_000;
/** A job that waited longer would keep its lane from sources that could be asked. */
const LONGEST_TURN_WAIT = 20_000;
/** Jobs of this process that wait for one host: the lane is for others too. */
const LONGEST_LINE = 3;
/** Requests to one host at a time, where no rule says otherwise. */
const AT_ONCE = 4;

type MannersOptions = Partial<Politeness> & { endpoints?: Endpoints; keys?: ServiceKeys };

export function createHostManners(
  ledger: HostLedger,
  now: () => Date,
  { endpoints = ENDPOINTS, keys = NO_KEYS, ...politeness }: MannersOptions = {},
): HostManners {
  const { arxivGapMs, wait } = { ...DEFAULTS, ...politeness };
  const rules = rulesOf(arxivGapMs, keys.github ? 2_100 : 6_500);
  const standIns: [string, string][] = [
    ...[endpoints.arxiv, endpoints.arxivApi, endpoints.arxivFeed].map((endpoint): [string, string] => [
      endpoint,
      'arxiv.org',
    ]),
    [endpoints.githubApi, 'api.github.com'],
    [endpoints.youtubeSite, 'www.youtube.com'],
  ];
  // A service's stand-in in tests is the service.
  const ruleOf = (url: string): HostRule | undefined => {
    const name = standIns.find(([endpoint]) => url.startsWith(endpoint))?.[1] ?? hostnameOf(url);
    return rules.find(({ hosts }) => hosts.test(name));
  };
  const gate = createHostGate(AT_ONCE);
  const oneByOne = createHostGate(1);

  async function refuseInPause(host: string): Promise<void> {
    const until = await ledger.pausedUntil(host);
    const left = until ? until.getTime() - now().getTime() : 0;
    if (left > 0) throw new HostPaused(host, left);
  }

  async function takeTurn(turn: Turn, signal: AbortSignal | undefined): Promise<void> {
    for (let waited = 0; ; ) {
      const left = await ledger.takeTurn(turn);
      if (left === null) return;
      if (waited + left > LONGEST_TURN_WAIT) throw new TurnTooFarOff(turn.name, left);
      await wait(left, signal);
      waited += left;
    }
  }

  const inLine = new Map<string, number>();

  /** In this process's line first, then in that of all processes. */
  async function askByRule<Result>(
    rule: HostRule,
    ask: () => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const { name, gapMs, alone } = rule;
    const before = inLine.get(name) ?? 0;
    if (before >= LONGEST_LINE) throw new TurnTooFarOff(name, before * gapMs);
    inLine.set(name, before + 1);
    const turn = { name, gapMs, holdMs: alone ? HOLD_MS : 0, holder: randomUUID() };
    // A pause may have begun while this one waited.
    const inTime = async (): Promise<Result> => {
      await refuseInPause(name);
      return await ask();
    };
    let asked: Promise<Result> | undefined;
    try {
      await refuseInPause(name);
      await oneByOne(name, async () => {
        await takeTurn(turn, signal);
        asked = inTime();
        if (alone) await asked.finally(() => ledger.endTurn(turn));
      });
    } finally {
      inLine.set(name, (inLine.get(name) ?? 1) - 1);
    }
    return await (asked as Promise<Result>);
  }

  async function askOther<Result>(host: string, ask: () => Promise<Result>): Promise<Result> {
    return await gate(host, async () => {
      await refuseInPause(host);
      return await ask();
    });
  }

  return {
    async pause(url, ms) {
      const host = ruleOf(url)?.name ?? hostOf(url);
      await ledger.pause(host, new Date(now().getTime() + Math.min(ms, LONGEST_WAIT)));
    },
    async inTurn(url, ask, signal) {
      const rule = ruleOf(url);
      return await (rule ? askByRule(rule, ask, signal) : askOther(hostOf(url), ask));
    },
  };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;
const hostnameOf = (url: string): string => URL.parse(url)?.hostname ?? url;
