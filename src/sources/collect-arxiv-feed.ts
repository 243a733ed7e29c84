// arXiv's daily feed of categories: one batch for each weekday, with what was replaced and withdrawn.
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { CollectedItems, SourceMemory } from '../domain/source.ts';
import { FRESH_STATE } from '../domain/source.ts';
import { paperItem } from './arxiv-paper.ts';
import { askSource, type CollectKind, itemsOutcome } from './ask-source.ts';
import type { FeedContent } from './feed-content.ts';

const ZONE = 'America/New_York';
/** The batch of a day comes a while after midnight there. */
const BATCH_FROM = { hour: 0, minute: 15 };
const LOOK_AGAIN_MS = 30 * 60_000;
/** By this hour there a weekday's batch is late enough to be spoken of. */
const LATE_HOUR = 10;
const LATE_AGAIN_MS = 2 * 3_600_000;
const WEEKEND = new Set([6, 7]);

/** What is remembered: which batch came last, and on which day there. */
interface BatchMemory extends SourceMemory {
  batch: string;
  day: string;
}

/** `source.url` names categories: `cs.CL+cs.AI`. */
export const collectArxivFeed: CollectKind = async (context, source, state, signal) => {
  const answer = await askSource(context, FRESH_STATE, {
    url: `${context.endpoints.arxivFeed}/${source.url}`,
    accept: 'application/atom+xml',
    signal,
  });
  if (answer.kind !== 'answer') return answer;
  const { response } = answer;
  const feed = await context.parsers.content(response, signal);
  const there = DateTime.fromJSDate(context.now(), { zone: ZONE });
  const last = state.memory as BatchMemory | null;
  const batch = batchOf(feed);
  const found = (memory: SourceMemory | null, everyMs: number, isNew: boolean): CollectedItems =>
    itemsOutcome(response, context.now(), {
      title: source.title,
      items: isNew ? feed.entries.flatMap(paperItem) : [],
      etag: null,
      lastModified: null,
      memory,
      rhythm: { ttlMs: null, quiet: null, everyMs },
      parser: feed.parser,
    });

  // Yesterday's batch sometimes comes with a fresh date: only other papers make it another one.
  if (batch && batch !== last?.batch) {
    return found({ batch, day: there.toISODate() }, untilNextBatch(there), true);
  }
  const isDone = WEEKEND.has(there.weekday) || last?.day === there.toISODate();
  if (isDone) return found(last, untilNextBatch(there), false);
  if (there.hour < LATE_HOUR) return found(last, LOOK_AGAIN_MS, false);
  const reason = `arXiv has brought no new batch on ${there.toFormat('cccc d LLLL')}: a holiday there, or its feed is late`;
  return { kind: 'failed', reason, notBeforeMs: LATE_AGAIN_MS };
};

/** The same for the same papers in any order; `null` for none. */
function batchOf(feed: FeedContent): string | null {
  if (feed.entries.length === 0) return null;
  const ids = feed.entries.map(({ guid, link }) => guid || link).sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex');
}

/** ms until the next weekday's batch. */
function untilNextBatch(there: DateTime): number {
  let next = there.plus({ days: 1 }).set({ ...BATCH_FROM, second: 0, millisecond: 0 });
  while (WEEKEND.has(next.weekday)) next = next.plus({ days: 1 });
  return next.toMillis() - there.toMillis();
}
