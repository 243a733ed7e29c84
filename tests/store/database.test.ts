import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { runMigrations } from 'bullmq';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrationClient } from '../../src/queue/pglite-pool.ts';
import { claimDataFolder, DataFolderInUse } from '../../src/store/data-folder.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/pglite.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { describeDatabases, openFolderDatabase, openMemoryDatabase } from '../support/backends.ts';

const MIGRATIONS = new URL('../../src/store/migrations/', import.meta.url).pathname;

describeDatabases('A database', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await db.query('CREATE TABLE entry (id int PRIMARY KEY, note text)');
  });
  beforeEach(async () => {
    await db.query('TRUNCATE entry');
  });
  afterAll(() => db.close());

  const countEntries = async () =>
    (await db.query<{ n: number }>('SELECT count(*)::int AS n FROM entry'))[0]?.n;

  it('gives values back as the types they were sent as', async () => {
    const at = new Date('2026-11-22T07:08:48.177Z');
    const [row] = await db.query(
      `SELECT $1::timestamptz AS at, $2::jsonb AS doc, $3::text[] AS words, $4::int[] AS numbers, $5::text AS nothing,
              $6::float8 AS score, $7::boolean AS yes, $8::jsonb AS list`,
      [
        at,
        { a: [1, { b: 'ü"' }], c: null },
        ['x', 'a "b", {c}', ''],
        [1, 2],
        null,
        0.25,
        true,
        JSON.stringify(['x']),
      ],
    );
    expect(row).toEqual({
      at,
      doc: { a: [1, { b: 'ü"' }], c: null },
      words: ['x', 'a "b", {c}', ''],
      numbers: [1, 2],
      nothing: null,
      score: 0.25,
      yes: true,
      list: ['x'],
    });
  });

  it('gives int8 as a number while it is safe, and as a bigint beyond', async () => {
    const [row] = await db.query(`SELECT count(*) AS n, 9007199254740993::int8 AS big FROM entry`);
    expect(row).toEqual({ n: 0, big: 9007199254740993n });
  });

  it('gives a date and a numeric as text, whatever the time zone', async () => {
    const [row] = await db.query(
      `SELECT date '2026-11-22' AS day, 1.50::numeric AS price, now()::text AS at`,
    );
    expect(row).toMatchObject({ day: '2026-11-22', price: '1.50', at: expect.stringMatching(/\+00$/) });
  });

  it('keeps any text and any JSON as it was', async () => {
    // Postgres has no NUL in text; JSON has no -0.
    const text = fc
      .string({ unit: 'binary' })
      .filter((value) => !value.includes('\0') && value.isWellFormed());
    const json = fc.dictionary(
      text,
      fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text)),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.array(text), json, async (value, values, doc) => {
        const [row] = await db.query('SELECT $1::text AS value, $2::text[] AS values, $3::jsonb AS doc', [
          value,
          values,
          doc,
        ]);
        expect(row).toEqual({ value, values, doc: { ...doc } });
      }),
      { numRuns: 60 },
    );
  });

  it("runs several statements when there are no parameters, and returns the last one's rows", async () => {
    const rows = await db.query(
      `INSERT INTO entry VALUES (1, 'a'); INSERT INTO entry VALUES (2, 'b'); TABLE entry`,
    );
    expect(rows).toEqual([
      { id: 1, note: 'a' },
      { id: 2, note: 'b' },
    ]);
  });

  it('commits a transaction that resolves, and returns what it returned', async () => {
    const result = await db.transaction(async (tx) => {
      await tx.query('INSERT INTO entry VALUES ($1, $2)', [1, 'a']);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await countEntries()).toBe(1);
  });

  it('rolls back a transaction that throws, and throws the same error', async () => {
    const error = new Error('changed my mind');
    const work = db.transaction(async (tx) => {
      await tx.query('INSERT INTO entry VALUES ($1, $2)', [1, 'a']);
      throw error;
    });
    await expect(work).rejects.toBe(error);
    expect(await countEntries()).toBe(0);
  });

  it('does not report a commit when a failed statement was swallowed', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query('INSERT INTO entry VALUES (1)');
      await tx.query('INSERT INTO entry VALUES (1)').catch(() => 'swallowed');
    });
    await expect(work).rejects.toThrow();
    expect(await countEntries()).toBe(0);
  });

  it('reports a broken constraint with the code of Postgres', async () => {
    await db.query('INSERT INTO entry VALUES (1)');
    await expect(db.query('INSERT INTO entry VALUES ($1)', [1])).rejects.toMatchObject({ code: '23505' });
  });

  it('keeps statements from outside out of an open transaction', async () => {
    const inside = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const work = db.transaction(async (tx) => {
      await tx.query('INSERT INTO entry VALUES (1)');
      inside.resolve();
      await leave.promise;
      throw new Error('rolled back');
    });
    await inside.promise;
    const outside = db.query('INSERT INTO entry VALUES (2)');
    leave.resolve();
    await expect(work).rejects.toThrow('rolled back');
    await outside;
    expect(await db.query('SELECT id FROM entry')).toEqual([{ id: 2 }]);
  });

  it('runs transactions that start together one after the other or side by side, losing none', async () => {
    await db.query(`INSERT INTO entry VALUES (0, '0')`);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        db.transaction(async (tx) => {
          const [row] = await tx.query<{ note: string }>('SELECT note FROM entry WHERE id = 0 FOR UPDATE');
          await tx.query('UPDATE entry SET note = $1 WHERE id = 0', [String(Number(row?.note) + 1)]);
        }),
      ),
    );
    expect(await db.query('SELECT note FROM entry')).toEqual([{ note: '20' }]);
  });

  it('refuses a statement that forgot the open transaction, instead of hanging', async () => {
    await expect(db.transaction(() => db.query('SELECT 1'))).rejects.toThrow(/inside an open transaction/);
    await expect(db.transaction(() => db.transaction(async () => 1))).rejects.toThrow(
      /inside an open transaction/,
    );
  });

  it('lets what a transaction left running use the database afterwards', async () => {
    const after = Promise.withResolvers<void>();
    const late = await db.transaction(async () => ({
      done: after.promise.then(() => db.query('SELECT 1 AS one')),
    }));
    after.resolve();
    expect(await late.done).toEqual([{ one: 1 }]);
  });
});

