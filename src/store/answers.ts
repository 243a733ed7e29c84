// Owns what the app answered people, and what they thought of it.
import type { Answer, Exchange } from '../domain/answer.ts';
import { storable } from './articles.ts';
import type { Queryable } from './database.ts';

export async function saveAnswer(db: Queryable, answer: Answer, now: Date): Promise<void> {
  await db.query(
    `insert into answer (id, person_id, channel_id, place, verb, question, reply, article_ids, model, prompt,
       answered_at, thread_ts, language, told)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      answer.id,
      answer.personId,
      answer.channelId,
      answer.place,
      answer.verb,
      storable(answer.question),
      storable(answer.reply),
      answer.articleIds,
      answer.model,
      answer.prompt,
      now,
      answer.threadTs,
      answer.language,
      storable(answer.told),
    ],
  );
}

export interface KeptAnswer {
  personId: string;
  channelId: string;
  threadTs: string | null;
  place: Answer['place'];
  question: string;
  language: string;
  /** What the pipeline found, as it was; `null` while it has not. */
  answered: unknown;
}

export async function getAnswer(db: Queryable, id: string): Promise<KeptAnswer | null> {
  const [row] = await db.query<KeptAnswer>(
    `select person_id as "personId", channel_id as "channelId", thread_ts as "threadTs", place, question,
       coalesce(language, 'en') as language, answered
     from answer where id = $1`,
    [id],
  );
  return row ?? null;
}

/** Keeps what came of a question. */
export async function saveAnswered(
  db: Queryable,
  id: string,
  {
    reply,
    told,
    articleIds,
    model,
    prompt,
    answered,
  }: Pick<Answer, 'reply' | 'told' | 'articleIds' | 'model' | 'prompt'> & { answered: unknown },
): Promise<void> {
  await db.query(
    `update answer set reply = $2, article_ids = $3, model = $4, prompt = $5, answered = $6::text::jsonb, told = $7
     where id = $1`,
    [id, storable(reply), articleIds, model, prompt, storable(JSON.stringify(answered)), storable(told)],
  );
}

/** The person's last question in a thread, or anywhere in the channel for `null`, and its answer; none before `since`. */
export async function latestExchange(
  db: Queryable,
  at: { personId: string; channelId: string; threadTs: string | null; since: Date },
): Promise<Exchange | null> {
  const [row] = await db.query<Exchange>(
    `select question, told, article_ids as "articleIds" from answer
     where channel_id = $1 and ($2::text is null or thread_ts = $2) and person_id = $3 and verb = 'ask'
       and reply <> ''
       and answered_at >= $4
     order by answered_at desc, id limit 1`,
    [at.channelId, at.threadTs, at.personId, at.since],
  );
  return row ?? null;
}

/** The last word of a person counts. False where there is no such answer. */
export async function saveRating(
  db: Queryable,
  rating: { answerId: string; personId: string; helpful: boolean },
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `insert into answer_feedback (answer_id, person_id, helpful, given_at)
     select id, $2, $3, $4 from answer where id = $1
     on conflict (answer_id, person_id) do update set helpful = excluded.helpful, given_at = excluded.given_at
     returning answer_id`,
    [rating.answerId, rating.personId, rating.helpful, now],
  );
  return rows.length > 0;
}

export async function forgetAnswersBefore(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from answer where answered_at < $1', [before]);
}
