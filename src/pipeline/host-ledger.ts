// Keeps in the store what hosts asked for, so that it holds across restarts and for all processes together.
import type { HostLedger } from '../sources/host-manners.ts';
import type { Database } from '../store/database.ts';
import * as hosts from '../store/hosts.ts';
import { groupWork } from './group-work.ts';

/** Looks at hosts that are taken in one statement: a collection asks many at about the same time. */
const MOST_TOGETHER = 64;

export interface LedgerOptions {
  now: () => Date;
  /** True in tests: turns go by `now` instead of the database's clock, which all machines share. */
  turnsByNow?: boolean;
}

export function createHostLedger(db: Database, { now, turnsByNow = false }: LedgerOptions): HostLedger {
  const look = async (names: string[]): Promise<(Date | null)[]> => {
    const paused = await hosts.listPaused(db, names, now());
    return names.map((name) => paused.get(name) ?? null);
  };
  return {
    // Looked at each time: another process may have been told meanwhile.
    pausedUntil: groupWork(look, MOST_TOGETHER),
    pause: (host, until) => hosts.pauseHost(db, host, until),
    takeTurn: (turn) => hosts.takeTurn(db, turn, turnsByNow ? now() : null),
    endTurn: (turn) => hosts.endTurn(db, turn, turnsByNow ? now() : null),
  };
}
