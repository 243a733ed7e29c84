// What an evaluation may spend, by a database on disk as the app has one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Config, loadConfig } from '../src/config.ts';
import type { ModelBudget } from '../src/domain/model-budget.ts';
import { type EvaluationBill, openBill } from '../src/eval-bill.ts';
import type { ModelAnswer } from '../src/llm/model-client.ts';
import { recordModelCall } from '../src/store/model-calls.ts';
import { withFolder } from './support/summarised-folder.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const EARLIER = new Date('2026-11-03T12:00:00Z');
const LAST_MONTH = new Date('2026-10-31T23:59:59Z');

let folder: string;
let dataDir: string;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  folder = mkdtempSync(join(tmpdir(), 'eval-bill-'));
  dataDir = join(folder, 'data');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function configWith(budget: Partial<ModelBudget>): Config {
  const config = loadConfig({ DATA_DIR: dataDir }, {}, '.');
  return { ...config, modelBudget: { dayUsd: null, monthUsd: null, tasks: {}, ...budget } };
}

const usageOf = (costUsd: number) => ({
  model: 'small',
  inputTokens: 100,
  outputTokens: 10,
  costUsd,
  latencyMs: 5.4,
  requests: 1,
});
const answerOf = (costUsd: number): ModelAnswer<unknown> => ({
  kind: 'answer',
  value: {},
  usage: usageOf(costUsd),
});

const record = (bill: EvaluationBill, answer: ModelAnswer<unknown>) => bill.spend(7, async () => answer);

/** The app's own calls, on its own bill. */
async function spendAsApp(calls: [task: string, costUsd: number, at: Date][]): Promise<void> {
  await withFolder(dataDir, async (db) => {
    for (const [task, costUsd, at] of calls) {
      const call = { task, articleId: null, promptVersion: 2, outcome: 'answer', ...usageOf(costUsd) };
      await recordModelCall(db, call, at);
    }
  });
}

describe('the bill of an evaluation', { timeout: 180_000 }, () => {
  it('is the app’s: what the app has spent is gone, and what the evaluation spends stands on it', async () => {
    await spendAsApp([
      ['summarise-article', 0.25, NOW],
      ['answer-question', 0.5, EARLIER],
      ['evaluate-model', 0.125, EARLIER],
      ['summarise-article', 64, LAST_MONTH],
    ]);
    const tasks = { 'evaluate-model': { dayUsd: null, monthUsd: 0.625 }, other: { dayUsd: 0, monthUsd: 0 } };
    const config = configWith({});
    const bill = await openBill(config, false, null);
    const left = async (budget: Partial<ModelBudget>): Promise<number | null> => {
      config.modelBudget = { dayUsd: null, monthUsd: null, tasks: {}, ...budget };
      return await bill.leftUsd();
    };
    expect(await left({ dayUsd: 0.5, monthUsd: 4, tasks })).toBeCloseTo(0.25);
    await record(bill, answerOf(0.125));
    await record(bill, { kind: 'failed', reason: 'x'.repeat(300), usage: usageOf(0.0625) });
    await record(bill, { kind: 'failed', reason: 'never reached it', usage: null });
    expect(await left({ dayUsd: 0.5, monthUsd: 4, tasks })).toBeCloseTo(0.0625);
    expect(await left({ monthUsd: 4 })).toBeCloseTo(4 - 0.25 - 0.5 - 0.125 - 0.1875);
    expect(await left({ monthUsd: 4, tasks })).toBeCloseTo(0.625 - 0.125 - 0.1875);
    expect(await left({})).toBeNull();
    await bill.close();

    // Closed, it holds the folder no longer.
    const calls = await withFolder(dataDir, (db) =>
      db.query(
        `select outcome, model, prompt_version as "promptVersion", cost_usd::float8 as "costUsd", called_at as at
         from model_call where prompt_version = 7 order by id`,
      ),
    );
    expect(calls).toEqual([
      { outcome: 'answer', model: 'small', promptVersion: 7, costUsd: 0.125, at: NOW },
      { outcome: 'x'.repeat(200), model: 'small', promptVersion: 7, costUsd: 0.0625, at: NOW },
    ]);
  });

  it('cannot be kept while the app holds the folder, unless the operator gives a limit or nothing costs', async () => {
    await withFolder(dataDir, async () => {
      await expect(openBill(configWith({ dayUsd: 1 }), false, null)).rejects.toMatchObject({
        forOperator: true,
        message: expect.stringMatching(/is in use by .*: stop it/),
      });
      const own = await openBill(configWith({ dayUsd: 0 }), false, 0.5);
      expect(await own.leftUsd()).toBe(0.5);
      await record(own, answerOf(0.125));
      await record(own, { kind: 'failed', reason: 'cut', usage: usageOf(0.125) });
      expect(await own.leftUsd()).toBe(0.25);
      await own.close();
      const free = await openBill(configWith({ dayUsd: 0 }), true, null);
      await record(free, answerOf(0));
      expect(await free.leftUsd()).toBeNull();
    });
  });

  it.each([
    ['the operator’s limit', {}, 0.5],
    ['the app’s budget', { dayUsd: 0.5 }, null],
  ])('is never more than %s, though calls side by side may cost as much each', async (_, budget, mostUsd) => {
    const bill = await openBill(configWith(budget), false, mostUsd);
    let atOnce = 0;
    let most = 0;
    const call = (): Promise<ModelAnswer<unknown>> =>
      bill.spend(7, async (allow) => {
        const room = await allow(0.25);
        if (room !== 'granted') return { kind: 'failed', fault: 'budget', reason: room, usage: null };
        most = Math.max(most, ++atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        return answerOf(0.1);
      });
    const answers = await Promise.all(Array.from({ length: 6 }, call));
    // 0.3 are spent when 0.25 would be too much: the rest waits for its turn, and is told.
    expect(most).toBeLessThanOrEqual(2);
    const outcomes = answers.map((answer) => (answer.kind === 'failed' ? answer.reason : answer.kind));
    expect(outcomes.sort()).toEqual([...Array(3).fill('answer'), ...Array(3).fill('used-up')]);
    expect(await bill.leftUsd()).toBeCloseTo(0.2);
    await bill.close();
  });

  it('needs no database where it is not kept there', async () => {
    await (await openBill(configWith({}), true, null)).close();
    expect(existsSync(dataDir)).toBe(false);
  });
});
