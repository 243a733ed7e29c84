// Owns the prepared database that a new one is copied from, made once after an installation: initdb as WebAssembly takes
// seconds, a copy a fraction of one. Knows neither tables nor where the template is kept.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DATABASE = 'postgres';
/** Says what the template was made for. Written last, so that one without it is not whole. */
const KEY_FILE = 'made-for.txt';

/**
 * Makes the template in `folder`, in place of any other: `fill` is handed a data folder and leaves a closed database
 * there.
 */
export async function makeTemplate(
  folder: string,
  migrationsDir: string,
  fill: (dataDir: string) => Promise<void>,
): Promise<void> {
  // Aside, and renamed when it is whole: another process may be doing or using the same.
  const part = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await fill(part);
    await writeFile(join(part, KEY_FILE), await keyOf(migrationsDir));
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/**
 * Copies the template to `target`, where there must be nothing yet. `false` where there is no template, or one that
 * another version of PGlite made, or for other migrations.
 */
export async function copyTemplate(folder: string, migrationsDir: string, target: string): Promise<boolean> {
  if ((await readKey(folder)) !== (await keyOf(migrationsDir))) return false;
  // A process that is killed meanwhile leaves nothing that looks like a database.
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  await cp(join(folder, DATABASE), part, { recursive: true });
  await rename(part, target);
  return true;
}

async function readKey(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, KEY_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function keyOf(migrationsDir: string): Promise<string> {
  const about = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(await readFile(fileURLToPath(about), 'utf8')) as { version: string };
  const hash = createHash('sha256');
  for (const name of (await readdir(migrationsDir)).sort()) {
    hash.update(`${name}\n`).update(await readFile(join(migrationsDir, name)));
  }
  return `PGlite ${version}, migrations ${hash.digest('hex')}\n`;
}
