// What hosts asked for, kept in memory: for tests of one collector without a store.
import type { HostLedger } from '../../src/sources/host-manners.ts';

export function memoryLedger(now: () => Date): HostLedger {
  const paused = new Map<string, Date>();
  const turns = new Map<string, { nextAt: number; heldUntil: number; holder: string }>();
  return {
    async pausedUntil(host) {
      const until = paused.get(host);
      return until && until > now() ? until : null;
    },
    async pause(host, until) {
      paused.set(host, until);
    },
    async takeTurn({ name, gapMs, holdMs, holder }) {
      const at = now().getTime();
      const turn = turns.get(name);
      if (turn && turn.heldUntil > at) return 250;
      if (turn && turn.nextAt > at) return turn.nextAt - at;
      turns.set(name, { nextAt: at + gapMs, heldUntil: at + holdMs, holder });
      return null;
    },
    async endTurn({ name, gapMs, holder }) {
      const turn = turns.get(name);
      if (turn?.holder !== holder) return;
      turns.set(name, { ...turn, heldUntil: 0, nextAt: Math.max(turn.nextAt, now().getTime() + gapMs) });
    },
  };
}

/** The same, with the names of the turns that were taken, in order. */
export function spiedLedger(now: () => Date): { ledger: HostLedger; turns: string[] } {
  const turns: string[] = [];
  const ledger = memoryLedger(now);
  return {
    turns,
    ledger: {
      ...ledger,
      async takeTurn(turn) {
        const left = await ledger.takeTurn(turn);
        if (left === null) turns.push(turn.name);
        return left;
      },
    },
  };
}
