import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/domain/seeded-random.ts';
import { differencesOf, figureOf, holm, permutationTest } from '../../src/evaluation/chance.ts';

describe('the paired permutation test', () => {
  it('is exact for few pairs: of eight differences of one sign, 2 in 256 ways are as far out', () => {
    expect(permutationTest([1, 1, 1, 1, 1, 1, 1, 1])).toBe(2 / 256);
  });

  it('finds nothing where nothing differs, and never says that chance is impossible', () => {
    expect(permutationTest([0, 0, 0])).toBe(1);
    expect(permutationTest(new Array(60).fill(0.5))).toBeGreaterThan(0);
  });

  it('calls equals different about as often as its level says', () => {
    const random = mulberry32(3);
    let found = 0;
    for (let round = 0; round < 120; round++) {
      const differences = Array.from({ length: 30 }, () => random() - random());
      if (permutationTest(differences) < 0.05) found++;
    }
    expect(found).toBeLessThan(15);
  });
});

describe('many measures', () => {
  it('are corrected together, by Holm’s steps', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, at) => {
      expect(corrected[at]).toBeCloseTo(p);
    });
  });

  it('let a real difference stand and keep a chance one from looking like it', () => {
    const random = mulberry32(5);
    const noise = Array.from({ length: 60 }, () => random());
    const measures = [
      { ours: noise.map((value) => value + 0.4), theirs: noise.map(() => random()), byRatio: false },
      { ours: noise, theirs: noise.map((value, at) => value + (at % 2 ? 0.1 : -0.1)), byRatio: false },
      { ours: [1, 1, 1], theirs: [0, 0, 0], byRatio: false },
    ];
    const [real, chance, few] = differencesOf(measures);
    expect(real?.moreThanChance).toBe(true);
    expect(real?.low).toBeGreaterThan(0);
    expect(chance?.moreThanChance).toBe(false);
    expect(few).toBeNull();
  });

  it('compare cost and time by their ratio', () => {
    const theirs = Array.from({ length: 20 }, (_, at) => 1 + at);
    const [difference] = differencesOf([{ ours: theirs.map((value) => 2 * value), theirs, byRatio: true }]);
    expect(difference?.value).toBeCloseTo(2);
    expect(difference?.moreThanChance).toBe(true);
  });
});

it('a figure has an interval that is the same in every run', () => {
  const values = [0, 0, 1, 1, 1, 1, 0, 1, 1, 1];
  expect(figureOf(values)).toEqual(figureOf(values));
  const { mean, low, high } = figureOf(values);
  expect(mean).toBeCloseTo(0.7);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
});
