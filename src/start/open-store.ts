// Opens the database that the configuration names; a root, small enough to be at work while the rest is loaded.
import { join } from 'node:path';
import type { StoreSettings } from '../config.ts';
import type { Database } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import type { PgliteDatabase } from '../store/pglite.ts';

export const MIGRATIONS_DIR = join(import.meta.dirname, '..', 'store', 'migrations');
/** Made by prepare-install.ts. It goes with what is installed, for which it was made. */
export const TEMPLATE_DIR = join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'discuss-ai',
  'database',
);
const POOL_SIZE = 10;

export interface OpenStore {
  db: Database;
  /** The same, where it is embedded in this process. */
  embedded: PgliteDatabase | null;
}

/** Opens the database, claimed for this process where it is embedded. Does not migrate. */
export async function openStore(settings: StoreSettings): Promise<OpenStore> {
  if (settings.kind === 'postgres') {
    const { openPostgres } = await import('../store/postgres.ts');
    return { db: await openPostgres(settings.url, { poolSize: POOL_SIZE }), embedded: null };
  }
  const [{ openPglite }, { copyTemplate }] = await Promise.all([
    import('../store/pglite.ts'),
    import('../store/database-template.ts'),
  ]);
  const copyInto = (folder: string) => copyTemplate(TEMPLATE_DIR, MIGRATIONS_DIR, folder);
  const embedded = await openPglite(settings.dataDir, { copyInto });
  return { db: embedded, embedded };
}

/** Answers the names of the migrations that were applied now. */
export async function migrateStore(db: Database): Promise<string[]> {
  const { applied } = await migrate(db, MIGRATIONS_DIR);
  return applied;
}
