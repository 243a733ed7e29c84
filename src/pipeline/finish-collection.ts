// Ends a collection: its best articles are chosen, and one line says what came of it.
import { collectionLine } from '../domain/status.ts';
import * as collections from '../store/collections.ts';
import { chooseCards } from './choose-cards.ts';
import type { Deps } from './ports.ts';

/** A closing line does not wait longer than this for cards that Slack will not take. */
const REPORT_AFTER_MS = 10 * 60_000;

/** Does nothing while a source has not answered or a new article is not read. */
export async function finishCollection(deps: Deps, collectionId: number): Promise<void> {
  if (!(await collections.finishCollection(deps.db, collectionId, deps.now()))) return;
  for (const channel of deps.channels) await chooseCards(deps, { channelId: channel.id });
  await reportCollections(deps);
}

/** Writes the closing line of every collection whose cards are posted. */
export async function reportCollections(deps: Deps): Promise<void> {
  const now = deps.now();
  const done = await collections.takeReportable(deps.db, now, new Date(now.getTime() - REPORT_AFTER_MS));
  for (const collectionId of done) {
    const report = await collections.reportCollection(deps.db, collectionId);
    if (report) deps.log.info({ collection: report }, collectionLine(report));
  }
}
