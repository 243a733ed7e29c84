// Owns what single people keep: saves, feedback, progress along the learning track.
import type { Queryable } from './database.ts';

/** Saves the article, or takes the save back; `null` when there is no such article. */
export async function toggleSave(
  db: Queryable,
  personId: string,
  articleId: number,
  now: Date,
): Promise<'saved' | 'removed' | null> {
  const removed = await db.query('delete from save where person_id = $1 and article_id = $2 returning 1', [
    personId,
    articleId,
  ]);
  if (removed.length > 0) return 'removed';
  return (await keepSave(db, personId, articleId, now)) ? 'saved' : null;
}

/** True when the article is there to be saved. */
export async function keepSave(
  db: Queryable,
  personId: string,
  articleId: number,
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    `insert into save (person_id, article_id, saved_at) select $1, id, $3 from article where id = $2
     on conflict (person_id, article_id) do update set saved_at = save.saved_at returning article_id`,
    [personId, articleId, now],
  );
  return rows.length > 0;
}

export async function dropSave(db: Queryable, personId: string, articleId: number): Promise<void> {
  await db.query('delete from save where person_id = $1 and article_id = $2', [personId, articleId]);
}

export async function saveFeedback(
  db: Queryable,
  feedback: { personId: string; articleId: number; reason: string | null },
  now: Date,
): Promise<void> {
  await db.query(
    `insert into feedback (person_id, article_id, reason, given_at) values ($1, $2, $3, $4)
     on conflict (person_id, article_id) do update set reason = excluded.reason, given_at = excluded.given_at`,
    [feedback.personId, feedback.articleId, feedback.reason, now],
  );
}

export interface FeedbackCounts {
  bySource: Map<string, number>;
  byTopic: Map<string, number>;
  /** People by what they found of the channel's cards: `too-basic`, `too-hard`, `old-news`. */
  byReason: Map<string, number>;
}

/** How many people wanted less of each source and topic since `since`, and why else. No reason means the source. */
export async function countFeedback(db: Queryable, channelId: string, since: Date): Promise<FeedbackCounts> {
  type Count = { name: string; people: number };
  const sources = await db.query<Count>(
    `select source_id as name, count(distinct person_id)::int as people
     from feedback join article on article.id = article_id
     where given_at >= $1 and source_id is not null and coalesce(reason, 'source') = 'source' group by source_id`,
    [since],
  );
  const topics = await db.query<Count>(
    `select topic as name, count(distinct person_id)::int as people
     from feedback join message on message.article_id = feedback.article_id
     cross join unnest(message.topics) as topic
     where given_at >= $2 and channel_id = $1 and reason = 'topic' group by topic`,
    [channelId, since],
  );
  const reasons = await db.query<Count>(
    `select reason as name, count(distinct person_id)::int as people
     from feedback join message on message.article_id = feedback.article_id
     where given_at >= $2 and channel_id = $1 and reason in ('too-basic', 'too-hard', 'old-news') group by reason`,
    [channelId, since],
  );
  const mapOf = (rows: Count[]) => new Map(rows.map((row) => [row.name, row.people]));
  return { bySource: mapOf(sources), byTopic: mapOf(topics), byReason: mapOf(reasons) };
}

export async function lessonsDone(db: Queryable, personId: string): Promise<Set<string>> {
  const rows = await db.query<{ lesson_id: string }>(
    'select lesson_id from lesson_done where person_id = $1',
    [personId],
  );
  return new Set(rows.map((row) => row.lesson_id));
}

export async function saveLessonDone(
  db: Queryable,
  personId: string,
  lessonId: string,
  now: Date,
): Promise<void> {
  await db.query(
    'insert into lesson_done (person_id, lesson_id, done_at) values ($1, $2, $3) on conflict do nothing',
    [personId, lessonId, now],
  );
}
