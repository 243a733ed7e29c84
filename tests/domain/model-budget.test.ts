import { describe, expect, it } from 'vitest';
import {
  budgetUses,
  isNearlyUsed,
  isUsedUp,
  type ModelBudget,
  roomFor,
  usedUpOf,
} from '../../src/domain/model-budget.ts';

const BUDGET: ModelBudget = {
  dayUsd: 1,
  monthUsd: 20,
  tasks: { ask: { dayUsd: 0.2, monthUsd: null } },
};
const COSTS = [
  { task: 'summarise-article', todayUsd: 0.5, monthUsd: 15, heldUsd: 0.25 },
  { task: 'ask', todayUsd: 0.2, monthUsd: 1, heldUsd: 0.125 },
];

describe('a budget', () => {
  it('counts a call against the whole, and against its own task alone', () => {
    expect(budgetUses(BUDGET, COSTS, 'ask')).toEqual([
      { period: 'day', task: null, spentUsd: 0.7, heldUsd: 0.375, limitUsd: 1 },
      { period: 'month', task: null, spentUsd: 16, heldUsd: 0.375, limitUsd: 20 },
      { period: 'day', task: 'ask', spentUsd: 0.2, heldUsd: 0.125, limitUsd: 0.2 },
    ]);
    expect(budgetUses(BUDGET, COSTS, 'summarise-article')).toHaveLength(2);
  });

  it('is nearly used from four fifths on, and used up at its limit', () => {
    const [day, month, ask] = budgetUses(BUDGET, COSTS, 'ask');
    const states = [day, month, ask].map((use) => use && [isNearlyUsed(use), isUsedUp(use)]);
    expect(states).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
  });

  it('that is used up is told by the limit that lasts longest, of single tasks too', () => {
    expect(usedUpOf(BUDGET, COSTS)).toMatchObject({ period: 'day', task: 'ask' });
    const dear = { task: 'find-story', todayUsd: 0, monthUsd: 4, heldUsd: 0 };
    expect(usedUpOf(BUDGET, [...COSTS, dear])).toMatchObject({ period: 'month', task: null });
    expect(usedUpOf(BUDGET, COSTS.slice(0, 1))).toBeNull();
  });

  it('has room for a call that fits every limit beside what others may still cost', () => {
    const uses = budgetUses(BUDGET, [{ task: 'a', todayUsd: 0.5, monthUsd: 19.75, heldUsd: 0.125 }], 'a');
    expect([0.125, 0.126, 0.25, 0.251].map((mostUsd) => roomFor(uses, mostUsd))).toEqual([
      'granted',
      'held',
      'held',
      'used-up',
    ]);
  });

  it('without a limit is never used up', () => {
    expect(budgetUses({ dayUsd: null, monthUsd: null, tasks: {} }, COSTS, 'ask')).toEqual([]);
  });
});
