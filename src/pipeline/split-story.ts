// Takes a report out of a story that it does not tell: it is a story of its own from now on, and does not come back.
import { canonicalUrl } from '../domain/canonical-url.ts';
import { idsByCanonicalUrl } from '../store/articles.ts';
import { logChange } from '../store/change-log.ts';
import { idsByAlias } from '../store/merge-articles.ts';
import * as stories from '../store/stories.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

export interface Split {
  url: string;
  by: { channelId: string; personId: string };
}

export type SplitOutcome =
  | { kind: 'split'; title: string }
  /** No article at this address that the channel may know of, or one that is alone in its story. */
  | { kind: 'not-shared' };

export async function splitStory(deps: Deps, { url, by }: Split): Promise<SplitOutcome> {
  const address = addressOf(url);
  if (address === null) return { kind: 'not-shared' };
  const done = await deps.db.transaction(async (tx) => {
    // No report joins meanwhile.
    await stories.lockStories(tx);
    const ids = [...(await idsByCanonicalUrl(tx, [address])), ...(await idsByAlias(tx, [address]))];
    const report = await stories.storyReportOf(
      tx,
      ids.map(([, id]) => id),
      by.channelId,
    );
    if (!report) return null;
    const stay = await stories.leaveStory(tx, report);
    const { title } = report;
    await logChange(tx, { ...by, action: 'story-split', detail: { title, url: report.url } }, deps.now());
    return { title, told: [...stay, report.articleId] };
  });
  if (!done) return { kind: 'not-shared' };
  // The cards name each other no longer.
  await orderRefresh(deps, done.told, 'places');
  return { kind: 'split', title: done.title };
}

function addressOf(url: string): string | null {
  return /^https?:/i.test(url) && URL.canParse(url) ? canonicalUrl(url) : null;
}
