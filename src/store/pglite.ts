// The embedded database: PGlite (Postgres as WebAssembly) in a folder, or in memory for tests, in a thread of its own:
// no statement, however large, holds the event loop. Owns the one session and the claim on the folder. Knows no table.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimDataFolder } from './data-folder.ts';
import type { Database, Queryable } from './database.ts';
import { createTransactionScope } from './open-transaction.ts';
import { openPgliteLine, type PgliteLine } from './pglite-line.ts';
import type { StatementResult } from './pglite-messages.ts';

/** The session as drivers other than ours need it: BullMQ's Postgres backend is written against `pg`. */
export interface PgliteSession {
  /** Without parameters, `text` may hold several statements; the last one's result is returned. */
  run(text: string, parameters?: readonly unknown[]): Promise<StatementResult>;
  /** Everything `work` runs through `run` is one transaction, alone on the session. */
  alone<Result>(work: (run: PgliteSession['run']) => Promise<Result>): Promise<Result>;
  /** Calls back for each NOTIFY on a channel that was LISTENed to; returns how to stop. */
  onNotification(listener: (channel: string, payload: string) => void): () => void;
}

export interface PgliteDatabase extends Database {
  readonly session: PgliteSession;
}

export interface PgliteOptions {
  /** A new database starts as a copy of this (PGlite's `dumpDataDir`), which saves seconds of initdb. */
  template?: Blob;
  /** Puts a database into the folder, where there is none yet; answers `false` where it has none to give. */
  copyInto?: (folder: string) => Promise<boolean>;
  /** Milliseconds between two clean-ups; see `keepClean`. Default: an hour. */
  vacuumEveryMs?: number;
  /** Told when a clean-up failed. Default: a process warning. */
  onError?: (error: Error) => void;
}

const HOUR_MS = 3_600_000;

/** Makes the database where there is none yet. Throws with what the process said when that fails. */
async function initFolder(folder: string, { copyInto }: PgliteOptions): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION')) || (await copyInto?.(folder))) return;
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'init-folder.ts'), folder]);
}

/**
 * Opens the database in `dataDir`, which is claimed for this process (throws `DataFolderInUse`), or one in memory
 * for `null`. There is one session: a statement that is issued while a transaction is open waits for its end, and
 * one issued from inside without the transaction throws. Parameters and rows are copied on their way: plain data.
 *
 * Values are the same as from `openPostgres`: timestamptz ↔ Date, jsonb ↔ object, text[] ↔ array, int8 → number
 * while it is safe, date and numeric → string. A jsonb parameter that is an array must be given as
 * `JSON.stringify(array)`, since `pg` would send it as a Postgres array: it is refused here as well.
 */
export async function openPglite(
  dataDir: string | null,
  options: PgliteOptions = {},
): Promise<PgliteDatabase> {
  const claim = dataDir === null ? null : claimDataFolder(dataDir);
  try {
    const folder = dataDir === null ? null : join(dataDir, 'postgres');
    if (folder && !options.template) await initFolder(folder, options);
    const line = await openPgliteLine({ folder, template: options.template ?? null });
    return wrapLine(line, options, () => claim?.release());
  } catch (error) {
    claim?.release();
    throw error;
  }
}

function wrapLine(line: PgliteLine, options: PgliteOptions, onClosed: () => void): PgliteDatabase {
  const scope = createTransactionScope();
  const runOutside: PgliteSession['run'] = async (text, parameters = []) => {
    scope.refuseInside('A statement was issued on the database');
    return await line.send({ do: 'run', text, parameters, transaction: null });
  };
  let transactions = 0;
  async function alone<Result>(work: (run: PgliteSession['run']) => Promise<Result>): Promise<Result> {
    scope.refuseInside('A transaction was opened');
    transactions += 1;
    return await runTransaction(line, transactions, (run) => scope.enter(() => work(run)));
  }
  const stopCleaning = keepClean(() => runOutside('VACUUM (ANALYZE)'), options);
  let closing: Promise<void> | null = null;
  return {
    query: async <Row>(text: string, parameters?: readonly unknown[]) =>
      (await runOutside(text, parameters)).rows as Row[],
    transaction: (work) => alone((runInside) => work(queryableOf(runInside))),
    close() {
      stopCleaning();
      closing ??= line.close().finally(onClosed);
      return closing;
    },
    session: { run: runOutside, alone, onNotification: line.onNotification },
  };
}

/** `work` begins before the thread has: what it sends first is carried out next, without another way there and back. */
async function runTransaction<Result>(
  line: PgliteLine,
  transaction: number,
  work: (run: PgliteSession['run']) => Promise<Result>,
): Promise<Result> {
  const begun = line.send({ do: 'begin', transaction });
  // Awaited below; `work` may throw first.
  begun.catch(() => undefined);
  let over = false;
  const end = async (commit: boolean): Promise<void> => {
    over = true;
    await line.send({ do: 'end', transaction, commit });
  };
  try {
    const result = await work(async (text, parameters = []) => {
      if (over) throw new Error('The transaction is over');
      return await line.send({ do: 'run', text, parameters, transaction });
    });
    await begun;
    await end(true);
    return result;
  } catch (error) {
    if (!over) await end(false);
    throw error;
  }
}

/**
 * PGlite is a single process without Postgres's autovacuum: nothing else makes room of deleted rows (each job leaves
 * about a kilobyte behind) or keeps the planner's statistics.
 */
function keepClean(
  clean: () => Promise<unknown>,
  { vacuumEveryMs = HOUR_MS, onError }: PgliteOptions,
): () => void {
  const report = onError ?? ((error: Error) => process.emitWarning(error));
  let [stopped, cleaning] = [false, false];
  const timer = setInterval(async () => {
    if (cleaning) return;
    cleaning = true;
    try {
      await clean();
    } catch (error) {
      if (!stopped) report(error as Error);
    }
    cleaning = false;
  }, vacuumEveryMs);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

function queryableOf(runInside: PgliteSession['run']): Queryable {
  return {
    query: async <Row>(text: string, parameters?: readonly unknown[]) =>
      (await runInside(text, parameters)).rows as Row[],
  };
}
