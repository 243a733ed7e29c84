// What an evaluation may spend: what is left of the budget, by the same store and limits as the app's own calls.
import { randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import { budgetUses } from './domain/model-budget.ts';
import type { Allow } from './llm/model-allowance.ts';
import type { ModelAnswer } from './llm/model-client.ts';
import { modelCosts, settleHold, takeHold } from './pipeline/spend.ts';
import { migrateStore, openStore } from './start/open-store.ts';

const TASK = 'evaluate-model';

export interface EvaluationBill {
  /** USD that may still be spent; `null`: as much as it takes. */
  leftUsd(): Promise<number | null>;
  /** Has `work` ask the model within what is left, and keeps what that cost. A call waits for room that others hold. */
  spend<Value>(
    promptVersion: number,
    work: (allow: Allow) => Promise<ModelAnswer<Value>>,
  ): Promise<ModelAnswer<Value>>;
  close(): Promise<void>;
}

/** Where money is taken from and given back to, by the id of a call. */
interface Purse {
  leftUsd(): Promise<number | null>;
  take(id: string, mostUsd: number): Promise<'granted' | 'held' | 'used-up'>;
  settle(id: string, promptVersion: number, answer: ModelAnswer<unknown> | null): Promise<void>;
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
  const purses = [ownPurse(mostUsd), ...(ownHands ? [] : [await storePurse(config)])];
  return billOf(purses);
}

function billOf(purses: readonly Purse[]): EvaluationBill {
  /** Calls under way, and who waits for the end of one. */
  let running = 0;
  let waiting: (() => void)[] = [];
  const take = async (id: string, mostUsd: number): ReturnType<Purse['take']> => {
    for (const purse of purses) {
      const room = await purse.take(id, mostUsd);
      if (room !== 'granted') return room;
    }
    return 'granted';
  };
  return {
    async leftUsd() {
      const left = await Promise.all(purses.map((purse) => purse.leftUsd()));
      const limits = left.filter((limit) => limit !== null);
      return limits.length > 0 ? Math.min(...limits) : null;
    },
    async spend(promptVersion, work) {
      const id = randomUUID();
      let isNew = true;
      const allow: Allow = async (mostUsd) => {
        let room = await take(id, mostUsd);
        // One that has paid for a request already waits for nobody: two such would wait for each other.
        while (room === 'held' && isNew && running > 0) {
          await new Promise<void>((resolve) => waiting.push(resolve));
          room = await take(id, mostUsd);
        }
        if (isNew && room === 'granted') running += 1;
        if (room === 'granted') isNew = false;
        return room;
      };
      let answer: ModelAnswer<never> | Awaited<ReturnType<typeof work>> | null = null;
      try {
        answer = await work(allow);
        return answer;
      } finally {
        for (const purse of purses) await purse.settle(id, promptVersion, answer);
        if (!isNew) running -= 1;
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake();
      }
    },
    async close() {
      for (const purse of purses) await purse.close();
    },
  };
}

/** What the operator gives for this run. */
function ownPurse(mostUsd: number | null): Purse {
  const held = new Map<string, number>();
  let spent = 0;
  return {
    leftUsd: async () => (mostUsd === null ? null : mostUsd - spent),
    async take(id, wanted) {
      if (mostUsd !== null && spent + wanted > mostUsd) return 'used-up';
      const others = [...held].reduce((sum, [other, usd]) => (other === id ? sum : sum + usd), 0);
      if (mostUsd !== null && spent + others + wanted > mostUsd) return 'held';
      held.set(id, wanted);
      return 'granted';
    },
    async settle(id, _, answer) {
      held.delete(id);
      spent += answer?.usage?.costUsd ?? 0;
    },
    close: async () => undefined,
  };
}

/** The app's budget. */
async function storePurse(config: Config): Promise<Purse> {
  const { db } = await openStore(config.store);
  await migrateStore(db);
  const spender = { db, now: () => new Date() };
  return {
    async leftUsd() {
      const uses = budgetUses(config.modelBudget, await modelCosts(spender), TASK);
      const left = uses.map(({ limitUsd, spentUsd, heldUsd }) => limitUsd - spentUsd - heldUsd);
      return left.length > 0 ? Math.min(...left) : null;
    },
    async take(id, mostUsd) {
      const { modelBudget } = config;
      return (await takeHold({ ...spender, modelBudget }, { id, task: TASK, mostUsd })).room;
    },
    settle: (id, promptVersion, answer) =>
      settleHold(spender, id, answer && { task: TASK, articleId: null, promptVersion, answer }),
    close: () => db.close(),
  };
}
