// A Postgres server through `pg`, for a team that has outgrown the embedded database. Knows no table.
import pg from 'pg';
import type { Database, Queryable } from './database.ts';
import { createTransactionScope } from './open-transaction.ts';

export interface PostgresOptions {
  /** Connections at most; opened when needed, closed when idle. */
  poolSize: number;
  /** Told of an idle connection that was lost: the pool has replaced it. Default: a process warning. */
  onError?: (error: Error) => void;
}

const INT8_OID = 20;
const DATE_OID = 1082;

/**
 * Connects to `url`; throws when the server cannot be reached. Semantics and values are those of `openPglite`:
 * timestamptz ↔ Date, jsonb ↔ object, text[] ↔ array, int8 → number while it is safe (a bigint beyond), date and
 * numeric → string. A jsonb parameter that is an array must be given as `JSON.stringify(array)`.
 */
export async function openPostgres(url: string, options: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize,
    keepAlive: true,
    application_name: 'discuss-ai',
    // Compiling a statement takes 20 ms and more, as long as the longest of ours runs.
    options: '-c search_path=public -c timezone=UTC -c jit=off',
    types: { getTypeParser },
  });
  const onError = options.onError ?? ((error: Error) => process.emitWarning(error));
  // Without a listener an idle connection that drops would end the process.
  pool.on('error', onError);
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    const { host, pathname } = new URL(url);
    const reason = error instanceof Error ? error.message || String(error.name) : String(error);
    throw new Error(`Postgres at ${host}${pathname} cannot be used: ${reason}: check DATABASE_URL`, {
      cause: error,
    });
  }
  return wrapPool(pool, onError);
}

function wrapPool(pool: pg.Pool, onError: (error: Error) => void): Database {
  const scope = createTransactionScope();
  let closing: Promise<void> | null = null;
  return {
    async query<Row>(text: string, parameters?: readonly unknown[]) {
      scope.refuseInside('A statement was issued on the database');
      return run<Row>(pool, text, parameters);
    },
    async transaction(work) {
      scope.refuseInside('A transaction was opened');
      const client = await pool.connect();
      return scope.enter(() => runTransaction(client, work, onError));
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

async function runTransaction<Result>(
  client: pg.PoolClient,
  work: (tx: Queryable) => Promise<Result>,
  onError: (error: Error) => void,
): Promise<Result> {
  let broken = false;
  // A checked-out client reports a lost connection itself, and would end the process.
  const onLost = (error: Error) => {
    broken = true;
    onError(error);
  };
  client.on('error', onLost);
  try {
    await client.query('BEGIN');
    const result = await work({ query: (text, parameters) => run(client, text, parameters) });
    const { command } = await client.query('COMMIT');
    // After a failed statement that `work` swallowed, Postgres answers COMMIT with ROLLBACK.
    if (command !== 'COMMIT')
      throw new Error('The transaction was rolled back: a statement in it had failed');
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away; the server rolls back by itself.
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}

async function run<Row>(
  target: pg.Pool | pg.PoolClient,
  text: string,
  parameters: readonly unknown[] | undefined,
): Promise<Row[]> {
  const result: pg.QueryResult | pg.QueryResult[] =
    parameters && parameters.length > 0
      ? await target.query(text, parameters as unknown[])
      : await target.query(text);
  // Several statements without parameters give one result each.
  const last = Array.isArray(result) ? result.at(-1) : result;
  return (last?.rows ?? []) as Row[];
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary') {
    if (oid === INT8_OID) return parseInt8;
    if (oid === DATE_OID) return (value) => value;
  }
  return pg.types.getTypeParser(oid, format as 'text');
}

function parseInt8(value: string): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}
