// Gives BullMQ's Postgres backend the one PGlite session in the shape of a `pg.Pool`. Knows no job.
import { EventEmitter } from 'node:events';
import type { PgPool, PgPoolClient, PgQueryable, PgQueryResult } from 'bullmq';

type Run = (text: string, parameters?: readonly unknown[]) => Promise<{ rows: unknown[]; rowCount: number }>;

/** What the embedded database has to offer; `PgliteDatabase` of the store does. */
export interface EmbeddedDatabase {
  readonly session: {
    run: Run;
    alone<Result>(work: (run: Run) => Promise<Result>): Promise<Result>;
    onNotification(listener: (channel: string, payload: string) => void): () => void;
  };
}

/**
 * A pool without connections: every client is the same session. So a client must not be used for BEGIN and COMMIT,
 * in which statements of others would take part; BullMQ does that in its migrations alone (`migrationClient`).
 */
export function pglitePool(database: EmbeddedDatabase): PgPool {
  const { session } = database;
  const query = asQuery(session.run);
  const pool = {
    query,
    // Tells BullMQ that a LISTEN cannot be lost unseen, so an idle worker may wait long between two looks.
    options: { keepAlive: true },
    connect: async () => createClient(database, query),
    // The session belongs to the store, which closes it.
    end: () => Promise.resolve(),
    // A session in the same process is never lost, and never made anew.
    on: () => pool,
    removeAllListeners: () => pool,
  };
  return pool satisfies PgPool;
}

/** A client for BullMQ's `runMigrations`: its BEGIN … COMMIT becomes the transaction that `run` belongs to. */
export function migrationClient(run: Run): PgQueryable {
  const query = asQuery(run);
  const control = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);
  return {
    // A failure is thrown on after ROLLBACK, and rolls the surrounding transaction back.
    query: async <Row>(text: string, parameters?: readonly unknown[]) =>
      control.has(text) ? { rows: [], rowCount: 0 } : query<Row>(text, parameters),
  };
}

function createClient({ session }: EmbeddedDatabase, query: PgQueryable['query']): PgPoolClient {
  const events = new EventEmitter();
  const stop = session.onNotification((channel, payload) => {
    events.emit('notification', { channel, payload });
  });
  const client: PgPoolClient = {
    query,
    release() {
      stop();
      events.removeAllListeners();
    },
    on(event: string, listener: (value: never) => void) {
      events.on(event, listener as (value: unknown) => void);
      return client;
    },
    removeListener(event, listener) {
      events.removeListener(event, listener);
      return client;
    },
    removeAllListeners(event) {
      events.removeAllListeners(event);
      return client;
    },
  };
  return client;
}

function asQuery(run: Run): PgQueryable['query'] {
  return async <Row>(text: string, parameters?: readonly unknown[]) =>
    (await run(text, parameters)) as PgQueryResult<Row>;
}
