// What the model may cost, and what it did cost.
import { startOfDay } from '../domain/calendar.ts';
import type { ModelAnswer } from '../llm/model-client.ts';
import { type ModelCall, modelCostSince, recordModelCall } from '../store/model-calls.ts';
import type { Deps } from './ports.ts';

/** What the model has cost since midnight UTC, in USD. */
export async function modelCostToday(deps: Deps): Promise<number> {
  return await modelCostSince(deps.db, startOfDay('utc', deps.now()));
}

/** False when today's budget is used up; says so in the log. */
export async function hasModelBudget(deps: Deps): Promise<boolean> {
  const cost = await modelCostToday(deps);
  if (cost < deps.pacing.modelBudgetUsdPerDay) return true;
  deps.log.warn(
    `The model's budget of ${deps.pacing.modelBudgetUsdPerDay} USD a day is used up (${cost.toFixed(4)} USD): ` +
      'cards show extracts until midnight UTC; MODEL_BUDGET_USD_PER_DAY raises it',
  );
  return false;
}

/** Keeps what a call cost, whatever came of it. */
export async function recordCall(
  deps: Deps,
  { task, articleId, promptVersion }: Pick<ModelCall, 'task' | 'articleId' | 'promptVersion'>,
  answer: ModelAnswer<unknown>,
): Promise<void> {
  const { usage } = answer;
  if (!usage) return;
  await recordModelCall(
    deps.db,
    {
      task,
      articleId,
      promptVersion,
      ...usage,
      outcome: answer.kind === 'answer' ? 'answer' : answer.reason.slice(0, 200),
    },
    deps.now(),
  );
}
