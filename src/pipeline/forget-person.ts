// A person asks to be forgotten: everything that is kept of them goes, and what the team sees is put right.
import { type Forgotten, forgetRows, rememberForgotten } from '../store/personal-data.ts';
import { tallyArticles } from '../store/votes.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

/** Answers how many rows of each table there were. */
export async function forgetPerson(deps: Deps, personId: string): Promise<Forgotten['rows']> {
  const { rows, articleIds } = await deps.db.transaction(async (tx) => {
    const forgotten = await forgetRows(tx, personId);
    await rememberForgotten(tx, personId, deps.now());
    if (forgotten.articleIds.length > 0) await tallyArticles(tx, forgotten.articleIds);
    return forgotten;
  });
  if (articleIds.length > 0) await orderRefresh(deps, articleIds, 'places');
  return rows;
}
