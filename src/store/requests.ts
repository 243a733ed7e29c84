// Owns the memory of which signed requests were taken, over all processes and restarts.
import type { Queryable } from './database.ts';

/** Those of the signatures that were not taken before. */
export async function takeSignatures(
  db: Queryable,
  signatures: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await db.query<{ signature: string }>(
    `insert into request_seen (signature, taken_at) select distinct one, $2::timestamptz from unnest($1::text[]) as one
     order by one on conflict do nothing returning signature`,
    [signatures, now],
  );
  return new Set(rows.map(({ signature }) => signature));
}

export async function forgetSignaturesBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from request_seen where taken_at < $1', [before]);
}
