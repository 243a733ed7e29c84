// Notes what a person wants less of; the next choices weigh it.
import { getArticle } from '../store/articles.ts';
import { saveFeedback } from '../store/people.ts';
import { bestSummary } from '../store/summaries.ts';
import type { Deps } from './ports.ts';

export async function lessLikeThis(
  deps: Deps,
  feedback: { articleId: number; personId: string; reason: string | null },
): Promise<{ kind: 'noted'; sourceName: string; topics: string[] } | { kind: 'unknown' }> {
  const article = await getArticle(deps.db, feedback.articleId, null);
  if (!article) return { kind: 'unknown' };
  await saveFeedback(deps.db, feedback, deps.now());
  const summary = await bestSummary(deps.db, feedback.articleId, article.language ?? 'en');
  const sourceName = article.sourceTitle ?? URL.parse(article.url)?.hostname ?? article.url;
  return { kind: 'noted', sourceName, topics: summary?.topics ?? [] };
}
