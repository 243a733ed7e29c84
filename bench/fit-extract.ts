// Fits the weights of src/llm/extract-weights.ts and says how well they carry over to abstracts not fitted on.
// Prints; a person copies the numbers. Run: node bench/fit-extract.ts
import { FEATURES, featuresOf, frameOf } from '../src/llm/sentence-features.ts';
import { formsOf } from '../src/llm/sentence-forms.ts';
import { splitSentences } from '../src/llm/sentences.ts';
import { type Abstract, meanRouge, readAbstracts, show } from './extract.ts';
import { type Rouge, rouge } from './rouge.ts';

interface Choice {
  features: number[];
  rouge: Rouge;
}

/** How sharply better forms are preferred while fitting, and how strongly weights are held small. */
const TEMPERATURE = 0.1;
const L2 = 0.003;
const STEPS = 300;
const RATE = 0.05;
const FOLDS = 5;

function choicesOf({ title, source, target }: Abstract): Choice[] {
  const sentences = splitSentences(source.join(' '), 'en');
  const frame = frameOf({ title, language: 'en', sentences });
  return sentences.flatMap((sentence, index) =>
    formsOf(sentence.text).map((form) => ({
      features: featuresOf(frame, index, sentence.text, form),
      rouge: rouge(form.text, target),
    })),
  );
}

const worth = ({ rouge1, rougeL }: Rouge): number => (rouge1 + rougeL) / 2;

function softmax(values: readonly number[]): number[] {
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const score = (weights: readonly number[], features: readonly number[]): number =>
  features.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);

/** Cross-entropy between the forms' ROUGE and their scores, both as distributions, minimised by Adam. */
function fitWeights(documents: readonly Choice[][]): number[] {
  const weights = FEATURES.map(() => 0);
  const first = FEATURES.map(() => 0);
  const second = FEATURES.map(() => 0);
  const wanted = documents.map((choices) => softmax(choices.map((one) => worth(one.rouge) / TEMPERATURE)));
  for (let step = 1; step <= STEPS; step++) {
    const gradient = weights.map((weight) => -L2 * weight);
    documents.forEach((choices, at) => {
      const given = softmax(choices.map((one) => score(weights, one.features)));
      choices.forEach((one, index) => {
        const off = ((wanted[at]?.[index] ?? 0) - (given[index] ?? 0)) / documents.length;
        one.features.forEach((value, k) => {
          gradient[k] = (gradient[k] ?? 0) + off * value;
        });
      });
    });
    gradient.forEach((slope, k) => {
      first[k] = 0.9 * (first[k] ?? 0) + 0.1 * slope;
      second[k] = 0.999 * (second[k] ?? 0) + 0.001 * slope * slope;
      const mean = (first[k] ?? 0) / (1 - 0.9 ** step);
      const spread = Math.sqrt((second[k] ?? 0) / (1 - 0.999 ** step)) + 1e-8;
      weights[k] = (weights[k] ?? 0) + (RATE * mean) / spread;
    });
  }
  return weights;
}

function evaluate(documents: readonly Choice[][], weights: readonly number[]): Rouge {
  const chosen = documents.map((choices) =>
    choices.reduce((best, one) =>
      score(weights, one.features) > score(weights, best.features) ? one : best,
    ),
  );
  return meanRouge(chosen.map((one) => one.rouge));
}

if (import.meta.main) {
  const documents = readAbstracts()
    .map(choicesOf)
    .filter((choices) => choices.length > 0);
  const held = Array.from({ length: FOLDS }, (_, fold) => {
    const weights = fitWeights(documents.filter((_, index) => index % FOLDS !== fold));
    return evaluate(
      documents.filter((_, index) => index % FOLDS === fold),
      weights,
    );
  });
  const weights = fitWeights(documents);
  console.log(
    `on folds not fitted on: ${show(meanRouge(held))}; on all: ${show(evaluate(documents, weights))}`,
  );
  for (const [index, name] of FEATURES.entries())
    console.log(`  ${name}: ${(weights[index] ?? 0).toFixed(3)},`);
}
