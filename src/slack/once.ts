// Slack delivers events at least once; an answer is to be given once.
import { recordEvent } from '../store/events.ts';
import type { SlackContext } from './context.ts';

/** For events that no step of the pipeline records in its own transaction. */
export async function isFirstDelivery({ deps }: SlackContext, eventId: string): Promise<boolean> {
  return await recordEvent(deps.db, eventId, deps.now());
}
