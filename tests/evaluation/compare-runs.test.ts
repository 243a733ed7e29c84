// Two runs compared, of made-up results whose differences are known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURE_NAMES, type Measure, type Values, verdictOf } from '../../src/domain/evaluation.ts';
import { mulberry32 } from '../../src/domain/seeded-random.ts';
import { evaluationOf, type Run } from '../../src/evaluation/compare-runs.ts';
import { renderTable } from '../../src/evaluation/print-table.ts';

const ARTICLES = 40;

function runOf(valuesOf: (article: number) => Values, hashOf = (article: number) => `hash-${article}`): Run {
  const results = Array.from({ length: ARTICLES }, (_, article) => ({
    id: `article-${article}`,
    hash: hashOf(article),
    title: 'Tokenisers',
    language: 'en',
    traits: [],
    values: valuesOf(article),
    tldr: 'A sentence.',
    points: [],
    failed: null,
    mistakes: [],
  }));
  return {
    id: 'a',
    at: '2026-11-25T00:00:00Z',
    model: 'small',
    isStandIn: false,
    promptVersion: 2,
    promptHash: 'abcdef',
    set: 'ours',
    results,
    costUsd: 0,
  };
}

/** As models are: most articles well, some not, with cost and time that vary. */
function usual(seed: number): (article: number) => Values {
  return (article) => {
    const random = mulberry32(1_000 * seed + article);
    const share = (of: number): number => Math.round(random() * of) / of;
    return {
      usable: random() < 0.9 ? 1 : 0,
      grounded: share(4),
      coverage: random(),
      format: random() < 0.8 ? 1 : 0,
      refused: random() < 0.1 ? 1 : 0,
      words: 30 + 10 * random(),
      cost: 0.001 + 0.001 * random(),
      latency: 800 + 400 * random(),
    };
  };
}

function compared(ours: Run, theirs: Run) {
  const [comparison] = evaluationOf(ours, [['against', 'other', theirs.results]]).comparisons;
  return comparison?.differences ?? {};
}

function verdicts(ours: Run, theirs: Run): Partial<Record<Measure, string>> {
  const told = Object.entries(compared(ours, theirs)).map(([measure, difference]) => [
    measure,
    verdictOf(measure as Measure, difference),
  ]);
  return Object.fromEntries(told.filter(([, verdict]) => verdict !== 'even'));
}

describe('a run against itself', { timeout: 180_000 }, () => {
  it('differs in nothing, whatever it is', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    const values = fc.record(
      Object.fromEntries(MEASURE_NAMES.map((measure) => [measure, shares])) as Record<Measure, typeof shares>,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(values, { minLength: ARTICLES, maxLength: ARTICLES }), (all) => {
        const run = runOf((article) => all[article] ?? {});
        for (const [measure, { value, p, moreThanChance }] of Object.entries(compared(run, run))) {
          expect([measure, value]).toEqual([measure, /cost|latency/.test(measure) ? 1 : 0]);
          expect([p, moreThanChance]).toEqual([1, false]);
        }
      }),
      { numRuns: 4 },
    );
  });

  it('has no mark in the table', () => {
    const run = runOf(usual(1));
    const table = renderTable(evaluationOf(run, [['against', 'itself', run.results]]));
    const rows = table.split('\n').filter((row) => /usable|said at first|cost of/.test(row));
    expect(rows).toHaveLength(3);
    expect(rows.join()).not.toMatch(/[▲▼]/);
  });
});

describe('two runs', { timeout: 180_000 }, () => {
  it.each<[Measure, number, 'better' | 'worse']>([
    ['grounded', -0.25, 'worse'],
    ['coverage', 0.2, 'better'],
    ['refused', 0.4, 'worse'],
    ['format', 0.5, 'better'],
  ])(
    'that differ in %s alone are told apart in that alone, and the other way round',
    (measure, by, verdict) => {
      const theirs = runOf(usual(1));
      const ours = runOf((article) => {
        const values = usual(1)(article);
        return { ...values, [measure]: (values[measure] ?? 0) + by };
      });
      expect(verdicts(ours, theirs)).toEqual({ [measure]: verdict });
      expect(verdicts(theirs, ours)).toEqual({ [measure]: verdict === 'better' ? 'worse' : 'better' });
      expect(compared(ours, theirs)[measure]?.value).toBeCloseTo(by);
      expect(compared(theirs, ours)[measure]?.value).toBeCloseTo(-by);
    },
  );

  it.each<[Measure, number, 'better' | 'worse']>([
    ['cost', 3, 'worse'],
    ['latency', 0.5, 'better'],
  ])('of which one has %s times as much are told by that factor', (measure, factor, verdict) => {
    const theirs = runOf(usual(1));
    const ours = runOf((article) => {
      const values = usual(1)(article);
      return { ...values, [measure]: factor * (values[measure] ?? 0) };
    });
    expect(verdicts(ours, theirs)).toEqual({ [measure]: verdict });
    expect(compared(ours, theirs)[measure]?.value).toBeCloseTo(factor);
    expect(compared(theirs, ours)[measure]?.value).toBeCloseTo(1 / factor);
  });

  it('of one quality are seldom told apart, over all measures together', () => {
    let claimed = 0;
    for (let pair = 0; pair < 8; pair += 1) {
      const told = verdicts(runOf(usual(2 * pair + 10)), runOf(usual(2 * pair + 11)));
      if (Object.keys(told).length > 0) claimed += 1;
    }
    // 5 % of eight are less than one; the runs are the same each time.
    expect(claimed).toBeLessThan(3);
  });

  it('are never called better by how much they write', () => {
    const theirs = runOf(usual(1));
    const ours = runOf((article) => ({ ...usual(1)(article), words: 200 }));
    expect(verdicts(ours, theirs)).toEqual({});
  });

  it('are compared by the articles that both have, in whatever order, with the same words and references', () => {
    const theirs = runOf(usual(1), (article) => (article < 10 ? `hash-${article}` : `other-${article}`));
    const ours = runOf((article) => ({ ...usual(1)(article), usable: article < 10 ? 1 : 0 }));
    theirs.results.reverse();
    const { coverage, usable } = compared(ours, theirs);
    expect(coverage).toMatchObject({ articles: 10, value: 0 });
    expect(usable?.articles).toBe(10);
    const none = runOf(usual(1), (article) => `elsewhere-${article}`);
    expect(compared(ours, none)).toEqual({});
  });
});
