// The embedded database: PGlite (Postgres as WebAssembly) in a folder, or in memory for tests.
// Owns the one session and the claim on the folder. Knows no table.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Mutex, PGlite, type Transaction, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { claimDataFolder } from './data-folder.ts';
import type { Database, Queryable } from './database.ts';
import { createTransactionScope } from './open-transaction.ts';
import { createStatements, type Statements } from './pglite-statements.ts';

export interface StatementResult {
  rows: unknown[];
  /** Rows returned or changed by the last statement. */
  rowCount: number;
}

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

/** Postgres' own default, 128 MB, is taken at the start and kept; the files are in the system's cache anyway. */
const SHARED_BUFFERS = '32MB';

/** Makes the database where there is none yet. Throws with what the process said when that fails. */
async function initFolder(folder: string, { copyInto }: PgliteOptions): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION')) || (await copyInto?.(folder))) return;
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'init-folder.ts'), folder]);
}

interface Session {
  pglite: PGlite;
  /** Held by a statement, or by a transaction from its beginning to its end. */
  turn: Mutex;
  statements: Statements;
}

/**
 * Opens the database in `dataDir`, which is claimed for this process (throws `DataFolderInUse`), or one in memory
 * for `null`. There is one session: a statement that is issued while a transaction is open waits for its end, and
 * one issued from inside without the transaction throws.
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
    const pglite = await PGlite.create({
      dataDir: folder ?? 'memory://',
      // Always, since a folder that has its index cannot be written without it.
      extensions: { vector },
      startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
      ...(options.template ? { loadDataDir: options.template } : {}),
      parsers: { [types.DATE]: (value) => value },
      serializers: { [types.JSONB]: serialiseJsonb, [types.JSON]: serialiseJsonb },
    });
    // BullMQ's statements name its functions without their schema; ours come first.
    await pglite.exec('SET search_path TO public, bullmq; SET TIME ZONE UTC');
    const session = { pglite, turn: new Mutex(), statements: createStatements(pglite) };
    const stopCleaning = keepClean(session, options);
    return wrapPglite(session, stopCleaning, () => claim?.release());
  } catch (error) {
    claim?.release();
    throw error;
  }
}

function wrapPglite(session: Session, onClosing: () => void, onClosed: () => void): PgliteDatabase {
  const { pglite, turn, statements } = session;
  const scope = createTransactionScope();
  const runOutside: PgliteSession['run'] = async (text, parameters) => {
    scope.refuseInside('A statement was issued on the database');
    return turn.runExclusive(() => run(session, pglite, text, parameters));
  };
  async function alone<Result>(work: (run: PgliteSession['run']) => Promise<Result>): Promise<Result> {
    scope.refuseInside('A transaction was opened');
    const inTransaction = (tx: Transaction): Promise<Result> =>
      scope.enter(() =>
        work((text, parameters) => {
          if (tx.closed) throw new Error('The transaction is over');
          return run(session, tx, text, parameters);
        }),
      );
    try {
      return (await turn.runExclusive(() => pglite.transaction(inTransaction))) as Result;
    } catch (error) {
      // Types learnt from a table that the rollback took away must not be kept.
      statements.forget();
      throw error;
    }
  }
  let closing: Promise<void> | null = null;
  return {
    query: async <Row>(text: string, parameters?: readonly unknown[]) =>
      (await runOutside(text, parameters)).rows as Row[],
    transaction: (work) => alone((runInside) => work(queryableOf(runInside))),
    close() {
      onClosing();
      closing ??= pglite.close().finally(onClosed);
      return closing;
    },
    session: { run: runOutside, alone, onNotification: (listener) => pglite.onNotification(listener) },
  };
}

/**
 * PGlite is a single process without Postgres's autovacuum: nothing else makes room of deleted rows (each job leaves
 * about a kilobyte behind) or keeps the planner's statistics.
 */
function keepClean(
  { pglite, turn }: Session,
  { vacuumEveryMs = HOUR_MS, onError }: PgliteOptions,
): () => void {
  const report = onError ?? ((error: Error) => process.emitWarning(error));
  const timer = setInterval(() => {
    turn
      .runExclusive(() => pglite.exec('VACUUM (ANALYZE)'))
      .catch((error: Error) => {
        if (!pglite.closed) report(error);
      });
  }, vacuumEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function queryableOf(runInside: PgliteSession['run']): Queryable {
  return {
    query: async <Row>(text: string, parameters?: readonly unknown[]) =>
      (await runInside(text, parameters)).rows as Row[],
  };
}

/** After these, what is known of the session's statements may no longer hold. */
const CHANGES_SCHEMA = /\b(create|alter|drop|discard|deallocate)\b/i;

/** As in `pg`: parameters mean one prepared statement, none the simple protocol, which takes several. */
async function run(
  { pglite, statements }: Session,
  target: PGlite | Transaction,
  text: string,
  parameters: readonly unknown[] | undefined,
): Promise<StatementResult> {
  if (pglite.closed) throw new Error('The database is closed');
  if (parameters && parameters.length > 0) {
    const { rows, rowCount, affectedRows } = await pglite.runExclusive(() =>
      statements.run(text, parameters),
    );
    return { rows, rowCount: rowCount ?? affectedRows ?? 0 };
  }
  const result = (await target.exec(text)).at(-1);
  if (CHANGES_SCHEMA.test(text)) statements.forget();
  return { rows: result?.rows ?? [], rowCount: result?.rowCount ?? result?.affectedRows ?? 0 };
}

function serialiseJsonb(value: unknown): string {
  if (Array.isArray(value)) {
    throw new TypeError('An array for a jsonb parameter must be passed as JSON.stringify(array)');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
