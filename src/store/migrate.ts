// Owns the order in which the schema's migrations are applied, and their record. Knows no table but its own.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Queryable } from './database.ts';

interface Migration {
  version: number;
  name: string;
  file: string;
}

export interface MigrationReport {
  /** The names that were applied now, in order. */
  applied: string[];
  /** The version the database is at. */
  version: number;
}

// Any number that no one else uses on this database; the letters are "daim".
const ADVISORY_LOCK = 0x6461696d;

/**
 * Applies the files `NNN-name.sql` of `migrationsDir` that the database does not have yet, in order, each in a
 * transaction of its own under an advisory lock: processes that start together apply each once. Numbers may have gaps,
 * and one that comes to the folder late is applied late. A file may hold several statements, and none that cannot run
 * in a transaction.
 *
 * Throws when two files of the folder share a number, when the database is newer than the folder, and when a
 * migration was applied under another name.
 */
export async function migrate(db: Database, migrationsDir: string): Promise<MigrationReport> {
  const migrations = await readMigrations(migrationsDir);
  await db.transaction(async (tx) => {
    await lockMigrations(tx);
    await tx.query(
      `CREATE TABLE IF NOT EXISTS schema_migration (
         version int PRIMARY KEY,
         name text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    refuseForeignHistory(migrations, await readHistory(tx));
  });
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await applyOnce(db, migration)) applied.push(migration.name);
  }
  return { applied, version: migrations.at(-1)?.version ?? 0 };
}

async function applyOnce(db: Database, migration: Migration): Promise<boolean> {
  const sql = await readFile(migration.file, 'utf8');
  try {
    return await db.transaction(async (tx) => {
      await lockMigrations(tx);
      const done = await tx.query('SELECT 1 FROM schema_migration WHERE version = $1', [migration.version]);
      if (done.length > 0) return false;
      await tx.query(sql);
      await tx.query('INSERT INTO schema_migration (version, name) VALUES ($1, $2)', [
        migration.version,
        migration.name,
      ]);
      return true;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed and was rolled back: ${reason}`, { cause: error });
  }
}

async function lockMigrations(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
}

async function readHistory(tx: Queryable): Promise<{ version: number; name: string }[]> {
  return tx.query('SELECT version, name FROM schema_migration ORDER BY version');
}

function refuseForeignHistory(migrations: Migration[], history: { version: number; name: string }[]): void {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name } of history) {
    const known = byVersion.get(version);
    if (known === undefined) {
      throw new Error(
        `The database has version ${version}, which this program does not know (it knows versions up to ` +
          `${migrations.at(-1)?.version ?? 0}): run the newer program, or restore the backup made before it ran`,
      );
    }
    if (known.name !== name) {
      throw new Error(
        `Version ${version} of the database was made by "${name}", this program has "${known.name}": ` +
          'it belongs to another program or branch, point DATABASE_URL or DATA_DIR elsewhere',
      );
    }
  }
}

async function readMigrations(migrationsDir: string): Promise<Migration[]> {
  const files = (await readdir(migrationsDir)).filter((file) => file.endsWith('.sql')).sort();
  return files.map((file, index) => {
    const path = join(migrationsDir, file);
    const number = /^(\d{3})-[a-z0-9-]+\.sql$/.exec(file)?.[1];
    if (number === undefined) throw new Error(`${path}: name it NNN-name.sql`);
    // Three digits each, so that the order of names is the order of numbers.
    const before = files[index - 1];
    if (before?.startsWith(`${number}-`)) throw new Error(`${path}: ${before} has number ${number} already`);
    return { version: Number(number), name: file.slice(0, -'.sql'.length), file: path };
  });
}
