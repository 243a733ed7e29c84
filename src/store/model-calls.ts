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

/**
 * What each task cost since `month`, of that since `today`, and what its calls under way may cost, in USD; the dearest
 * first. In one statement, so that a call that is being settled is in one of both. The hold `except` is left out.
 */
export async function modelBill(
  db: Queryable,
  { month, today, now, except = '' }: { month: Date; today: Date; now: Date; except?: string },
): Promise<{ task: string; todayUsd: number; monthUsd: number; heldUsd: number }[]> {
  return await db.query(
    `select task, coalesce(sum(spent), 0)::float8 as "monthUsd",
       coalesce(sum(spent) filter (where at >= $2), 0)::float8 as "todayUsd",
       coalesce(sum(held), 0)::float8 as "heldUsd"
     from (
       select task, called_at as at, cost_usd as spent, 0 as held from model_call where called_at >= $1
       union all
       select task, null, 0, most_usd from model_hold where until > $3 and id <> $4
     ) as use
     group by task order by 2 desc, 1`,
    [month, today, now, except],
  );
}

/** One at a time looks at what is left and takes of it. */
export async function lockBill(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('model-bill'))`);
}

export interface Hold {
  id: string;
  task: string;
  mostUsd: number;
}

/** Takes or changes a hold, and drops those that have lapsed. */
export async function saveHold(
  tx: Queryable,
  { id, task, mostUsd }: Hold,
  now: Date,
  until: Date,
): Promise<void> {
  await tx.query('delete from model_hold where until <= $1', [now]);
  await tx.query(
    `insert into model_hold (id, task, most_usd, until) values ($1, $2, $3, $4)
     on conflict (id) do update set most_usd = excluded.most_usd, until = excluded.until`,
    [id, task, mostUsd, until],
  );
}

export async function dropHold(db: Queryable, id: string): Promise<void> {
  await db.query('delete from model_hold where id = $1', [id]);
}
