// The prepared database that a first start copies instead of making one.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyTemplate, makeTemplate } from '../../src/store/database-template.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPglite } from '../../src/store/pglite.ts';
import { openFolderDatabase } from '../support/backends.ts';

const MIGRATIONS = 'src/store/migrations';

describe('the database template', () => {
  let folder: string;
  let template: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'template-'));
    template = join(folder, 'cache', 'database');
    await makeTemplate(template, MIGRATIONS, async (dataDir) => {
      const db = await openFolderDatabase(dataDir);
      await migrate(db, MIGRATIONS);
      await db.close();
    });
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  test('gives a new data folder a migrated database, and is not touched by what is written there', async () => {
    for (const name of ['first', 'second']) {
      const copyInto = (target: string) => copyTemplate(template, MIGRATIONS, target);
      const db = await openPglite(join(folder, name), { copyInto });
      expect((await migrate(db, MIGRATIONS)).applied).toEqual([]);
      expect(await db.query('select count(*)::int from event_seen')).toEqual([{ count: 0 }]);
      await db.query(`insert into event_seen values ('Ev1', now())`);
      await db.close();
    }
    const kept = await openPglite(join(folder, 'first'), {
      copyInto: () => Promise.reject(new Error('again')),
    });
    expect(await kept.query('select count(*)::int from event_seen')).toEqual([{ count: 1 }]);
    await kept.close();
  });

  test('is left alone where it was made for other migrations, or is not whole', async () => {
    const target = join(folder, 'third');
    const others = join(folder, 'migrations');
    await cp(MIGRATIONS, others, { recursive: true });
    await writeFile(join(others, '999-later.sql'), 'select 1;');
    expect(await copyTemplate(template, others, target)).toBe(false);
    await rm(join(others, '999-later.sql'));
    expect(await copyTemplate(join(folder, 'nowhere'), others, target)).toBe(false);
    // What a process that was killed while it copied leaves behind.
    await mkdir(`${target}.part`);
    await writeFile(join(`${target}.part`, 'PG_VERSION'), 'half of it');
    expect(existsSync(target)).toBe(false);
    expect(await copyTemplate(template, others, target)).toBe(true);
    expect(existsSync(`${target}.part`)).toBe(false);
  });

  test('is nothing where making it failed, and leaves nothing half made', async () => {
    const failing = join(folder, 'failing');
    const fail = async (dataDir: string): Promise<void> => {
      await mkdir(join(dataDir, 'postgres'), { recursive: true });
      throw new Error('no room');
    };
    await expect(makeTemplate(failing, MIGRATIONS, fail)).rejects.toThrow('no room');
    expect(existsSync(`${failing}.${process.pid}`)).toBe(false);
    expect(await copyTemplate(failing, MIGRATIONS, join(folder, 'fourth'))).toBe(false);
  });
});
