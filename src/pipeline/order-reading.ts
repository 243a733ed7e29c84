// Orders articles to be read, whoever brought them.
import { chunked } from '../domain/chunked.ts';
import type { Deps } from './ports.ts';

/** Articles read by one job: enough to make jobs cheap, few enough to be done within a job's lock. */
export const READ_BATCH = 20;

export async function orderReading({ queue }: Deps, articleIds: readonly number[]): Promise<void> {
  if (articleIds.length === 0) return;
  const batches = chunked(articleIds, READ_BATCH);
  await queue.enqueueMany(
    'read-articles',
    batches.map((batch) => ({ articleIds: batch })),
  );
}
