// Opens the database that the configuration names; a root, small enough to be at work while the rest is loaded.
import { join } from 'node:path';
import type { StoreSettings } from './config.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import type { PgliteDatabase } from './store/pglite.ts';

const MIGRATIONS = join(import.meta.dirname, 'store', 'migrations');
const POOL_SIZE = 10;

export interface OpenStore {
  db: Database;
  /** The same, where it is embedded in this process. */
  embedded: PgliteDatabase | null;
}

/** Opens the database, claimed for this process where it is embedded. Does not migrate. */
export async function openStore(settings: StoreSettings): Promise<OpenStore> {
  if (settings.kind === 'postgres') {
    const { openPostgres } = await import('./store/postgres.ts');
    return { db: await openPostgres(settings.url, { poolSize: POOL_SIZE }), embedded: null };
  }
  const { openPglite } = await import('./store/pglite.ts');
  const embedded = await openPglite(settings.dataDir);
  return { db: embedded, embedded };
}

/** Answers the names of the migrations that were applied now. */
export async function migrateStore(db: Database): Promise<string[]> {
  const { applied } = await migrate(db, MIGRATIONS);
  return applied;
}
