// Keeps Slack's pace: about one post a second and channel, fifty updates a minute. What is sent waits for the answer to
// what was sent before it in the same place, so that two can never reach Slack closer together than that.
import { endTurn, lookAtTurn, type Turn, takeTurn } from '../store/turns.ts';
import { type Deps, Paced, RateLimited } from './ports.ts';

/** Longer than a call with its time-out takes; a sender that died holds a place up for so long. */
const LONGEST_TURN_MS = 20_000;
/** What waits for the same turn does not come back all at once. */
const SPREAD_MS = 200;

/** A place to send to, and the least time between two sendings there; `everyMs` of `null` is no limit. */
export interface Place {
  name: string;
  everyMs: number | null;
}

export function channelPlace(deps: Deps, channelId: string): Place {
  return { name: channelId, everyMs: deps.pacing.postEveryMs };
}

/** Slack counts updates over the whole workspace. */
export function updatesPlace(deps: Deps): Place {
  return { name: 'updates', everyMs: deps.pacing.updateEveryMs };
}

/** So it does the pages of its history. */
export function readingPlace(deps: Deps): Place {
  return { name: 'history', everyMs: deps.pacing.readEveryMs };
}

/** Throws `Paced` when it is surely not our turn: a look that spares whoever asks the work of preparing. */
export async function awaitTurn(deps: Deps, { name, everyMs }: Place): Promise<void> {
  if (everyMs === null) return;
  expectFree(deps, await lookAtTurn(deps.db, name, deps.now()), everyMs);
}

/** Runs `send` in its turn. Throws `Paced` when it is not; after `RateLimited` the place waits as long as Slack asks. */
export async function sendInTurn<Result>(
  deps: Deps,
  { name, everyMs }: Place,
  send: () => Promise<Result>,
): Promise<Result> {
  if (everyMs === null) return await send();
  const now = deps.now();
  const until = new Date(now.getTime() + LONGEST_TURN_MS);
  expectFree(deps, await takeTurn(deps.db, name, now, until), everyMs);
  let waitMs = everyMs;
  try {
    return await send();
  } catch (error) {
    if (error instanceof RateLimited) waitMs = Math.max(everyMs, error.retryAfterMs);
    throw error;
  } finally {
    await endTurn(deps.db, name, until, new Date(deps.now().getTime() + waitMs));
  }
}

/** Whoever sends now is done soon, and the place is free `everyMs` after that. */
function expectFree(deps: Deps, turn: Turn, everyMs: number): void {
  if (turn.kind === 'free') return;
  const waitMs = turn.kind === 'held' ? everyMs : Math.max(0, turn.freeAt.getTime() - deps.now().getTime());
  throw new Paced(waitMs + Math.floor(deps.random() * SPREAD_MS));
}
