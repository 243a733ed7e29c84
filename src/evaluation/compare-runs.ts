// From the results of runs to the figures and differences that people are shown. Pure.
import {
  type Comparison,
  type Evaluation,
  type Figure,
  MEASURE_NAMES,
  MEASURES,
  type Measure,
  type Opponent,
} from '../domain/evaluation.ts';
import { differencesOf, figureOf } from './chance.ts';
import type { ArticleResult } from './run-evaluation.ts';

/** One model with one prompt over a set, as it is kept. */
export interface Run {
  id: string;
  /** ISO 8601. */
  at: string;
  model: string;
  isStandIn: boolean;
  promptVersion: number;
  /** Of the prompt's words: two prompts may bear one version. */
  promptHash: string;
  set: string;
  results: ArticleResult[];
  costUsd: number;
}

export function nameOf({ model, promptVersion, promptHash }: Run): string {
  return `${model}, prompt ${promptVersion} (${promptHash.slice(0, 6)})`;
}

export function evaluationOf(
  run: Run,
  opponents: readonly (readonly [Opponent, string, Run['results']])[],
): Evaluation {
  const { at, model, isStandIn, promptVersion, set, results, costUsd } = run;
  return {
    at,
    model,
    isStandIn,
    promptVersion,
    set,
    articles: results.length,
    figures: figuresOf(results),
    comparisons: opponents.map(([opponent, name, theirs]) => compare(opponent, name, results, theirs)),
    costUsd,
  };
}

function figuresOf(results: readonly ArticleResult[]): Partial<Record<Measure, Figure>> {
  const figures: Partial<Record<Measure, Figure>> = {};
  for (const measure of MEASURE_NAMES) {
    const values = results.map((result) => result.values[measure]).filter((value) => value !== undefined);
    if (values.length > 0) figures[measure] = figureOf(values);
  }
  return figures;
}

function compare(
  opponent: Opponent,
  name: string,
  ours: readonly ArticleResult[],
  theirs: readonly ArticleResult[],
): Comparison {
  // The same article with the same references, or not at all.
  const others = new Map(theirs.map((result) => [result.hash, result]));
  const both = ours.flatMap((result) => {
    const other = others.get(result.hash);
    return other ? [[result.values, other.values] as const] : [];
  });
  const tested = MEASURE_NAMES.filter((measure) => MEASURES[measure].better !== null);
  const differences = differencesOf(
    tested.map((measure) => {
      const pairs = both.flatMap(([one, other]) => {
        const [value, against] = [one[measure], other[measure]];
        return value === undefined || against === undefined ? [] : [[value, against] as const];
      });
      const { unit } = MEASURES[measure];
      return {
        ours: pairs.map(([value]) => value),
        theirs: pairs.map(([, value]) => value),
        byRatio: unit === 'usd' || unit === 'ms',
      };
    }),
  );
  const found = tested.flatMap((measure, at) => {
    const difference = differences[at];
    return difference ? [[measure, difference] as const] : [];
  });
  return { opponent, name, figures: figuresOf(theirs), differences: Object.fromEntries(found) };
}
