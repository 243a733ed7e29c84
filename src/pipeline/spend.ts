// What the model may cost, and what it did cost.
import { startOfDay } from '../domain/calendar.ts';
import { type BudgetUse, budgetUses, isNearlyUsed, isUsedUp, type TaskCost } from '../domain/model-budget.ts';
import type { ModelAnswer } from '../llm/model-client.ts';
import { type ModelCall, modelBill, recordModelCall } from '../store/model-calls.ts';
import type { Deps } from './ports.ts';
import { clearTrouble, reportTrouble } from './report-trouble.ts';

/** What each task has cost since midnight, and since the month began, UTC. */
export async function modelCosts(deps: Deps): Promise<TaskCost[]> {
  const today = startOfDay('utc', deps.now());
  const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1));
  return await modelBill(deps.db, month, today);
}

/**
 * False when a limit that the task counts against is used up: then there are only extracts. A word goes to the
 * managers when a limit is nearly used, and when it is used up, once each.
 */
export async function hasModelBudget(deps: Deps, task: string): Promise<boolean> {
  const uses = budgetUses(deps.modelBudget, await modelCosts(deps), task);
  for (const use of uses) {
    await tell(deps, use, 'used-up', isUsedUp(use));
    await tell(deps, use, 'nearly-used', isNearlyUsed(use) && !isUsedUp(use));
  }
  return !uses.some(isUsedUp);
}

async function tell(
  deps: Deps,
  use: BudgetUse,
  level: 'nearly-used' | 'used-up',
  stands: boolean,
): Promise<void> {
  const { period, task, spentUsd, limitUsd } = use;
  const trouble = { kind: 'model-budget' as const, level, period, task, limitUsd };
  if (!stands) return await clearTrouble(deps, trouble);
  const whose = task ? `${task}'s budget` : 'budget';
  const says =
    `The model's ${whose} of ${limitUsd} USD a ${period} is ${level === 'used-up' ? 'used up' : 'nearly used'} ` +
    `(${spentUsd.toFixed(4)} USD)${level === 'used-up' ? `: cards show extracts until the next ${period} (UTC)` : ''}; ` +
    'config/model.yaml raises it';
  await reportTrouble(deps, { trouble, says });
}

/** Keeps what a call cost, whatever came of it. */
export async function recordCall(
  deps: Deps,
  { task, articleId, promptVersion }: Pick<ModelCall, 'task' | 'articleId' | 'promptVersion'>,
  answer: ModelAnswer<unknown>,
): Promise<void> {
  const { usage } = answer;
  if (!usage) return;
  const outcome = answer.kind === 'answer' ? 'answer' : answer.reason.slice(0, 200);
  await recordModelCall(deps.db, { task, articleId, promptVersion, ...usage, outcome }, deps.now());
}
