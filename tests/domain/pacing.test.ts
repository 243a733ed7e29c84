import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalFor, LONGEST_WAIT, nextCollectAt, postingRate } from '../../src/domain/pacing.ts';

/** A Tuesday. */
const NOW = new Date('2026-11-24T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(NOW.getTime() - ms);
const every = (gap: number, count: number): Date[] => Array.from({ length: count }, (_, n) => ago(n * gap));
const intervalOf = (dates: (Date | null)[]): number => intervalFor(postingRate(dates, NOW), NOW);

describe('a source is asked by how often it posts', () => {
  test.each([
    ['each hour', every(HOUR, 40), 15 * MINUTE],
    ['four times a day', every(6 * HOUR, 40), 30 * MINUTE],
    ['daily', every(DAY, 40), 2 * HOUR],
    ['weekly', every(7 * DAY, 40), 12 * HOUR],
    ['once a year', [ago(300 * DAY)], 12 * HOUR],
    ['no one knows how often', [null, null], HOUR],
    ['nothing', [], HOUR],
  ])('one that posts %s', (_often, dates, interval) => {
    const found = intervalOf(dates);
    expect(Math.abs(found - interval) / interval).toBeLessThan(0.15);
  });

  test('a short feed that was filled since yesterday is taken for a fast one', () => {
    expect(intervalOf(every(3 * HOUR, 10))).toBe(15 * MINUTE);
  });

  test('one that has fallen silent is asked more and more rarely, without another answer', () => {
    const rate = postingRate(every(6 * HOUR, 40), NOW);
    const in10Days = new Date(NOW.getTime() + 10 * DAY);
    expect(intervalFor(rate, in10Days)).toBe(12 * HOUR);
  });

  test('a date in the future counts for nothing', () => {
    expect(postingRate([new Date(NOW.getTime() + DAY)], NOW)).toEqual({ postsPerWeek: null, newestAt: null });
  });
});

describe('the next time', () => {
  const healthy = { failures: 0, notBeforeMs: null, intervalMs: HOUR, quiet: null };
  const waitOf = (last: Partial<Parameters<typeof nextCollectAt>[1]>, jitter = 0): number =>
    nextCollectAt(NOW, { ...healthy, ...last }, jitter).getTime() - NOW.getTime();

  test('is the longer of the interval and the server’s wish', () => {
    expect(waitOf({ notBeforeMs: 10 * MINUTE })).toBe(HOUR);
    expect(waitOf({ notBeforeMs: 3 * HOUR })).toBe(3 * HOUR);
  });

  test('after failures backs off from half an hour, whatever the interval', () => {
    expect([1, 2, 3, 9, 50].map((failures) => waitOf({ failures, intervalMs: 0 }))).toEqual([
      30 * MINUTE,
      HOUR,
      2 * HOUR,
      DAY,
      DAY,
    ]);
  });

  test('is never more than a day off, a tenth of it for jitter, and never now', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.option(fc.nat(1e12)),
        fc.integer({ min: 15 * MINUTE, max: 12 * HOUR }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, notBeforeMs, intervalMs, jitter) => {
          const wait = waitOf({ failures, notBeforeMs, intervalMs }, jitter);
          expect(wait).toBeGreaterThanOrEqual(15 * MINUTE);
          expect(wait).toBeLessThanOrEqual(LONGEST_WAIT * 1.1);
        },
      ),
    );
  });

  test('is spread by the jitter', () => {
    expect(waitOf({}, 0.5)).toBe(HOUR * 1.05);
  });

  test('passes over the hours and days at which a feed asks to be left alone', () => {
    const at = (quiet: { hours: number[]; days: number[] }): string =>
      nextCollectAt(NOW, { ...healthy, quiet }, 0.2).toISOString();
    expect(at({ hours: [13, 14], days: [] })).toBe('2026-11-24T15:00:00.000Z');
    expect(at({ hours: [], days: [2, 3] })).toBe('2026-11-26T00:00:00.000Z');
    expect(at({ hours: [12], days: [] })).toBe('2026-11-24T13:01:12.000Z');
  });

  test('does not believe a feed that is to be left alone at all times', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    expect(nextCollectAt(NOW, { ...healthy, quiet: { hours, days: [] } }, 0)).toEqual(
      new Date(NOW.getTime() + HOUR),
    );
  });
});
