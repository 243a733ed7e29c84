// What a bench prints: one row a figure, with its goal and whether it was met.

export interface Figure {
  name: string;
  figure: string;
  goal: string | null;
  met: boolean | null;
  detail?: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that at least `share` of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function printFigures(figures: readonly Figure[]): void {
  const verdict = (met: boolean | null): string => (met === null ? '' : met ? 'met' : 'MISSED');
  const rows = figures.map(({ name, figure, goal, met, detail }) => [
    name,
    figure,
    goal ?? '',
    verdict(met),
    detail ?? '',
  ]);
  const head = ['what', 'measured', 'goal', '', 'detail'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) {
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** Runs a bench that was started by itself: `node bench/NAME.ts`. */
export async function runAlone(meta: ImportMeta, bench: () => Promise<Figure[]>): Promise<void> {
  if (meta.main) printFigures(await bench());
}
