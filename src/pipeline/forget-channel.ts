// The app has left a channel: what people did there is forgotten, and nothing more is posted there.
import { forgetChannelRows } from '../store/personal-data.ts';
import { tallyArticles } from '../store/votes.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

/** Our own posts stay on record, so that a channel that invites the app again gets nothing twice. */
export async function forgetChannel(deps: Deps, channelId: string): Promise<void> {
  const articleIds = await deps.db.transaction(async (tx) => {
    const touched = await forgetChannelRows(tx, channelId);
    if (touched.length > 0) await tallyArticles(tx, touched);
    return touched;
  });
  if (articleIds.length > 0) await orderRefresh(deps, articleIds, 'places');
  deps.log.info(
    { channelId, articles: articleIds.length },
    'The app left the channel: what people did there is forgotten',
  );
}
