// Tells differences between two runs from chance. Pure.
import type { Difference, Figure } from '../domain/evaluation.ts';
import { mulberry32 } from '../domain/seeded-random.ts';

/** The same in every evaluation, so that the same answers give the same figures. */
const SEED = 20_261;
const RESAMPLES = 10_000;
/** Up to so many pairs every way to flip their signs is looked at. */
const EXACT = 12;
/** Fewer pairs can never be told from chance at 5 % once several measures are looked at. */
const LEAST_PAIRS = 6;
const LEVEL = 0.05;

/**
 * Mean with its 95 % interval by the percentile bootstrap over articles (Efron and Tibshirani 1993): the articles are
 * taken for a sample of all that the channel may read.
 */
export function figureOf(values: readonly number[]): Figure {
  const [low, high] = intervalOf(values);
  return { mean: meanOf(values), low, high, articles: values.length };
}

function intervalOf(values: readonly number[]): [low: number, high: number] {
  if (values.every((value) => value === values[0])) return [values[0] ?? 0, values[0] ?? 0];
  const random = mulberry32(SEED);
  const means = new Float64Array(RESAMPLES);
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += values[Math.floor(random() * values.length)] ?? 0;
    means[round] = sum / values.length;
  }
  means.sort();
  return [means[Math.floor(0.025 * RESAMPLES)] ?? 0, means[Math.ceil(0.975 * RESAMPLES) - 1] ?? 0];
}

/**
 * Two-sided p of the paired permutation test (Fisher's randomisation, sign flips of the differences of each article):
 * were both runs alike, each difference might as well have had the other sign. Exact for few pairs; otherwise by
 * 10,000 flips, counted so that p is never 0 (Phipson and Smyth 2010). It asks for no distribution, which suits shares
 * that are mostly 0 or 1 (Dror et al. 2018 recommend it for such comparisons).
 */
export function permutationTest(differences: readonly number[]): number {
  const moved = differences.filter((value) => value !== 0);
  if (moved.length === 0) return 1;
  const observed = Math.abs(sumOf(moved)) - 1e-12;
  if (moved.length <= EXACT) {
    let extreme = 0;
    const ways = 2 ** moved.length;
    for (let way = 0; way < ways; way++) {
      const sum = moved.reduce((total, value, at) => total + (way & (1 << at) ? value : -value), 0);
      if (Math.abs(sum) >= observed) extreme++;
    }
    return extreme / ways;
  }
  const random = mulberry32(SEED);
  let extreme = 0;
  for (let round = 0; round < RESAMPLES; round++) {
    let sum = 0;
    for (const value of moved) sum += random() < 0.5 ? value : -value;
    if (Math.abs(sum) >= observed) extreme++;
  }
  return (extreme + 1) / (RESAMPLES + 1);
}

/**
 * p corrected for the number of questions asked (Holm 1979): with fifteen measures, one in two comparisons of equals
 * would find a difference at 5 %. Holds whatever the measures have to do with each other.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p);
  const corrected = new Array<number>(ps.length).fill(1);
  let least = 0;
  order.forEach(({ p, at }, rank) => {
    least = Math.max(least, Math.min(1, p * (ps.length - rank)));
    corrected[at] = least;
  });
  return corrected;
}

/** One measure of both runs, article by article. */
export interface Pairs {
  ours: readonly number[];
  theirs: readonly number[];
  /** Compared by their ratio: cost and time, which differ by factors. */
  byRatio: boolean;
}

/** Differences of several measures, corrected together. Measures with too few pairs are `null`. */
export function differencesOf(measures: readonly Pairs[]): (Difference | null)[] {
  const tested = measures.map(differencesOfPairs);
  const enough = tested.filter((one) => one.length >= LEAST_PAIRS);
  const corrected = holm(enough.map(permutationTest));
  return tested.map((differences, at) => {
    const place = enough.indexOf(differences);
    if (place < 0) return null;
    const back = measures[at]?.byRatio ? Math.exp : (value: number) => value;
    const [low, high] = intervalOf(differences);
    const p = corrected[place] ?? 1;
    return {
      value: back(meanOf(differences)),
      low: back(low),
      high: back(high),
      articles: differences.length,
      p,
      moreThanChance: p < LEVEL,
    };
  });
}

function differencesOfPairs({ ours, theirs, byRatio }: Pairs): number[] {
  const pairs = ours.map((value, at) => [value, theirs[at] ?? 0] as const);
  if (!byRatio) return pairs.map(([one, other]) => one - other);
  return pairs
    .filter(([one, other]) => one > 0 && other > 0)
    .map(([one, other]) => Math.log(one) - Math.log(other));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : sumOf(values) / values.length;
}
