// Owns every query on summaries and on the calls of the model that made them.
import type { Summary } from '../domain/article.ts';
import type { Queryable } from './database.ts';

export async function saveSummary(
  db: Queryable,
  articleId: number,
  language: string,
  summary: Summary,
  now: Date,
): Promise<void> {
  await db.query(
    `insert into summary (article_id, method, language, tldr, points, kind, topics, try_it, created_at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)
     on conflict (article_id, method, language) do update set tldr = excluded.tldr, points = excluded.points,
       kind = excluded.kind, topics = excluded.topics, try_it = excluded.try_it, created_at = excluded.created_at`,
    [
      articleId,
      summary.method,
      language,
      summary.tldr,
      JSON.stringify(summary.points),
      summary.kind,
      summary.topics,
      summary.tryIt,
      now,
    ],
  );
}

/** The right to ask the model for this summary until `until`; false while somebody else has it. */
export async function takeSummary(
  db: Queryable,
  wanted: { articleId: number; language: string },
  now: Date,
  until: Date,
): Promise<boolean> {
  const rows = await db.query(
    `insert into summary_lease (article_id, language, until) values ($1, $2, $4)
     on conflict (article_id, language) do update set until = excluded.until where summary_lease.until <= $3
     returning 1`,
    [wanted.articleId, wanted.language, now, until],
  );
  return rows.length > 0;
}

export async function releaseSummary(
  db: Queryable,
  wanted: { articleId: number; language: string },
): Promise<void> {
  await db.query('delete from summary_lease where article_id = $1 and language = $2', [
    wanted.articleId,
    wanted.language,
  ]);
}

/** The one sentence of each article in the language (its first subtag: `zh`), where the model wrote one in it. */
export async function sentencesIn(
  db: Queryable,
  articleIds: readonly number[],
  subtag: string,
): Promise<Map<number, string>> {
  const rows = await db.query<{ id: number; tldr: string }>(
    `select article_id as id, tldr from summary
     where article_id = any($1) and split_part(language, '-', 1) = $2 and method = 'model' order by created_at`,
    [articleIds, subtag],
  );
  return new Map(rows.map(({ id, tldr }) => [id, tldr]));
}

/** The model's summary in `language` where there is one, else the extract. */
export async function bestSummary(
  db: Queryable,
  articleId: number,
  language: string,
): Promise<Summary | null> {
  const [row] = await db.query<Summary>(
    `select method, tldr, points, kind, topics, try_it as "tryIt" from summary
     where article_id = $1 and (method = 'extract' or language = $2)
     order by method = 'model' desc, created_at desc limit 1`,
    [articleId, language],
  );
  return row ?? null;
}

export interface ModelCall {
  task: string;
  articleId: number | null;
  model: string;
  outcome: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
  latencyMs: number;
}

export async function recordModelCall(db: Queryable, call: ModelCall, now: Date): Promise<void> {
  await db.query(
    `insert into model_call (task, article_id, model, outcome, input_tokens, output_tokens, cost_usd, latency_ms,
       called_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
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
