// Keeps a model's summary, and lets questions find its article by it: it may be in another language.
import type { Summary } from '../domain/article.ts';
import { characterPairs, separateWords } from '../domain/words.ts';
import type { Database } from '../store/database.ts';
import { indexSummary } from '../store/search-articles.ts';
import { type Making, saveSummary } from '../store/summaries.ts';

export async function keepSummary(
  db: Database,
  articleId: number,
  language: string,
  summary: Summary,
  now: Date,
  making?: Making,
): Promise<void> {
  const words = [summary.tldr, ...summary.points.map(({ text }) => text)].join('\n');
  await db.transaction(async (tx) => {
    await saveSummary(tx, articleId, language, summary, now, making);
    await indexSummary(tx, {
      articleId,
      language,
      text: separateWords(words),
      pairs: characterPairs(words).join(' '),
      topics: summary.topics,
    });
  });
}
