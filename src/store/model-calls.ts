// Owns every query on the calls of the model: the bill.
import type { Queryable } from './database.ts';

export interface ModelCall {
  task: string;
  articleId: number | null;
  model: string;
  promptVersion: number | null;
  outcome: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
  latencyMs: number;
}

export async function recordModelCall(db: Queryable, call: ModelCall, now: Date): Promise<void> {
  await db.query(
    `insert into model_call (task, article_id, model, outcome, input_tokens, output_tokens, cost_usd, latency_ms,
       called_at, prompt_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      call.task,
      call.articleId,
      call.model,
      call.outcome,
      call.inputTokens,
      call.outputTokens,
      call.costUsd,
      Math.round(call.latencyMs),
      now,
      call.promptVersion,
    ],
  );
}

/** What the model cost since `since`, in USD; calls whose price is not known count as nothing. */
export async function modelCostSince(db: Queryable, since: Date): Promise<number> {
  const bill = await modelBillSince(db, since);
  return bill.reduce((sum, { costUsd }) => sum + costUsd, 0);
}

/** Calls and cost since then, by task, the dearest first. */
async function modelBillSince(
  db: Queryable,
  since: Date,
): Promise<{ task: string; calls: number; costUsd: number }[]> {
  return await db.query(
    `select task, count(*)::int as calls, coalesce(sum(cost_usd), 0)::float8 as "costUsd"
     from model_call where called_at >= $1 group by task order by 3 desc, 1`,
    [since],
  );
}
