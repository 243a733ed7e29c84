// Links that people posted, changed or took back while no event of Slack's came: looked for in the channel's history, and
// taken in by the same door as the others. What came by an event too is known there, and changes nothing.
import type { JobPayload } from '../queue/jobs.ts';
import { readUntil, saveReadUntil } from '../store/channel-reads.ts';
import { forgottenPeople } from '../store/personal-data.ts';
import type { Deps, WrittenPage } from './ports.ts';
import { requestReconcile } from './reconcile-votes.ts';
import { readingPlace, sendInTurn } from './send-in-turn.ts';
import { shareLinks } from './share-link.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Slack's clock and ours, and what was under way when the last look began. */
const OVERLAP_MS = 5 * MINUTE_MS;
/** What was missed longer ago than this stays missed. */
const FURTHEST_MS = 7 * DAY_MS;
/** A link of yesterday is still answered; of an older one the team has spoken, or has not. */
const ANSWERED_MS = DAY_MS;
/** Messages this much older are looked at for edits and for replies in their threads. */
const THREADS_MS = 3 * DAY_MS;
/** Of 200 messages each, the newest first. */
const MOST_PAGES = 20;

type Payload = JobPayload<'catch-up-links'>;
type Page = NonNullable<Payload['page']>;
type Written = WrittenPage['messages'][number];

/** All channels' links, then their votes, by jobs: after a start, or a time without a connection. */
export async function requestCatchUp(deps: Deps): Promise<void> {
  for (const { id } of deps.channels) await deps.queue.enqueue('catch-up-links', { channelId: id });
  await requestReconcile(deps);
}

/**
 * One page of a channel or a thread; orders the next. The first look into a channel only notes when it was: what people
 * wrote before the app was there is none of its business.
 */
export async function catchUpLinks(deps: Deps, { channelId, page }: Payload): Promise<void> {
  if (!deps.channels.some((channel) => channel.id === channelId)) return;
  const current = page ?? (await begin(deps, channelId));
  if (!current) return;
  const { threadTs, cursor } = current;
  const since = new Date(threadTs ? current.since : current.since - THREADS_MS);
  const { messages, next } = await sendInTurn(deps, readingPlace(deps), () =>
    deps.publisher.written({ channelId, threadTs, since, cursor }),
  );
  const forgotten = await forgottenPeople(deps.db);
  for (const message of messages) await take(deps, { channelId, since: current.since, forgotten }, message);
  const threads = threadTs ? [] : messages.filter(({ lastReplyTs }) => msOf(lastReplyTs) > current.since);
  await deps.queue.enqueueMany(
    'catch-up-links',
    threads.map(({ ts }) => ({ channelId, page: { ...current, cursor: null, threadTs: ts, number: 1 } })),
  );
  await goOn(deps, channelId, current, next);
}

async function begin(deps: Deps, channelId: string): Promise<Page | null> {
  const until = deps.now();
  const last = await readUntil(deps.db, channelId);
  if (!last) {
    await saveReadUntil(deps.db, channelId, until);
    return null;
  }
  const since = Math.max(last.getTime() - OVERLAP_MS, until.getTime() - FURTHEST_MS);
  return { since, until: until.getTime(), cursor: null, threadTs: null, number: 1 };
}

async function goOn(deps: Deps, channelId: string, page: Page, next: string | null): Promise<void> {
  if (next && page.number < MOST_PAGES) {
    const further = { ...page, cursor: next, number: page.number + 1 };
    return await deps.queue.enqueue('catch-up-links', { channelId, page: further });
  }
  if (next) {
    deps.log.warn(
      { channelId, pages: page.number },
      'So much was written while the app was cut off that the oldest of it was not looked through for links',
    );
  }
  if (!page.threadTs) await saveReadUntil(deps.db, channelId, new Date(page.until));
}

async function take(
  deps: Deps,
  { channelId, since, forgotten }: { channelId: string; since: number; forgotten: Map<string, Date> },
  { ts, threadTs, said }: Written,
): Promise<void> {
  if (!said) return;
  const { personId, editedTs, urls, asked } = said;
  const eventTs = editedTs ?? ts;
  // An edit may have taken links out; what never had one is nobody's business.
  if (msOf(eventTs) < since || (urls.length === 0 && editedTs === null)) return;
  const forgottenAt = forgotten.get(personId);
  if (forgottenAt && msOf(eventTs) <= forgottenAt.getTime()) return;
  const late = deps.now().getTime() - msOf(eventTs) > ANSWERED_MS;
  await shareLinks(deps, {
    eventId: null,
    eventTs,
    channelId,
    messageTs: ts,
    threadTs,
    personId,
    urls,
    asked: asked && urls.length > 0,
    late,
  });
}

/** 0 where there is none. */
function msOf(ts: string | null): number {
  return Number(ts ?? 0) * 1000;
}
