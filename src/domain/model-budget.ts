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
}

export interface BudgetUse {
  period: 'day' | 'month';
  /** `null`: all tasks together. */
  task: string | null;
  spentUsd: number;
  limitUsd: number;
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

/** Every limit that a call of `task` counts against. */
export function budgetUses(budget: ModelBudget, costs: readonly TaskCost[], task: string): BudgetUse[] {
  const sum = (of: (cost: TaskCost) => number, only: string | null): number =>
    costs.filter((cost) => only === null || cost.task === only).reduce((total, cost) => total + of(cost), 0);
  const uses = (limit: Limit, only: string | null): BudgetUse[] => [
    ...(limit.dayUsd === null
      ? []
      : [
          {
            period: 'day' as const,
            task: only,
            spentUsd: sum((c) => c.todayUsd, only),
            limitUsd: limit.dayUsd,
          },
        ]),
    ...(limit.monthUsd === null
      ? []
      : [
          {
            period: 'month' as const,
            task: only,
            spentUsd: sum((c) => c.monthUsd, only),
            limitUsd: limit.monthUsd,
          },
        ]),
  ];
  const own = budget.tasks[task];
  return [...uses(budget, null), ...(own ? uses(own, task) : [])];
}
