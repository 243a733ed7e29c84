// Owns the claim on DATA_DIR: one process at a time, since PGlite does not lock its own folder.
// Knows nothing of what is stored in it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DataFolderClaim {
  /** Gives the folder free. May be called more than once. */
  release(): void;
}

/** Another process holds the folder. */
export class DataFolderInUse extends Error {
  /** Told in its one sentence, without a stack. */
  readonly forOperator = true;
  constructor(folder: string, holder: string, cause: unknown) {
    super(`${folder} is in use by ${holder}: stop it or set DATA_DIR`, { cause });
    this.name = 'DataFolderInUse';
  }
}

// Referred to from here, so that a claim whose holder forgot it is not collected, and the lock with it.
const held = new Set<DatabaseSync>();

// SQLITE_BUSY, the primary result code of https://www.sqlite.org/rescode.html
const SQLITE_BUSY = 5;

/**
 * Claims `dataDir` for this process, creating it where it is missing. Throws `DataFolderInUse` at once, without
 * waiting, when another process (or this one) holds it.
 *
 * The claim is an exclusive lock that the operating system keeps on `claim.db`, taken through SQLite since Node
 * has no file locks of its own. The system drops it when the process ends, however it ends, so there is nothing
 * stale after `kill -9` and no pid to be mistaken for another's. `claim.json` only names the holder in the error.
 */
export function claimDataFolder(dataDir: string): DataFolderClaim {
  const folder = resolve(dataDir);
  const holderFile = join(folder, 'claim.json');
  const lock = openLock(folder);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new DataFolderInUse(folder, readHolder(holderFile), error);
    const problem = `${folder} cannot be locked: set DATA_DIR to a folder on a local disk`;
    throw Object.assign(new Error(problem, { cause: error }), { forOperator: true });
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid }));
  held.add(lock);
  return {
    release() {
      if (!held.delete(lock)) return;
      rmSync(holderFile, { force: true });
      lock.close();
    },
  };
}

function openLock(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return new DatabaseSync(join(folder, 'claim.db'), { timeout: 0 });
  } catch (error) {
    throw new Error(`${folder} cannot be written: give this user write access or set DATA_DIR`, {
      cause: error,
    });
  }
}

function isBusy(error: unknown): boolean {
  // The low byte is the primary code; the rest says which kind of busy.
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

function readHolder(holderFile: string): string {
  try {
    const { pid } = JSON.parse(readFileSync(holderFile, 'utf8')) as { pid?: unknown };
    if (typeof pid === 'number') return `process ${pid}`;
    return 'another process';
  } catch {
    // Written after the lock is taken, so it may not be there yet; the lock alone decides.
    return 'another process';
  }
}
