// How answers that a person waits for are sent: tried again where Slack asks to wait, or did not answer, for as long as
// the person's request is worth an answer. Bulk work has a client of its own, so that these never wait behind it.
import { setTimeout as delay } from 'node:timers/promises';
import type { FetchFunction } from '@slack/web-api';

/** With the first one: a `response_url` takes five. */
const MOST_TRIES = 4;
/** After a fault of the network or of Slack's servers; doubled with each try. */
const FIRST_WAIT_MS = 250;
/** A `response_url` has no limit of its own in Bolt. */
const TIMEOUT_MS = 15_000;

interface Patience {
  /** No try begins later than this after the first one. */
  withinMs: number;
  /** Where it may have been done already, it may be done again. */
  repeatable: boolean;
}

/** A trigger lives three seconds from the press, and works once. */
const OPENING: Patience = { withinMs: 2_000, repeatable: false };
/** Private to one person, or the same when done twice. Whoever waits ten seconds has turned to something else. */
const SHOWING: Patience = { withinMs: 10_000, repeatable: true };
/** It lives 30 minutes, and its answer is seen whenever it comes. */
const RESPONDING: Patience = { withinMs: 60_000, repeatable: true };
/** Everything else that listeners ask for: a second message, for one, would be one too many. */
const ASKING: Patience = { withinMs: 10_000, repeatable: false };

const PATIENCE: Record<string, Patience> = {
  'views.open': OPENING,
  'views.push': OPENING,
  'views.update': SHOWING,
  'views.publish': SHOWING,
  'chat.postEphemeral': SHOWING,
};

/** Slack's address of the call was never reached: nothing can have been done. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export interface PatientOptions {
  /** Everything below it is a method of Slack's; any other address is a `response_url`. Ends in a slash. */
  apiUrl: string;
  fetch?: FetchFunction;
  now?: () => number;
  wait?: (ms: number) => Promise<unknown>;
}

type Outcome =
  | { kind: 'answer'; answer: Awaited<ReturnType<FetchFunction>> }
  | { kind: 'fault'; error: unknown };

export function patientFetch({ apiUrl, fetch, now, wait }: PatientOptions): FetchFunction {
  const send = fetch ?? (globalThis.fetch as FetchFunction);
  const clock = now ?? Date.now;
  return async (url, init) => {
    const address = String(url);
    const method = address.startsWith(apiUrl) ? address.slice(apiUrl.length) : null;
    const patience = method === null ? RESPONDING : (PATIENCE[method] ?? ASKING);
    const began = clock();
    for (let tries = 1; ; tries += 1) {
      const signal = init?.signal ?? AbortSignal.timeout(TIMEOUT_MS);
      const outcome = await send(url, { ...init, signal }).then(
        (answer): Outcome => ({ kind: 'answer', answer }),
        (error: unknown): Outcome => ({ kind: 'fault', error }),
      );
      const waitMs = waitBeforeNext(outcome, patience, tries);
      if (waitMs === null || clock() + waitMs > began + patience.withinMs) {
        if (outcome.kind === 'fault') throw outcome.error;
        return outcome.answer;
      }
      if (outcome.kind === 'answer') await outcome.answer.text();
      await (wait ?? delay)(waitMs);
    }
  };
}

/** `null`: this outcome stands. */
function waitBeforeNext(outcome: Outcome, { repeatable }: Patience, tries: number): number | null {
  if (tries >= MOST_TRIES) return null;
  const backoff = FIRST_WAIT_MS * 2 ** (tries - 1);
  if (outcome.kind === 'fault') return repeatable || isUnreached(outcome.error) ? backoff : null;
  const { status, headers } = outcome.answer;
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'));
    return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : backoff;
  }
  return status >= 500 && repeatable ? backoff : null;
}

/** undici wraps what the network said. */
function isUnreached(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && UNREACHED.has(code);
}
