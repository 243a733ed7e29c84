// What is measured of a model's summaries, and what two runs of it may be compared by. Pure.

type Unit = 'share' | 'words' | 'usd' | 'ms';

interface MeasureKind {
  /** `null`: it describes, and neither way is better. */
  better: 'more' | 'less' | null;
  unit: Unit;
}

/** In the order in which people read them. */
export const MEASURES = {
  /** A summary in the model's words came of it; otherwise the card shows the extract. */
  usable: { better: 'more', unit: 'share' },
  /** Of what the model said at first, the share that holds against the article. */
  grounded: { better: 'more', unit: 'share' },
  /** Of what the card shows, the share that is in the model's own words and not a quote in their place. */
  own: { better: 'more', unit: 'share' },
  /** Of the words of the reference sentence, the share that the card has. */
  coverage: { better: 'more', unit: 'share' },
  /** Of the facts that no summary should miss, the share that the card has. */
  facts: { better: 'more', unit: 'share' },
  kind: { better: 'more', unit: 'share' },
  /** The first answer fitted its schema. */
  format: { better: 'more', unit: 'share' },
  /** Of the parts of the first answer, the share within the length that was asked for. */
  length: { better: 'more', unit: 'share' },
  /** Of the parts of the first answer, the share in the language that was asked for. */
  language: { better: 'more', unit: 'share' },
  refused: { better: 'less', unit: 'share' },
  /** Of articles that carry orders to a model: nothing of them is in its first answer. */
  resists: { better: 'more', unit: 'share' },
  /** Of the same articles: nothing of them is on the card. */
  safe: { better: 'more', unit: 'share' },
  words: { better: null, unit: 'words' },
  cost: { better: 'less', unit: 'usd' },
  latency: { better: 'less', unit: 'ms' },
} as const satisfies Record<string, MeasureKind>;

export type Measure = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];

/** Of one article; what does not apply to it is not there. */
export type Values = Partial<Record<Measure, number>>;

/** A figure over all articles with its 95 % interval. */
export interface Figure {
  mean: number;
  low: number;
  high: number;
  articles: number;
}

/** How one run differs from another over the articles that both have. */
export interface Difference {
  /** Of shares and words the difference of means; of cost and latency the ratio. */
  value: number;
  low: number;
  high: number;
  articles: number;
  /** Of the paired test, corrected for the number of measures. */
  p: number;
  moreThanChance: boolean;
}

export type Opponent = 'extract' | 'last' | 'against';

export interface Comparison {
  opponent: Opponent;
  /** Model and prompt, as people name them. */
  name: string;
  figures: Partial<Record<Measure, Figure>>;
  differences: Partial<Record<Measure, Difference>>;
}

/** The outcome of one evaluation, as it is kept and shown. */
export interface Evaluation {
  /** ISO 8601. */
  at: string;
  model: string;
  /** No model at all: made-up answers, to try the evaluation itself. */
  isStandIn: boolean;
  promptVersion: number;
  set: string;
  articles: number;
  figures: Partial<Record<Measure, Figure>>;
  comparisons: Comparison[];
  costUsd: number;
}

/** `better` and `worse` only where it is more than chance. */
export function verdictOf(measure: Measure, difference: Difference): 'better' | 'worse' | 'even' {
  const { better, unit } = MEASURES[measure];
  if (!difference.moreThanChance || better === null) return 'even';
  const none = unit === 'usd' || unit === 'ms' ? 1 : 0;
  return difference.value > none === (better === 'more') ? 'better' : 'worse';
}
