// What the model may cost is never passed, however many calls are made at the same moment, and by how many processes.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withAllowance } from '../../src/llm/model-allowance.ts';
import type { ModelAnswer } from '../../src/llm/model-client.ts';
import { createModelClient } from '../../src/llm/model-client.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { modelCosts, spendOnModel, takeHold, usedUpLimit } from '../../src/pipeline/spend.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { modelCostSince } from '../../src/store/model-calls.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { completion, type ModelServer, startModelServer } from '../llm/model-server.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { describeDatabases, describePostgres } from '../support/backends.ts';

const CALL = { task: 'summarise-article', articleId: null, promptVersion: 1 };
const MINUTE_MS = 60_000;
const answerOf = (costUsd: number): ModelAnswer<string> => ({
  kind: 'answer',
  value: 'said',
  usage: { model: 'small', inputTokens: 1, outputTokens: 1, costUsd, latencyMs: 1, requests: 1 },
});

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ workers: false, profile: { managers: ['U1'] } });
});
afterAll(() => app.close());

function depsOn(db: Database, dayUsd: number | null): Deps {
  return { ...app.deps, db, modelBudget: { dayUsd, monthUsd: null, tasks: {} } };
}

/** Asks for `mostUsd` and costs `costUsd`, once everybody else has asked too. */
function callOf(mostUsd: number, costUsd: number) {
  return (deps: Deps): Promise<ModelAnswer<string>> =>
    spendOnModel(deps, CALL, async (allow) => {
      const room = await allow(mostUsd);
      if (room !== 'granted') return { kind: 'failed', fault: 'budget', reason: room, usage: null };
      return answerOf(costUsd);
    });
}

const answered = (answers: readonly ModelAnswer<unknown>[]): number =>
  answers.filter(({ kind }) => kind === 'answer').length;

describeDatabases('a budget', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await migrate(db, 'src/store/migrations');
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    for (const table of ['model_call', 'model_hold', 'trouble']) await db.query(`delete from ${table}`);
  });

  it('is not passed by calls side by side that cost all they may', async () => {
    const deps = depsOn(db, 0.5);
    const call = callOf(0.125, 0.125);
    const answers = await Promise.all(Array.from({ length: 12 }, () => call(deps)));
    expect(answered(answers)).toBe(4);
    expect(await modelCostSince(db, new Date(0))).toBe(0.5);
  });

  it('gives back what a call did not cost, and what one cost that failed', async () => {
    const deps = depsOn(db, 0.5);
    for (let n = 0; n < 3; n += 1) expect((await callOf(0.25, 0.125)(deps)).kind).toBe('answer');
    expect((await callOf(0.25, 0.125)(deps)).kind).toBe('failed');
    await expect(
      spendOnModel(deps, CALL, async (allow) => {
        expect(await allow(0.125)).toBe('granted');
        throw new Error('a fault of our own');
      }),
    ).rejects.toThrow('a fault of our own');
    expect(await modelCosts(deps)).toEqual([
      { task: CALL.task, todayUsd: 0.375, monthUsd: 0.375, heldUsd: 0 },
    ]);
  });

  it('is held for a further request of a call too, which keeps what it has where there is no more', async () => {
    const deps = depsOn(db, 0.5);
    await spendOnModel(deps, CALL, async (allow) => {
      expect(await allow(0.125)).toBe('granted');
      expect(await allow(0.375)).toBe('granted');
      expect(await allow(0.625)).toBe('used-up');
      const [costs] = await modelCosts(deps);
      expect(costs).toMatchObject({ heldUsd: 0.375, todayUsd: 0 });
      expect(await callOf(0.25, 0.25)(deps)).toMatchObject({ reason: 'held' });
      return answerOf(0.25);
    });
    expect((await callOf(0.25, 0.25)(deps)).kind).toBe('answer');
  });

  it('gets back what a process held that died', async () => {
    const deps = depsOn(db, 0.5);
    await takeHold(deps, { id: 'died', task: CALL.task, mostUsd: 0.5 });
    expect(await callOf(0.25, 0)(deps)).toMatchObject({ kind: 'failed', reason: 'held' });
    const later = { ...deps, now: () => new Date(deps.now().getTime() + 16 * MINUTE_MS) };
    expect((await callOf(0.25, 0)(later)).kind).toBe('answer');
    expect(await db.query('select id from model_hold')).toEqual([]);
  });

  it('holds for a single task as for all together', async () => {
    const deps = depsOn(db, null);
    deps.modelBudget.tasks[CALL.task] = { dayUsd: null, monthUsd: 0.25 };
    const answers = await Promise.all(Array.from({ length: 6 }, () => callOf(0.125, 0.125)(deps)));
    expect(answered(answers)).toBe(2);
    expect(await takeHold(deps, { id: 'other', task: 'brief-poc', mostUsd: 9 })).toMatchObject({
      room: 'granted',
    });
  });

  it('is told as used up, once a day, where what is left is too little for a call', async () => {
    const deps = depsOn(db, 0.5);
    const told: unknown[] = [];
    deps.publisher = { ...deps.publisher, tellTrouble: async (_, trouble) => void told.push(trouble) };
    await callOf(0.375, 0.25)(deps);
    expect(await usedUpLimit(deps)).toBeNull();
    for (let n = 0; n < 3; n += 1) await callOf(0.375, 0.25)(deps);
    // A smaller call goes on, and does not end it.
    expect((await callOf(0.125, 0)(deps)).kind).toBe('answer');
    await callOf(0.375, 0.25)(deps);
    expect(told).toMatchObject([{ kind: 'model-budget', level: 'used-up', limitUsd: 0.5 }]);
    expect(await usedUpLimit(deps)).toMatchObject({ period: 'day', spentUsd: 0.25, limitUsd: 0.5 });
    const raised = { ...deps, modelBudget: { ...deps.modelBudget, dayUsd: 1 } };
    expect(await usedUpLimit(raised)).toBeNull();
    const tomorrow = { ...deps, now: () => new Date(deps.now().getTime() + 24 * 60 * MINUTE_MS) };
    expect(await usedUpLimit(tomorrow)).toBeNull();
    await callOf(0.75, 0)(tomorrow);
    expect(told).toHaveLength(2);
  });
});

