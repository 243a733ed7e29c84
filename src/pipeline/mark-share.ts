// In a channel that wants no replies, the app reacts to a message with links: one mark for what it took in, another
// where all of it was there before. What the reaction should be follows from the store, so that it may run again.
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { articlesSharedIn } from '../store/shares.ts';
import type { Deps } from './ports.ts';

const NEW = 'eyes';
const KNOWN = 'leftwards_arrow_with_hook';

export async function markShare(deps: Deps, place: JobPayload<'mark-share'>): Promise<void> {
  const { channelId, messageTs } = place;
  const shared = await articlesSharedIn(deps.db, place);
  const cards = await Promise.all(shared.map((id) => messages.cardOf(deps.db, channelId, id)));
  const wanted = shared.length === 0 ? null : cards.every((card) => card?.ts) ? KNOWN : NEW;
  const at = { channelId, ts: messageTs };
  for (const emoji of [NEW, KNOWN]) {
    if (emoji === wanted) await deps.publisher.react(at, emoji);
    else await deps.publisher.unreact(at, emoji);
  }
}
