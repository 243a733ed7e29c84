// arXiv's daily feed of categories: one batch for each weekday, with what was replaced and withdrawn.
import { DateTime } from 'luxon';
import type { CollectedItems, SourceMemory } from '../domain/source.ts';
import { FRESH_STATE } from '../domain/source.ts';
import { paperItem } from './arxiv-paper.ts';
import { askSource, type CollectKind, itemsOutcome } from './ask-source.ts';
import type { FeedEntry } from './feed-content.ts';

const ZONE = 'America/New_York';
/** The batch of a day comes a while after midnight there. */
const BATCH_FROM = { hour: 0, minute: 15 };
const LOOK_AGAIN_MS = 30 * 60_000;
/** By this hour there a weekday's batch is late enough to be spoken of. */
const LATE_HOUR = 10;
const LATE_AGAIN_MS = 2 * 3_600_000;
const WEEKEND = new Set([6, 7]);

/** What is remembered of the last batch. */
interface BatchMemory extends SourceMemory {
  ids: string[];
  /** The date that it carries; `null` where its papers have none. */
  dated: string | null;
  /** On which day there it came. */
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
  const last = memoryOf(state.memory);
  const { unseen, isNew, known } = compare(feed.entries, last);
  const found = (memory: BatchMemory | null, everyMs: number): CollectedItems => ({
    ...itemsOutcome(response, context.now(), {
      title: source.title,
      items: unseen.flatMap(paperItem),
      etag: null,
      lastModified: null,
      memory,
      rhythm: { ttlMs: null, quiet: null, everyMs },
      parser: feed.parser,
    }),
    ...(isNew ? {} : { isRepeat: true }),
  });

  if (isNew) return found({ ...known, day: there.toISODate() ?? '' }, untilNextBatch(there));
  const kept = last && { ...known, day: last.day };
  const isDone = WEEKEND.has(there.weekday) || last?.day === there.toISODate();
  if (isDone) return found(kept, untilNextBatch(there));
  // What is new in an old batch is taken in before anything is said of its being late.
  if (there.hour < LATE_HOUR || unseen.length > 0) return found(kept, LOOK_AGAIN_MS);
  const reason = `arXiv has brought no new batch on ${there.toFormat('cccc d LLLL')}: a holiday there, or its feed is late`;
  return { kind: 'failed', reason, notBeforeMs: LATE_AGAIN_MS };
};

/** `null` for none, and for what an earlier version remembered. */
function memoryOf(memory: SourceMemory | null): BatchMemory | null {
  return memory && Array.isArray(memory.ids) ? (memory as BatchMemory) : null;
}

interface Compared {
  /** Papers that were not in the last batch. */
  unseen: FeedEntry[];
  isNew: boolean;
  /** What is known once this answer is taken in. */
  known: Pick<BatchMemory, 'ids' | 'dated'>;
}

/**
 * Yesterday's batch sometimes comes with a fresh date, or with a paper more or less: most papers of a new one are others.
 * Papers that are dated before the last batch are an older one.
 */
function compare(entries: readonly FeedEntry[], last: BatchMemory | null): Compared {
  const seen = new Set(last?.ids);
  const unseen = entries.filter((entry) => !seen.has(idOf(entry)));
  const dated = entries.map(dateOf).reduce(later, null);
  const isOlder = Boolean(last?.dated && dated && dated < last.dated);
  const isNew = unseen.length > entries.length / 2 && !isOlder;
  const ids = isNew ? entries.map(idOf) : [...seen, ...unseen.map(idOf)];
  return { unseen, isNew, known: { ids, dated: isNew ? dated : later(last?.dated ?? null, dated) } };
}

const idOf = ({ guid, link }: FeedEntry): string => guid || (link ?? '');
const dateOf = ({ published, updated }: FeedEntry): string | null =>
  (published ?? updated)?.toISOString() ?? null;
const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

/** ms until the next weekday's batch. */
function untilNextBatch(there: DateTime): number {
  let next = there.plus({ days: 1 }).set({ ...BATCH_FROM, second: 0, millisecond: 0 });
  while (WEEKEND.has(next.weekday)) next = next.plus({ days: 1 });
  return next.toMillis() - there.toMillis();
}