describePostgres('processes side by side', (create) => {
  it('together keep to the budget of the day', async () => {
    const url = await create();
    const dbs = await Promise.all([1, 2, 3].map(() => openPostgres(url, { poolSize: 4 })));
    try {
      const [first] = dbs;
      if (!first) throw new Error('no database');
      await migrate(first, 'src/store/migrations');
      const call = callOf(0.125, 0.125);
      const answers = await Promise.all(
        dbs.flatMap((db) => Array.from({ length: 8 }, () => call(depsOn(db, 1)))),
      );
      expect(answered(answers)).toBe(8);
      expect(await modelCostSince(first, new Date(0))).toBe(1);
    } finally {
      await Promise.all(dbs.map((db) => db.close()));
    }
  });
});

describe('a model’s client', () => {
  const PRICES = { inputUsdPerMillion: 1, outputUsdPerMillion: 10 };
  const schema = z.object({ said: z.string() });
  let server: ModelServer;
  let reply: string;
  beforeEach(async () => {
    await app.db.query('delete from model_call');
    reply = '{"said":"yes"}';
    server = await startModelServer(() =>
      completion(reply, { usage: { prompt_tokens: 100, completion_tokens: 50 } }),
    );
  });
  afterEach(() => server.close());
  const ask = (dayUsd: number): Promise<ModelAnswer<{ said: string }>> => {
    const model = createModelClient({ apiKey: null, baseUrl: server.url, model: 'small', prices: PRICES });
    return spendOnModel(depsOn(app.db, dayUsd), CALL, (allow) =>
      withAllowance(model, allow).answer({ task: CALL.task, system: 'Be short.', user: 'Well?', schema }),
    );
  };

  it('sends nothing that may cost more than is left', async () => {
    expect(await ask(0.03)).toMatchObject({ kind: 'failed', fault: 'budget', usage: null });
    expect(server.requests).toEqual([]);
    expect((await ask(0.05)).kind).toBe('answer');
    expect(await modelCostSince(app.db, new Date(0))).toBeCloseTo(0.0006);
  });

  it('does not ask again where only one request fits, and pays for that one', async () => {
    reply = 'I would rather talk.';
    expect(await ask(0.041)).toMatchObject({ kind: 'failed', fault: 'budget', usage: { requests: 1 } });
    expect(server.requests).toHaveLength(1);
    expect(await modelCostSince(app.db, new Date(0))).toBeCloseTo(0.0006);
  });

  it('never holds more than its requests may cost, nor less', async () => {
    const model = createModelClient({ apiKey: null, baseUrl: server.url, model: 'small', prices: PRICES });
    const asked: number[] = [];
    reply = 'I would rather talk.';
    const user = '問'.repeat(1_000);
    const both = withAllowance(model, async (mostUsd) => {
      asked.push(mostUsd);
      return 'granted';
    });
    const request = { task: CALL.task, system: '', user, schema };
    await both.answer(request);
    await both.answer(request);
    // A token is at least a byte: three thousand for these characters, four thousand of an answer.
    expect(asked[0]).toBeGreaterThan(0.043);
    expect(asked[0]).toBeLessThan(0.045);
    const [first = 0, second = 0, third = 0] = asked;
    expect(second - first).toBeGreaterThan(0.0006);
    expect(third - first).toBeCloseTo(2 * 0.0006);
  });
});
