// A file that an operator names on the command line.
import { readFile } from 'node:fs/promises';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, expected a file',
  EACCES: 'it may not be read',
};

/** Throws with a sentence for whoever named it. */
export async function readGiven(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (!reason) throw error;
    throw Object.assign(new Error(`${path}: ${reason}`, { cause: error }), { forOperator: true });
  }
}
