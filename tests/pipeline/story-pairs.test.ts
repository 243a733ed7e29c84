// The labelled pairs, joined on the product's own way: how many stories are found, and that none are mixed up.
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { openTestStore } from '../support/store.ts';
import { joinReports, precisionOf, readLabelled, recallOf, tallyOf } from '../support/stories.ts';

const PRECISION = 0.98;
const RECALL = 0.85;

let db: Database | null = null;
afterEach(async () => {
  await db?.close();
  db = null;
});

describe.each(['dev', 'held-out'] as const)('the %s half of the labelled pairs', (half) => {
  it('is joined where it is one story, and hardly ever where it is two', { timeout: 240_000 }, async () => {
    const { reports, pairs } = await readLabelled(half);
    expect(pairs.length).toBeGreaterThan(150);
    db = await openTestStore();
    const joined = await joinReports(db, reports);
    const storyOf = new Map(reports.map((report, n) => [report, joined[n]]));
    const tally = tallyOf(pairs, ({ a, b }) => storyOf.get(a) === storyOf.get(b));
    expect(precisionOf(tally)).toBeGreaterThanOrEqual(PRECISION);
    expect(recallOf(tally)).toBeGreaterThanOrEqual(RECALL);
  });
});
