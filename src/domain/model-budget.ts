// What the model may cost, and how much of that is used. Pure.

/** USD; `null` for no limit. A day begins at midnight UTC. */
export interface Limit {
  dayUsd: number | null;
  monthUsd: number | null;
}

export interface ModelBudget extends Limit {
  /** Of single tasks, within the whole. */
  tasks: Record<string, Limit>;
}

export interface TaskCost {
  task: string;
  todayUsd: number;
  monthUsd: number;
  /** What calls under way may cost at most, beside that. */
  heldUsd: number;
}

export interface BudgetUse {
  period: 'day' | 'month';
  /** `null`: all tasks together. */
  task: string | null;
  spentUsd: number;
  limitUsd: number;
}

/** A limit with what calls under way may still take of it. */
export interface BudgetRoom extends BudgetUse {
  heldUsd: number;
}

/** From this share on, a word to those who look after the channels. */
const NEARLY_USED = 0.8;

export function isNearlyUsed({ spentUsd, limitUsd }: BudgetUse): boolean {
  return spentUsd >= NEARLY_USED * limitUsd;
}

export function isUsedUp({ spentUsd, limitUsd }: BudgetUse): boolean {
  return spentUsd >= limitUsd;
}

/** A limit that is used up: of single tasks or of all; the one that lasts longest. `null` while there is money left. */
export function usedUpOf(budget: ModelBudget, costs: readonly TaskCost[]): BudgetUse | null {
  const tasks = ['', ...Object.keys(budget.tasks)];
  const used = tasks.flatMap((task) => budgetUses(budget, costs, task)).filter(isUsedUp);
  return used.find(({ period }) => period === 'month') ?? used[0] ?? null;
}

/** Sums of many small costs are not exact. */
const ROUNDING_USD = 1e-9;

/**
 * Whether a call that may cost `mostUsd` fits every limit: `held` where it does not because of what others may still
 * cost, `used-up` where what was spent leaves too little.
 */
export function roomFor(uses: readonly BudgetRoom[], mostUsd: number): 'granted' | 'held' | 'used-up' {
  if (uses.some((use) => lacksRoom(use, mostUsd))) return 'used-up';
  const fits = uses.every(({ heldUsd, ...use }) => !lacksRoom(use, mostUsd + heldUsd));
  return fits ? 'granted' : 'held';
}

export function lacksRoom({ spentUsd, limitUsd }: BudgetUse, mostUsd: number): boolean {
  return spentUsd + mostUsd > limitUsd + ROUNDING_USD;
}

/** Every limit that a call of `task` counts against. */
export function budgetUses(budget: ModelBudget, costs: readonly TaskCost[], task: string): BudgetRoom[] {
  const sum = (of: (cost: TaskCost) => number, only: string | null): number =>
    costs.filter((cost) => only === null || cost.task === only).reduce((total, cost) => total + of(cost), 0);
  const use = (
    period: BudgetUse['period'],
    limitUsd: number | null,
    of: (cost: TaskCost) => number,
    only: string | null,
  ): BudgetRoom[] => {
    if (limitUsd === null) return [];
    return [{ period, task: only, spentUsd: sum(of, only), heldUsd: sum((c) => c.heldUsd, only), limitUsd }];
  };
  const uses = (limit: Limit, only: string | null): BudgetRoom[] => [
    ...use('day', limit.dayUsd, (c) => c.todayUsd, only),
    ...use('month', limit.monthUsd, (c) => c.monthUsd, only),
  ];
  const own = budget.tasks[task];
  return [...uses(budget, null), ...(own ? uses(own, task) : [])];
}
