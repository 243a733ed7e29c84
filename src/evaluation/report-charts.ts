// Charts of the report as SVG that needs no script: each has a title and a description in words for those who do not
// see it, and tells nothing by colour alone. Pure.
import {
  type Comparison,
  type Figure,
  MEASURE_NAMES,
  MEASURES,
  type Measure,
  verdictOf,
} from '../domain/evaluation.ts';
import { meaningOf, showDifference, showValue } from './print-table.ts';
import type { ArticleResult } from './run-evaluation.ts';

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

let charts = 0;

function svg(width: number, height: number, title: string, says: string, body: string): string {
  const id = `chart-${++charts}`;
  return (
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-labelledby="${id}-t ${id}-d">` +
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(says)}</desc>${body}</svg>`
  );
}

/** A share on its scale, with its interval, and where others stand. */
export function scale(
  measure: Measure,
  figure: Figure,
  others: readonly { name: string; figure: Figure }[],
): string {
  const [width, height] = [230, 34];
  const most =
    MEASURES[measure].unit === 'share'
      ? 1
      : 1.1 * Math.max(figure.high, ...others.map((one) => one.figure.mean), 1e-9);
  const x = (value: number): number => 6 + (Math.min(value, most) / most) * (width - 12);
  const says = [
    `${meaningOf(measure)}: ${showValue(measure, figure.mean)}, between ${showValue(measure, figure.low)} and ${showValue(measure, figure.high)}`,
    ...others.map((one) => `${one.name}: ${showValue(measure, one.figure.mean)}`),
  ].join('; ');
  return svg(
    width,
    height,
    meaningOf(measure),
    says,
    `<rect class="track" x="6" y="13" width="${width - 12}" height="8" rx="4"/>` +
      `<rect class="fill" x="6" y="13" width="${Math.max(0, x(figure.mean) - 6).toFixed(1)}" height="8" rx="4"/>` +
      `<line class="span" x1="${x(figure.low).toFixed(1)}" x2="${x(figure.high).toFixed(1)}" y1="17" y2="17"/>` +
      others
        .map(
          ({ name, figure: other }) =>
            `<circle class="other" cx="${x(other.mean).toFixed(1)}" cy="17" r="5"><title>${escaped(`${name}: ${showValue(measure, other.mean)}`)}</title></circle>`,
        )
        .join(''),
  );
}

const ROW = 34;

/** Differences with their intervals around none at all; hollow where it may be chance. */
export function forest(comparison: Comparison): string {
  const rows = MEASURE_NAMES.flatMap((measure) => {
    const difference = comparison.differences[measure];
    return difference ? [{ measure, difference, verdict: verdictOf(measure, difference) }] : [];
  });
  const [left, width, right] = [190, 330, 110];
  // Shares in points, cost and time as powers of two: each row is read against the line, not against another row.
  const place = (measure: Measure, value: number): number => {
    const { unit } = MEASURES[measure];
    const part =
      unit === 'share' ? value / 0.5 : unit === 'words' ? value / 50 : Math.log2(Math.max(value, 1e-6)) / 3;
    return left + width / 2 + (Math.max(-1, Math.min(1, part)) * width) / 2;
  };
  const height = rows.length * ROW + 44;
  const middle = left + width / 2;
  const body = rows.map(({ measure, difference, verdict }, at) => {
    const y = 36 + at * ROW;
    const [low, value, high] = [difference.low, difference.value, difference.high].map((one) =>
      place(measure, one).toFixed(1),
    );
    const word = verdict === 'even' ? 'may be chance' : verdict;
    return (
      `<text x="0" y="${y + 4}">${meaningOf(measure)}</text>` +
      `<line class="${verdict}" x1="${low}" x2="${high}" y1="${y}" y2="${y}" stroke-width="3" stroke-linecap="round"/>` +
      `<circle class="${verdict}" cx="${value}" cy="${y}" r="6"${verdict === 'even' ? ' style="fill:var(--card)" stroke-width="2"' : ''}/>` +
      `<text class="${verdict} end" x="${left + width + right}" y="${y + 1}">${showDifference(measure, difference)}</text>` +
      `<text class="soft end" x="${left + width + right}" y="${y + 14}">${word}</text>`
    );
  });
  const says = rows
    .map(
      ({ measure, difference, verdict }) =>
        `${meaningOf(measure)} ${showDifference(measure, difference)}, ${verdict === 'even' ? 'may be chance' : verdict}`,
    )
    .join('; ');
  return svg(
    left + width + right,
    height,
    `Differences from ${comparison.name}`,
    says,
    `<text class="soft end" x="${middle - 12}" y="14">← less</text><text class="soft" x="${middle + 12}" y="14">more →</text>` +
      `<line class="zero" x1="${middle}" x2="${middle}" y1="20" y2="${height - 8}"/>${body.join('')}`,
  );
}

