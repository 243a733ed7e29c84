// The one way to the database: a Postgres server through `pg`, or PGlite (Postgres as WebAssembly) in a folder.
// Knows connections and transactions; the queries themselves stand in the files beside it.

/** What a query file needs: a database or an open transaction. */
export interface Queryable {
  /** Rows as plain objects; timestamps are `Date`, jsonb is parsed, int8 must be cast to int4 or float8. */
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** Commits when `work` resolves, rolls back when it throws. Not to be nested. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
