// Where runs and their answers are kept: files in DATA_DIR/evals, so that an evaluation can run beside the app, which
// holds the embedded database.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluation } from '../domain/evaluation.ts';
import { type AnswerCache, openAnswerCache } from './cached-model.ts';
import type { Run } from './compare-runs.ts';
import { latestPath } from './latest-evaluation.ts';

export interface RunShelf {
  answers: AnswerCache;
  keepRun(run: Run): void;
  /** The latest run on the set, or the one of that id. */
  findRun(wanted: { id: string } | { set: string }): Run | null;
  /** Answers the path of the page. */
  keepReport(evaluation: Evaluation, page: string): string;
}

export function openRunShelf(dataDir: string): RunShelf {
  const folder = join(dataDir, 'evals');
  const runs = join(folder, 'runs');
  mkdirSync(runs, { recursive: true });
  const read = (id: string): Run => JSON.parse(readFileSync(join(runs, `${id}.json`), 'utf8')) as Run;
  const ids = (): string[] =>
    readdirSync(runs)
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
  return {
    answers: openAnswerCache(join(folder, 'answers')),
    keepRun: (run) => writeWhole(join(runs, `${run.id}.json`), JSON.stringify(run)),
    findRun(wanted) {
      if ('id' in wanted) return ids().includes(wanted.id) ? read(wanted.id) : null;
      for (const id of ids().reverse()) {
        const run = read(id);
        if (run.set === wanted.set) return run;
      }
      return null;
    },
    keepReport(evaluation, page) {
      writeWhole(latestPath(dataDir), JSON.stringify(evaluation));
      const path = join(folder, 'report.html');
      writeWhole(path, page);
      return path;
    },
  };
}

function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}
