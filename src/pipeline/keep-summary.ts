// Keeps a model's summary, and lets questions find its article by it: it may be in another language.
import type { Summary } from '../domain/article.ts';
import type { Database } from '../store/database.ts';
import { type Making, saveSummary } from '../store/summaries.ts';
import { indexSummaries } from './index-articles.ts';

export async function keepSummary(
  db: Database,
  articleId: number,
  language: string,
  summary: Summary,
  now: Date,
  making?: Making,
): Promise<void> {
  await db.transaction(async (tx) => {
    await saveSummary(tx, articleId, language, summary, now, making);
    await indexSummaries(tx, articleId);
  });
}
