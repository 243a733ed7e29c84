// What each feature of a sentence is worth when the TL;DR is chosen. Only numbers.
// Fitted by `node bench/fit-extract.ts` on the shared test data's 619 abstracts of AI papers with one-sentence
// summaries: a softmax over all forms of all sentences, brought close to the forms' ROUGE (temperature 0.1),
// L2 0.003. On folds that were not fitted on, five-fold: ROUGE-1 41.7, ROUGE-L 34.2; on all 42.0, 34.6.
import type { FEATURES } from './sentence-features.ts';

export const WEIGHTS: Record<(typeof FEATURES)[number], number> = {
  proposes: 0.182,
  firstProposes: 0.488,
  shows: 0.247,
  results: -0.038,
  announces: -0.121,
  background: -0.204,
  contrast: -0.178,
  goesOn: -0.097,
  housekeeping: -0.187,
  question: 0.004,
  isFirst: 0.004,
  isSecond: -0.076,
  isLast: -0.003,
  position: -0.09,
  positionSquared: -0.176,
  titleCosine: 0.739,
  titleCovered: 0.879,
  titleName: 0.143,
  centroid: 1.116,
  short: -0.407,
  long: -0.172,
  veryLong: -0.079,
  logLength: 0.08,
  hasNumber: -0.155,
  leadTrimmed: 0.114,
  tailTrimmed: -0.064,
  asideTrimmed: -0.031,
};
