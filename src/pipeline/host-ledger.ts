// Keeps in the store what hosts asked for, so that it holds across restarts and for all processes together.
import type { HostLedger } from '../sources/host-manners.ts';
import type { Database } from '../store/database.ts';
import * as hosts from '../store/hosts.ts';

/** What another process was told is known here this much later at most. */
const LOOK_EVERY_MS = 5_000;

export interface LedgerOptions {
  now: () => Date;
  /** True in tests: turns go by `now` instead of the database's clock, which all machines share. */
  turnsByNow?: boolean;
}

export function createHostLedger(db: Database, { now, turnsByNow = false }: LedgerOptions): HostLedger {
  let paused = new Map<string, Date>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async pausedUntil(host) {
      if (now().getTime() - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = now().getTime();
        paused = await hosts.listPaused(db, now());
      }
      const until = paused.get(host);
      return until && until > now() ? until : null;
    },
    async pause(host, until) {
      const known = paused.get(host);
      if (!known || known < until) paused.set(host, until);
      await hosts.pauseHost(db, host, until);
    },
    takeTurn: (turn) => hosts.takeTurn(db, turn, turnsByNow ? now() : null),
    endTurn: (name, holder) => hosts.endTurn(db, name, holder),
  };
}
