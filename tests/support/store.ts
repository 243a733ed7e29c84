// A real database for tests: PGlite in memory, with the product's own schema.
import { join } from 'node:path';
import { migrate } from '../../src/store/migrate.ts';
import type { PgliteDatabase } from '../../src/store/pglite.ts';
import { openMemoryDatabase } from './backends.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'src', 'store', 'migrations');

export async function openTestStore(): Promise<PgliteDatabase> {
  const db = await openMemoryDatabase();
  await migrate(db, MIGRATIONS);
  return db;
}

export function itemOf(n: number, changes: Partial<import('../../src/domain/article.ts').Item> = {}) {
  return {
    guid: `guid-${n}`,
    url: `https://example.com/post-${n}`,
    title: `Post ${n}`,
    publishedAt: new Date('2026-11-20T08:00:00Z'),
    authors: [],
    html: `<p>Post ${n} tells of an agent that plans its work. It was measured on ten tasks.</p>`,
    kind: null,
    discussionUrl: null,
    ...changes,
  };
}
