// The outcome of the latest evaluation, where the app finds it. Apart, so that the app does not load the rest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';

export function latestPath(dataDir: string): string {
  return join(dataDir, 'evals', 'latest.json');
}

/** `null` where there was none. */
export function latestEvaluation(dataDir: string): Evaluation | null {
  try {
    return JSON.parse(readFileSync(latestPath(dataDir), 'utf8')) as Evaluation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
