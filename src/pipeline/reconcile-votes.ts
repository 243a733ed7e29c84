// Holds votes against Slack's own lists, as after a time when events may have been missed.
import { normaliseEmoji } from '../domain/vote.ts';
import type { JobPayload } from '../queue/jobs.ts';
import * as messages from '../store/messages.ts';
import { forgottenPeople } from '../store/personal-data.ts';
import { listSharedSince } from '../store/shares.ts';
import { votesOn } from '../store/votes.ts';
import { castVotes, toEventTs } from './cast-vote.ts';
import { type Deps, RateLimited } from './ports.ts';
import { forgetMessage } from './share-link.ts';

/** Messages older than this are not looked through again. */
export const RECONCILED_DAYS = 14;

/** All channels' votes, by jobs. */
export async function requestReconcile(deps: Deps): Promise<void> {
  for (const { id } of deps.channels) await deps.queue.enqueue('reconcile-votes', { channelId: id });
}

/** A message that is voted on: the app's own, or a person's that shared a link. */
interface Votable {
  ts: string;
  /** As votes know it. */
  messageId: string;
  own: boolean;
}

/**
 * Looks at the channel's recent messages, the newest first. Where Slack asks to wait, a further job goes on from there:
 * beginning anew each time, a channel with more messages than Slack answers in a minute would never be done.
 */
export async function reconcileVotes(
  deps: Deps,
  { channelId, upTo }: JobPayload<'reconcile-votes'>,
): Promise<void> {
  if (!deps.channels.some((channel) => channel.id === channelId)) return;
  const since = new Date(deps.now().getTime() - RECONCILED_DAYS * 24 * 3_600_000);
  const forgotten = await forgottenPeople(deps.db);
  for (const message of await listVotable(deps, channelId, since)) {
    if (upTo !== undefined && Number(message.ts) > Number(upTo)) continue;
    try {
      await reconcileMessage(deps, channelId, message, forgotten);
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      const rest = { channelId, upTo: message.ts };
      return await deps.queue.enqueue('reconcile-votes', rest, { delayMs: error.retryAfterMs });
    }
  }
}

async function listVotable(deps: Deps, channelId: string, since: Date): Promise<Votable[]> {
  const own = (await messages.listPostedSince(deps.db, channelId, since)).flatMap(({ id, ts }) =>
    ts ? [{ ts, messageId: id, own: true }] : [],
  );
  const shared = (await listSharedSince(deps.db, channelId, since)).map((ts) => ({
    ts,
    messageId: `share:${channelId}:${ts}`,
    own: false,
  }));
  return [...own, ...shared].sort((a, b) => Number(b.ts) - Number(a.ts));
}

/** Slack gives no times: what it lists now was set by now, and what it does not list was taken back. */
async function reconcileMessage(
  deps: Deps,
  channelId: string,
  { ts, messageId, own }: Votable,
  forgotten: Map<string, Date>,
): Promise<void> {
  // Asked before Slack is: a reaction that arrives meanwhile is later than what Slack tells us.
  const eventTs = toEventTs(deps.now());
  const listed = await deps.publisher.reactions({ channelId, ts });
  if (!listed) {
    if (own) await messages.saveGone(deps.db, messageId, deps.now());
    else await forgetMessage(deps, { eventId: null, eventTs, channelId, messageTs: ts });
    return;
  }
  const stored = await votesOn(deps.db, messageId);
  const before = new Set(
    stored.filter((vote) => vote.present).map((vote) => `${vote.emoji} ${vote.personId}`),
  );
  // Slack gives no times: of one who was forgotten, only what came by an event since then counts.
  const counts = (key: string, person: string) => !forgotten.has(person) || before.has(key);
  const now = new Set(
    listed.flatMap(({ emoji, people }) =>
      people.flatMap((person) => {
        const key = `${normaliseEmoji(emoji)} ${person}`;
        return counts(key, person) ? [key] : [];
      }),
    ),
  );
  const missed = [...now.symmetricDifference(before)].map((key) => {
    const [emoji = '', personId = ''] = key.split(' ');
    const place = { channelId, messageTs: ts };
    return { change: { ...place, personId, emoji, added: now.has(key), eventTs }, eventId: null };
  });
  if (missed.length > 0) await castVotes(deps, missed);
}
