// Owns what single people keep: saves, feedback, progress along the learning track.
import type { ArticleKind } from '../domain/article.ts';
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

/** Articles whose level people spoke of, the latest first: more would not change what is wanted. */
const MOST_LEVELED = 50;

export interface FeedbackCounts {
  bySource: Map<string, number>;
  byTopic: Map<string, number>;
  /** People who found cards of the channel to be old news. */
  oldNews: number;
  /** Articles that people found too basic, or (`people` below 0) too hard. */
  leveled: { kind: ArticleKind; title: string; opening: string; people: number }[];
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
  const [old] = await db.query<{ people: number }>(
    `select count(distinct person_id)::int as people
     from feedback join message on message.article_id = feedback.article_id
     where given_at >= $2 and channel_id = $1 and reason = 'old-news'`,
    [channelId, since],
  );
  const leveled = await db.query<FeedbackCounts['leveled'][number]>(
    `select a.kind, a.title, left(coalesce(t.text, ''), 2000) as opening,
       sum(case reason when 'too-basic' then 1 else -1 end)::int as people
     from feedback join article a on a.id = feedback.article_id left join article_text t on t.article_id = a.id
     where given_at >= $2 and reason in ('too-basic', 'too-hard')
       and exists (select from message where message.article_id = a.id and channel_id = $1)
     group by a.id, t.article_id order by max(given_at) desc limit ${MOST_LEVELED}`,
    [channelId, since],
  );
  const mapOf = (rows: Count[]) => new Map(rows.map((row) => [row.name, row.people]));
  return { bySource: mapOf(sources), byTopic: mapOf(topics), oldNews: old?.people ?? 0, leveled };
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
