// What an evaluation may spend: what is left of the budget, by the same store and limits as the app's own calls.
import type { Config } from './config.ts';
import { startOfDay } from './domain/calendar.ts';
import { budgetUses } from './domain/model-budget.ts';
import type { ModelAnswer } from './llm/model-client.ts';
import { migrateStore, openStore } from './open-store.ts';
import { modelBill, recordModelCall } from './store/model-calls.ts';

const TASK = 'evaluate-model';

export interface EvaluationBill {
  /** USD that may still be spent; `null`: as much as it takes. */
  leftUsd(): Promise<number | null>;
  record(answer: ModelAnswer<unknown>, promptVersion: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * `mostUsd` is a limit of the operator's own. Without a bill to keep, or with such a limit, the database is not needed;
 * otherwise a database that the running app holds is an error, since what is left of the budget cannot be known.
 */
export async function openBill(
  config: Config,
  isFree: boolean,
  mostUsd: number | null,
): Promise<EvaluationBill> {
  const ownHands = config.store.kind === 'pglite' && (isFree || mostUsd !== null);
  let spent = 0;
  const count = (answer: ModelAnswer<unknown>): void => {
    spent += answer.usage?.costUsd ?? 0;
  };
  const own = (): number | null => (mostUsd === null ? null : mostUsd - spent);
  if (ownHands) {
    return {
      leftUsd: async () => own(),
      record: async (answer) => count(answer),
      close: async () => undefined,
    };
  }
  const { db } = await openStore(config.store);
  await migrateStore(db);
  return {
    async leftUsd() {
      const today = startOfDay('utc', new Date());
      const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1));
      const uses = budgetUses(config.modelBudget, await modelBill(db, month, today), TASK);
      const left = [own(), ...uses.map(({ limitUsd, spentUsd }) => limitUsd - spentUsd)];
      const limits = left.filter((limit) => limit !== null);
      return limits.length > 0 ? Math.min(...limits) : null;
    },
    async record(answer, promptVersion) {
      count(answer);
      if (!answer.usage) return;
      const outcome = answer.kind === 'answer' ? 'answer' : answer.reason.slice(0, 200);
      const call = { task: TASK, articleId: null, promptVersion, outcome, ...answer.usage };
      await recordModelCall(db, call, new Date());
    },
    close: () => db.close(),
  };
}
