// New summaries in place of those that an older prompt made: only when an operator asks, since each costs a call.
import type { JobPayload } from '../queue/jobs.ts';
import { getArticle } from '../store/articles.ts';
import { listOutdated, type Outdated } from '../store/summaries.ts';
import { Busy, type Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';
import { replaceSummary } from './summarise-article.ts';

const LOOK_AGAIN_MS = 5_000;

/** Orders one for every article posted since then whose summary is none of the prompt's as it is now. */
export async function requestResummaries(
  deps: Pick<Deps, 'db' | 'queue' | 'prompts'>,
  since: Date,
): Promise<Outdated[]> {
  const outdated = await listOutdated(deps.db, since, deps.prompts['summarise-article'].version);
  await deps.queue.enqueueMany('resummarise-article', outdated);
  return outdated;
}

/** The old summary stays where no new one comes of it; what is posted shows the new one. */
export async function resummariseArticle(
  deps: Deps,
  { articleId, channelId }: JobPayload<'resummarise-article'>,
  signal?: AbortSignal,
): Promise<void> {
  // The channel may have been dropped from the configuration since it was ordered.
  if (!deps.channels.some(({ id }) => id === channelId)) return;
  const article = await getArticle(deps.db, articleId, channelId);
  if (!article) return;
  const outcome = await replaceSummary(deps, article, channelId, () => true, signal);
  if (outcome === 'busy') throw new Busy(LOOK_AGAIN_MS);
  await orderRefresh(deps, [articleId]);
}
