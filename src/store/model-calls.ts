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
  const [row] = await db.query<{ cost: number }>(
    'select coalesce(sum(cost_usd), 0)::float8 as cost from model_call where called_at >= $1',
    [since],
  );
  return row?.cost ?? 0;
}

/** What each task cost since `month`, and of that since `today`, in USD; the dearest first. */
export async function modelBill(
  db: Queryable,
  month: Date,
  today: Date,
): Promise<{ task: string; todayUsd: number; monthUsd: number }[]> {
  return await db.query(
    `select task, coalesce(sum(cost_usd), 0)::float8 as "monthUsd",
       coalesce(sum(cost_usd) filter (where called_at >= $2), 0)::float8 as "todayUsd"
     from model_call where called_at >= $1 group by task order by 2 desc, 1`,
    [month, today],
  );
}
