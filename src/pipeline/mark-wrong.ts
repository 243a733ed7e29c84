// Takes a summary back that a person marked as wrong: cards show the article's own words from then on, and the
// summary is kept as an example of what models get wrong.
import type { WrongReason } from '../domain/wrong-summary.ts';
import { getArticle } from '../store/articles.ts';
import { takeBackSummary } from '../store/summaries.ts';
import { channelOf } from './channel-of.ts';
import { indexSummaries } from './index-articles.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

export async function markWrong(
  deps: Deps,
  mark: { articleId: number; channelId: string; personId: string; reason: WrongReason; note: string | null },
): Promise<{ kind: 'taken-back' | 'already-an-extract' | 'unknown' }> {
  const article = await getArticle(deps.db, mark.articleId, mark.channelId);
  if (!article) return { kind: 'unknown' };
  const { language } = channelOf(deps, mark.channelId);
  const taken = await deps.db.transaction(async (tx) => {
    const isTaken = await takeBackSummary(tx, { ...mark, language }, deps.now());
    if (isTaken) await indexSummaries(tx, mark.articleId);
    return isTaken;
  });
  if (!taken) return { kind: 'already-an-extract' };
  await orderRefresh(deps, [mark.articleId]);
  deps.log.info({ articleId: mark.articleId, reason: mark.reason }, 'A summary was taken back as wrong');
  return { kind: 'taken-back' };
}