describe('A Postgres that is not there', () => {
  it('is named with host, database and the setting to check, without the password', async () => {
    const open = openPostgres('postgres://someone:secret@127.0.0.1:1/news', { poolSize: 1 });
    await expect(open).rejects.toThrow(
      /Postgres at 127\.0\.0\.1:1\/news cannot be used: .*ECONNREFUSED.*DATABASE_URL/,
    );
    await expect(open).rejects.not.toThrow(/secret/);
  });
});

describe('The embedded database', () => {
  it('does not hold the event loop while a statement runs', async () => {
    const db = await openMemoryDatabase();
    let [turns, answered] = [0, false];
    const counting = db.query('SELECT count(*)::int AS n FROM generate_series(1, 2000000)').finally(() => {
      answered = true;
    });
    for (; !answered; turns += 1) await nextTurn();
    expect(turns).toBeGreaterThan(10);
    expect(await counting).toEqual([{ n: 2_000_000 }]);
    await db.close();
  });

  it('answers what was asked before it closes, and refuses what is asked after', async () => {
    const db = await openMemoryDatabase();
    const before = db.query('SELECT 1 AS answer');
    const closing = db.close();
    await expect(db.query('SELECT 2 AS answer')).rejects.toThrow('The database is closed');
    expect(await before).toEqual([{ answer: 1 }]);
    await closing;
  });

  it('makes room of deleted rows by itself, as a server does', async () => {
    const db = await openMemoryDatabase({ vacuumEveryMs: 20 });
    await db.query(
      `CREATE TABLE filled AS SELECT n, repeat('x', 500) AS text FROM generate_series(1, 1000) n`,
    );
    await db.query('DELETE FROM filled WHERE n > 10');
    await vi.waitFor(
      async () => {
        // -1 until statistics are there.
        const [row] = await db.query(
          `SELECT reltuples::int AS rows, relpages::int < 5 AS small FROM pg_class WHERE relname = 'filled'`,
        );
        expect(row).toEqual({ rows: 10, small: true });
      },
      { timeout: 30_000 },
    );
    await db.close();
  });
});

