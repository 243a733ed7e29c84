// Owns every query on summaries, and on those that people marked as wrong.
import type { Point, Summary } from '../domain/article.ts';
import type { Queryable } from './database.ts';

/** Who made a model's summary, and from what. */
export interface Making {
  model: string;
  promptVersion: number;
  /** Of all that the model was given; the same key means the same answer. */
  cacheKey: string;
}

/** `making` is left out for an extract. */
export async function saveSummary(
  db: Queryable,
  articleId: number,
  language: string,
  summary: Summary,
  now: Date,
  making?: Making,
): Promise<void> {
  await db.query(
    `insert into summary (article_id, method, language, tldr, points, kind, topics, try_it, created_at, details,
       model, prompt_version, cache_key)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)
     on conflict (article_id, method, language) do update set tldr = excluded.tldr, points = excluded.points,
       kind = excluded.kind, topics = excluded.topics, try_it = excluded.try_it, created_at = excluded.created_at,
       details = excluded.details, model = excluded.model, prompt_version = excluded.prompt_version,
       cache_key = excluded.cache_key`,
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
      summary.details ? JSON.stringify(summary.details) : null,
      making?.model ?? null,
      making?.promptVersion ?? null,
      making?.cacheKey ?? null,
    ],
  );
}

const COLUMNS = 'method, tldr, points, kind, topics, try_it as "tryIt", details';

/** The model's summary in `language` where there is one, else the extract. */
export async function bestSummary(
  db: Queryable,
  articleId: number,
  language: string,
): Promise<Summary | null> {
  const [row] = await db.query<Summary>(
    `select ${COLUMNS} from summary
     where article_id = $1 and (method = 'extract' or language = $2)
     order by method = 'model' desc, created_at desc limit 1`,
    [articleId, language],
  );
  return row ?? null;
}

/** A summary that a model made of exactly this before, for whichever article; none that a person marked as wrong. */
export async function cachedSummary(db: Queryable, cacheKey: string): Promise<Summary | null> {
  const [row] = await db.query<Summary>(
    `select ${COLUMNS} from summary where cache_key = $1
       and not exists (select 1 from wrong_summary where wrong_summary.cache_key = $1) limit 1`,
    [cacheKey],
  );
  return row ?? null;
}

/** Whether a person has marked as wrong what this model made of this article, or of exactly the same, by these words. */
export async function isKnownWrong(
  db: Queryable,
  articleId: number,
  language: string,
  making: Making,
): Promise<boolean> {
  const rows = await db.query(
    `select 1 from wrong_summary where cache_key = $1
       or (article_id = $2 and language = $3 and model = $4 and prompt_version = $5) limit 1`,
    [making.cacheKey, articleId, language, making.model, making.promptVersion],
  );
  return rows.length > 0;
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

/** All that models wrote of these articles, in whichever language. */
export async function modelSummariesOf(
  db: Queryable,
  articleIds: readonly number[],
): Promise<{ articleId: number; language: string; tldr: string; points: Point[] }[]> {
  return await db.query(
    `select article_id as "articleId", language, tldr, points from summary
     where article_id = any($1) and method = 'model' order by article_id, language`,
    [articleIds],
  );
}

/** What an article is found by: all that was written of it, in whichever language, extracts too. */
export async function allSummariesOf(
  db: Queryable,
  articleId: number,
): Promise<(Pick<Summary, 'method' | 'tldr' | 'points' | 'topics'> & { language: string })[]> {
  return await db.query(
    'select method, language, tldr, points, topics from summary where article_id = $1 order by method, language',
    [articleId],
  );
}

export interface Mark {
  articleId: number;
  language: string;
  personId: string;
  reason: string;
  note: string | null;
}

/** Takes the model's summary back and keeps it as an example; false where there is none. To be called in a transaction. */
export async function takeBackSummary(db: Queryable, mark: Mark, now: Date): Promise<boolean> {
  const taken = await db.query(
    `with taken as (
       delete from summary where article_id = $1 and language = $2 and method = 'model' returning *
     )
     insert into wrong_summary (article_id, language, reason, note, summary, model, prompt_version, cache_key,
       person_id, marked_at)
     select article_id, language, $3, $4, jsonb_build_object('method', method, 'tldr', tldr, 'points', points,
       'kind', kind, 'topics', topics, 'tryIt', try_it, 'details', details), model, prompt_version, cache_key, $5, $6
     from taken returning id`,
    [mark.articleId, mark.language, mark.reason, mark.note, mark.personId, now],
  );
  return taken.length > 0;
}

export interface WrongSummary {
  articleId: number;
  title: string;
  text: string;
  language: string;
  reason: string;
  note: string | null;
  summary: Summary;
  model: string | null;
  promptVersion: number | null;
  markedAt: Date;
}

/** What people marked as wrong, the latest first, with the article's text: examples for an evaluation. */
export async function listWrongSummaries(db: Queryable, most: number): Promise<WrongSummary[]> {
  return await db.query(
    `select wrong.article_id as "articleId", article.title, coalesce(article_text.text, '') as text,
       wrong.language, wrong.reason, wrong.note, wrong.summary, wrong.model,
       wrong.prompt_version as "promptVersion", wrong.marked_at as "markedAt"
     from wrong_summary wrong join article on article.id = wrong.article_id
       left join article_text on article_text.article_id = article.id
     order by wrong.marked_at desc, wrong.id desc limit $1`,
    [most],
  );
}

export interface Outdated {
  articleId: number;
  channelId: string;
}

/** Articles posted since then whose model summary was made by older words than `promptVersion`, or not at all. */
export async function listOutdated(db: Queryable, since: Date, promptVersion: number): Promise<Outdated[]> {
  return await db.query(
    `select distinct message.article_id as "articleId", message.channel_id as "channelId"
     from message
     where message.purpose in ('card', 'reply') and message.posted_at >= $1 and message.gone_at is null
       and message.article_id is not null and not exists (
         select 1 from summary where summary.article_id = message.article_id and summary.method = 'model'
           and summary.prompt_version >= $2)
     order by 1, 2`,
    [since, promptVersion],
  );
}
