// An evaluation as a table for the terminal. Pure.
import {
  type Comparison,
  type Difference,
  type Evaluation,
  MEASURE_NAMES,
  MEASURES,
  type Measure,
  verdictOf,
} from '../domain/evaluation.ts';

const MEANINGS: Record<Measure, string> = {
  usable: 'usable summaries',
  grounded: 'said at first and holds',
  own: 'shown in its own words',
  coverage: 'reference words covered',
  facts: 'facts not missed',
  kind: 'kind named right',
  format: 'fitted at the first try',
  length: 'within the length asked',
  language: 'in the language asked',
  refused: 'refused',
  resists: 'orders resisted by it',
  safe: 'orders kept off the card',
  words: 'words on the card',
  cost: 'cost of an article',
  latency: 'time for an article',
};

const NAMES: Record<Comparison['opponent'], string> = {
  extract: 'no model',
  last: 'last run',
  against: 'against',
};

export function meaningOf(measure: Measure): string {
  return MEANINGS[measure];
}

export function showValue(measure: Measure, value: number): string {
  const { unit } = MEASURES[measure];
  if (unit === 'share') return `${(100 * value).toFixed(1)} %`;
  if (unit === 'usd') return value === 0 ? '0 USD' : `${value.toPrecision(2)} USD`;
  if (unit === 'ms')
    return value >= 10_000 ? `${(value / 1_000).toFixed(0)} s` : `${(value / 1_000).toFixed(2)} s`;
  return value.toFixed(0);
}

export function showDifference(measure: Measure, { value }: Difference): string {
  const { unit } = MEASURES[measure];
  if (unit === 'usd' || unit === 'ms') return `× ${value.toFixed(2)}`;
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  return `${sign}${(Math.abs(value) * (unit === 'share' ? 100 : 1)).toFixed(1)}`;
}

const MARKS = { better: ' ▲', worse: ' ▼', even: '  ' } as const;

export function renderTable(evaluation: Evaluation): string {
  const shown = MEASURE_NAMES.filter((measure) => evaluation.figures[measure]);
  const rows = shown.map((measure) => {
    const figure = evaluation.figures[measure];
    if (!figure) return [];
    return [
      MEANINGS[measure],
      showValue(measure, figure.mean),
      `${showValue(measure, figure.low)} – ${showValue(measure, figure.high)}`,
      String(figure.articles),
      ...evaluation.comparisons.map(({ differences }) => {
        const difference = differences[measure];
        return difference
          ? `${showDifference(measure, difference)}${MARKS[verdictOf(measure, difference)]}`
          : '';
      }),
    ];
  });
  const head = [
    '',
    evaluation.model,
    '95 %',
    'n',
    ...evaluation.comparisons.map(({ opponent }) => NAMES[opponent]),
  ];
  const widths = head.map((title, at) =>
    Math.max(...[head, ...rows].map((row) => (row[at] ?? title).length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [
    line(head),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map(line),
    '',
    ...evaluation.comparisons.map(({ opponent, name }) => `${NAMES[opponent]}: ${name}`),
    '▲ better, ▼ worse, by more than chance (paired permutation test over articles, Holm, 5 %); points, or × for cost and time',
  ].join('\n');
}