describeDatabases('Migrations', (open) => {
  let db: Database;
  let folder: string;
  beforeEach(async () => {
    db = await open();
    folder = mkdtempSync(join(tmpdir(), 'discuss-ai-migrations-'));
    write('001-first.sql', 'CREATE TABLE first (id int); INSERT INTO first VALUES (1);');
    write('002-second.sql', 'CREATE TABLE second (id int);');
  });
  afterEach(async () => {
    await db.close();
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);

  it('are applied once, in order, and recorded', async () => {
    expect(await migrate(db, folder)).toEqual({ applied: ['001-first', '002-second'], version: 2 });
    write('003-third.sql', 'ALTER TABLE second ADD note text;');
    expect(await migrate(db, folder)).toEqual({ applied: ['003-third'], version: 3 });
    expect(await migrate(db, folder)).toEqual({ applied: [], version: 3 });
    expect(await db.query('SELECT version, name FROM schema_migration ORDER BY version')).toEqual([
      { version: 1, name: '001-first' },
      { version: 2, name: '002-second' },
      { version: 3, name: '003-third' },
    ]);
  });

  it('are applied once when several start together', async () => {
    const reports = await Promise.all([migrate(db, folder), migrate(db, folder), migrate(db, folder)]);
    expect(reports.flatMap((report) => report.applied).sort()).toEqual(['001-first', '002-second']);
    expect(await db.query('SELECT id FROM first')).toEqual([{ id: 1 }]);
  });

  it('leave nothing of one that fails, and go on from there once it is mended', async () => {
    write('002-second.sql', 'CREATE TABLE second (id int); SELECT nonsense;');
    await expect(migrate(db, folder)).rejects.toThrow(
      /Migration 002-second failed and was rolled back: .*nonsense/,
    );
    write('002-second.sql', 'CREATE TABLE second (id int);');
    expect(await migrate(db, folder)).toEqual({ applied: ['002-second'], version: 2 });
  });

  it('refuse a database that is newer than the program', async () => {
    await migrate(db, folder);
    rmSync(join(folder, '002-second.sql'));
    await expect(migrate(db, folder)).rejects.toThrow(
      /has version 2, which this program does not know \(it knows versions up to 1\): run the newer/,
    );
  });

  it('refuse a database with another history', async () => {
    await migrate(db, folder);
    rmSync(join(folder, '002-second.sql'));
    write('002-other.sql', 'SELECT 1;');
    await expect(migrate(db, folder)).rejects.toThrow(/"002-second", this program has "002-other"/);
  });

  it('take a number that comes late, with gaps between numbers', async () => {
    write('040-fortieth.sql', 'CREATE TABLE fortieth (id int);');
    expect(await migrate(db, folder)).toMatchObject({ version: 40 });
    write('020-twentieth.sql', 'ALTER TABLE fortieth ADD note text;');
    expect(await migrate(db, folder)).toEqual({ applied: ['020-twentieth'], version: 40 });
  });

  it('refuse two files of one number, before anything is applied', async () => {
    write('002-twice.sql', 'SELECT 1;');
    await expect(migrate(db, folder)).rejects.toThrow(
      /002-twice\.sql: 002-second\.sql has number 002 already/,
    );
    expect(await db.query(`SELECT to_regclass('first') AS found`)).toEqual([{ found: null }]);
  });

  it('of this program apply to an empty database', async () => {
    const { applied } = await migrate(db, MIGRATIONS);
    expect(applied.length).toBeGreaterThan(0);
  });
});

describe('Names in the schemas public and bullmq', () => {
  it('do not clash, since both are searched on PGlite', async () => {
    const db = await openMemoryDatabase();
    await db.session.alone((run) => runMigrations(migrationClient(run)));
    await migrate(db, MIGRATIONS);
    const clashes = await db.query(
      `WITH named AS (
         SELECT relnamespace AS schema, relname::text AS name FROM pg_class
         UNION ALL SELECT pronamespace, proname FROM pg_proc
         UNION ALL SELECT typnamespace, typname FROM pg_type)
       SELECT DISTINCT ours.name FROM named ours JOIN named theirs USING (name)
       WHERE ours.schema = 'public'::regnamespace AND theirs.schema = 'bullmq'::regnamespace`,
    );
    await db.close();
    expect(clashes).toEqual([]);
  });
});

describe('A data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'discuss-ai-data-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Another process that claims the folder, and keeps it until it is killed. */
  async function startHolder() {
    const holder = fork(new URL('../support/hold-data-folder.ts', import.meta.url), [folder], {
      stdio: 'inherit',
    });
    await once(holder, 'message');
    return holder;
  }

  it('refuses a second process, naming the first', async () => {
    const holder = await startHolder();
    expect(() => claimDataFolder(folder)).toThrow(
      `${folder} is in use by process ${holder.pid}: stop it or set DATA_DIR`,
    );
    await killNow(holder);
  });

  it('refuses the same process a second time', () => {
    const claim = claimDataFolder(folder);
    expect(() => claimDataFolder(folder)).toThrow(DataFolderInUse);
    claim.release();
  });

  it('is free at once when its process was killed, though the note of its pid is still there', async () => {
    await killNow(await startHolder());
    expect(existsSync(join(folder, 'claim.json'))).toBe(true);
    claimDataFolder(folder).release();
  });

  it('is free after release, and taken by whoever comes next', () => {
    claimDataFolder(folder).release();
    const claim = claimDataFolder(folder);
    claim.release();
    claim.release();
  });

  it('is made when it is missing, and keeps what was written', async () => {
    const dataDir = join(folder, 'deeper', 'data');
    const first = await openFolderDatabase(dataDir);
    await first.query('CREATE TABLE kept AS SELECT 42 AS answer');
    await expect(openPglite(dataDir)).rejects.toThrow(DataFolderInUse);
    await first.close();
    const second = await openFolderDatabase(dataDir);
    expect(await second.query('SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.close();
  });

  it('says what to do when it cannot be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => claimDataFolder(file)).toThrow(
      `${file} cannot be written: give this user write access or set DATA_DIR`,
    );
  });
});

async function killNow(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
