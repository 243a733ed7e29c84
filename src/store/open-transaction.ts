// Owns the knowledge of which code runs inside an open transaction, so that a statement which forgot to use it
// fails at once: on PGlite it would wait for the transaction for ever, on Postgres it would not see its rows.
import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  open: boolean;
}

export interface TransactionScope {
  /** Runs `work` as the inside of a transaction. */
  enter<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Throws when called from inside a transaction that is still open. */
  refuseInside(what: string): void;
}

export function createTransactionScope(): TransactionScope {
  const current = new AsyncLocalStorage<Scope>();
  return {
    enter(work) {
      // Timers and listeners made inside keep this scope after the end, so it is closed and not only left.
      const scope: Scope = { open: true };
      return current.run(scope, async () => {
        try {
          return await work();
        } finally {
          scope.open = false;
        }
      });
    },
    refuseInside(what) {
      if (!current.getStore()?.open) return;
      throw new Error(
        `${what} inside an open transaction: use the transaction that was passed, or do it after`,
      );
    },
  };
}
