// Keeps the sandbox workspace in a file, so that the channel is still there after a restart.
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Workspace, WorkspaceSnapshot } from './workspace.ts';

/** Changes are gathered for this long before the file is written again. */
const WRITE_AFTER_MS = 500;

export interface WorkspaceFile {
  /** Writes what is not yet written, and stops. */
  close(): Promise<void>;
}

/** Restores the workspace from `path` where there is a file, then keeps the file up to date. */
export async function keepInFile(workspace: Workspace, path: string, log: Logger): Promise<WorkspaceFile> {
  const known = await readSnapshot(path, log);
  if (known) workspace.restore(known);
  let timer: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();

  const write = (): Promise<void> => {
    timer = null;
    writing = writing.then(() => writeSnapshot(workspace.snapshot(), path, log));
    return writing;
  };
  const stop = workspace.onChange((change) => {
    if (change.kind !== 'modal') timer ??= setTimeout(() => void write(), WRITE_AFTER_MS);
  });
  return {
    async close() {
      stop();
      if (timer) clearTimeout(timer);
      await (timer ? write() : writing);
    },
  };
}

async function readSnapshot(path: string, log: Logger): Promise<WorkspaceSnapshot | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const snapshot = JSON.parse(text) as WorkspaceSnapshot;
    if (snapshot.version === 1 && Array.isArray(snapshot.messages)) return snapshot;
    log.warn({ path }, 'the sandbox workspace was kept by another version: starting with an empty one');
  } catch (err) {
    log.warn({ path, err }, 'the kept sandbox workspace cannot be read: starting with an empty one');
  }
  await rename(path, `${path}.unreadable`);
  return null;
}

/** Written beside and moved into place: a crash leaves the old file or the new one, never half of it. */
async function writeSnapshot(snapshot: WorkspaceSnapshot, path: string, log: Logger): Promise<void> {
  try {
    await writeFile(`${path}.new`, JSON.stringify(snapshot));
    await rename(`${path}.new`, path);
  } catch (err) {
    log.error({ path, err }, 'the sandbox workspace could not be kept');
  }
}
