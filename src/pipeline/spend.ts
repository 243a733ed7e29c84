// What the model may cost, and what it did cost. What a call may cost at most is taken from the budget before it is made,
// and given back but for its true cost after it, so that calls side by side, of all processes, never pass a limit.
import { randomUUID } from 'node:crypto';
import { startOfDay } from '../domain/calendar.ts';
import {
  type BudgetUse,
  budgetUses,
  isNearlyUsed,
  isUsedUp,
  lacksRoom,
  roomFor,
  type TaskCost,
  usedUpOf,
} from '../domain/model-budget.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Allow } from '../llm/model-allowance.ts';
import type { ModelAnswer } from '../llm/model-client.ts';
import {
  dropHold,
  type Hold,
  lockBill,
  type ModelCall,
  modelBill,
  recordModelCall,
  saveHold,
} from '../store/model-calls.ts';
import { listTroubles } from '../store/troubles.ts';
import type { Deps } from './ports.ts';
import { clearTrouble, reportTrouble } from './report-trouble.ts';

/** Longer than any call takes, with its tries: after this whoever made it is taken for dead. */
const HOLD_MS = 15 * 60_000;

type Spender = Pick<Deps, 'db' | 'now' | 'modelBudget'>;
type BudgetTrouble = Extract<Trouble, { kind: 'model-budget' }>;

/** What each task has cost since midnight, and since the month began, UTC. */
export async function modelCosts(deps: Pick<Deps, 'db' | 'now'>): Promise<TaskCost[]> {
  return await modelBill(deps.db, periodsAt(deps.now()));
}

/** The limit that keeps the model from being asked; `null` while there is money left. */
export async function usedUpLimit(deps: Deps): Promise<BudgetUse | null> {
  const costs = await modelCosts(deps);
  const usedUp = usedUpOf(deps.modelBudget, costs);
  if (usedUp) return usedUp;
  // What is left may be too little for a call: then the limit is used up before its last cent.
  const told = (await listTroubles(deps.db)).flatMap(({ trouble }) =>
    trouble.kind === 'model-budget' && trouble.level === 'used-up' ? [trouble] : [],
  );
  const uses = ['', ...Object.keys(deps.modelBudget.tasks)].flatMap((task) =>
    budgetUses(deps.modelBudget, costs, task),
  );
  return uses.find((use) => told.some((one) => isOf(one, troubleOf(deps, use, 'used-up')))) ?? null;
}

function isOf(one: BudgetTrouble, other: BudgetTrouble): boolean {
  const [a, b] = [one, other].map(({ period, task, limitUsd, from }) => [period, task, limitUsd, from]);
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Has `work` ask the model within the budget, and keeps what that cost, whatever came of it. `work` passes `allow` on to
 * the model's client. The answer's fault is `budget` where no money is left: then there are only extracts; and `held`
 * where calls under way may need what is left. A word goes to the managers when a limit is nearly used, and when it is
 * used up, once each.
 */
export async function spendOnModel<Value>(
  deps: Deps,
  call: Pick<ModelCall, 'task' | 'articleId' | 'promptVersion'>,
  work: (allow: Allow) => Promise<ModelAnswer<Value>>,
): Promise<ModelAnswer<Value>> {
  const uses = budgetUses(deps.modelBudget, await modelCosts(deps), call.task);
  for (const use of uses) await tellOfUse(deps, use);
  if (uses.some(isUsedUp)) {
    return { kind: 'failed', fault: 'budget', reason: 'its budget is used up', usage: null };
  }
  const id = randomUUID();
  const allow: Allow = async (mostUsd) => {
    const { room, lacking } = await takeHold(deps, { id, task: call.task, mostUsd });
    for (const use of lacking) await tellUsedUp(deps, use);
    return room;
  };
  let answer: ModelAnswer<Value> | null = null;
  try {
    answer = await work(allow);
  } finally {
    await settleHold(deps, id, answer && { ...call, answer });
  }
  return answer;
}

/** Takes the most that a call may cost, or what it may cost in all by now, from every limit; or nothing. */
export async function takeHold(
  { db, now, modelBudget }: Spender,
  hold: Hold,
): Promise<{ room: 'granted' | 'held' | 'used-up'; lacking: BudgetUse[] }> {
  // Nothing can pass a limit by it.
  if (hold.mostUsd === 0) return { room: 'granted', lacking: [] };
  return await db.transaction(async (tx) => {
    await lockBill(tx);
    const at = now();
    const costs = await modelBill(tx, { ...periodsAt(at), except: hold.id });
    const uses = budgetUses(modelBudget, costs, hold.task);
    const room = roomFor(uses, hold.mostUsd);
    if (room === 'granted') await saveHold(tx, hold, at, new Date(at.getTime() + HOLD_MS));
    return { room, lacking: uses.filter((use) => lacksRoom(use, hold.mostUsd)) };
  });
}

/** What the call did cost stands in the place of what it might have cost. */
export async function settleHold(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  id: string,
  made: (Pick<ModelCall, 'task' | 'articleId' | 'promptVersion'> & { answer: ModelAnswer<unknown> }) | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    const usage = made?.answer.usage;
    if (made && usage) {
      const { answer, ...call } = made;
      const outcome = answer.kind === 'answer' ? 'answer' : answer.reason.slice(0, 200);
      await recordModelCall(tx, { ...call, ...usage, outcome }, now());
    }
    await dropHold(tx, id);
  });
}

/** Midnight and the first of the month, UTC. */
function periodsAt(now: Date): { today: Date; month: Date; now: Date } {
  const today = startOfDay('utc', now);
  return { today, month: new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1)), now };
}

async function tellOfUse(deps: Deps, use: BudgetUse): Promise<void> {
  if (isUsedUp(use)) await tellUsedUp(deps, use);
  // What leaves too little for one call may leave enough for a smaller one, which ends nothing.
  else await clearTrouble(deps, troubleOf(deps, use, 'used-up'), { earlier: true });
  const nearly = troubleOf(deps, use, 'nearly-used');
  if (!isNearlyUsed(use) || isUsedUp(use)) return await clearTrouble(deps, nearly);
  await reportTrouble(deps, {
    trouble: nearly,
    says: `${limitOf(use)} is nearly used (${spentOf(use)}); ${RAISES}`,
  });
}

async function tellUsedUp(deps: Deps, use: BudgetUse): Promise<void> {
  const says = `${limitOf(use)} is used up (${spentOf(use)}): cards show extracts until the next ${use.period} (UTC); ${RAISES}`;
  await reportTrouble(deps, { trouble: troubleOf(deps, use, 'used-up'), says });
}

const RAISES = 'config/model.yaml raises it';

const spentOf = ({ spentUsd }: BudgetUse): string => `${spentUsd.toFixed(4)} USD spent`;

function limitOf({ period, task, limitUsd }: BudgetUse): string {
  return `The model's ${task ? `${task}'s ` : ''}budget of ${limitUsd} USD a ${period}`;
}

function troubleOf(
  { now }: Pick<Deps, 'now'>,
  { period, task, limitUsd }: BudgetUse,
  level: BudgetTrouble['level'],
): BudgetTrouble {
  const { today, month } = periodsAt(now());
  const from = (period === 'day' ? today : month).toISOString().slice(0, 10);
  return { kind: 'model-budget', level, period, task, limitUsd, from };
}