const SIZE = 13;

/** Every article a column, every measure a row; the fuller a cell, the more of it. */
export function mosaic(results: readonly ArticleResult[]): string {
  const measures = MEASURE_NAMES.filter(
    (measure) =>
      MEASURES[measure].unit === 'share' && results.some(({ values }) => values[measure] !== undefined),
  );
  const left = 172;
  const cells = measures.flatMap((measure, row) =>
    results.map((result, column) => {
      const value = result.values[measure];
      const [x, y] = [left + column * SIZE, row * (SIZE + 8) + 4];
      if (value === undefined)
        return `<rect class="none" x="${x + 4.5}" y="${y + 5.5}" width="2" height="2"/>`;
      const good = MEASURES[measure].better === 'less' ? 1 - value : value;
      const lack = Math.max(0, Math.min(1, 1 - good));
      const size = 3 + 8 * Math.max(good, lack);
      const shade = (0.18 + 0.82 * Math.max(good, lack)).toFixed(2);
      const at = (SIZE - size) / 2;
      return `<rect class="${good >= 0.5 ? 'cell' : 'worse'}" stroke="none" style="stroke:none" opacity="${shade}" x="${(x + at).toFixed(1)}" y="${(y + at).toFixed(1)}" width="${size.toFixed(1)}" height="${size.toFixed(1)}" rx="${good >= 0.5 ? 2 : size / 2}"><title>${escaped(`${result.title}: ${meaningOf(measure)} ${showValue(measure, value)}`)}</title></rect>`;
    }),
  );
  const labels = measures.map(
    (measure, row) => `<text x="0" y="${row * (SIZE + 8) + 15}">${meaningOf(measure)}</text>`,
  );
  return svg(
    left + results.length * SIZE + 4,
    measures.length * (SIZE + 8) + 8,
    'Every article by every measure',
    `${results.length} articles in columns, ${measures.length} measures in rows; squares hold, discs do not. The list below has the same in words.`,
    labels.join('') + cells.join(''),
  );
}

const BINS = 16;

/** How one measure is spread over the articles. */
export function histogram(measure: Measure, values: readonly number[]): string {
  const [width, height] = [330, 120];
  const most = Math.max(...values, 1e-9);
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.min(BINS - 1, Math.floor((value / most) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const tallest = Math.max(...counts);
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const step = width / BINS;
  const bars = counts.map((count, at) => {
    const tall = (count / tallest) * 84;
    return `<rect class="fill" x="${(at * step + 1).toFixed(1)}" y="${(94 - tall).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${tall.toFixed(1)}" rx="2"><title>${count} articles</title></rect>`;
  });
  const x = ((median / most) * width).toFixed(1);
  return svg(
    width,
    height,
    meaningOf(measure),
    `median ${showValue(measure, median)}, most ${showValue(measure, most)}`,
    `${bars.join('')}<line class="axis" x1="0" x2="${width}" y1="95" y2="95"/><line class="span" x1="${x}" x2="${x}" y1="4" y2="95" stroke-dasharray="1 5"/>` +
      `<text class="soft" x="0" y="112">0</text><text class="soft mid" x="${Math.min(width - 60, Math.max(60, Number(x)))}" y="112">median ${showValue(measure, median)}</text><text class="soft end" x="${width}" y="112">${showValue(measure, most)}</text>`,
  );
}
