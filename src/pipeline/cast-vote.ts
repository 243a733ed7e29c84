// Counts what people say with reactions and with the Vote button.
import { type Meaning, normaliseEmoji, type ReactionChange, VOTE_BUTTON } from '../domain/vote.ts';
import type { JobPayload } from '../queue/jobs.ts';
import type { Queryable } from '../store/database.ts';
import { recordEvent } from '../store/events.ts';
import * as messages from '../store/messages.ts';
import { dropSave, keepSave } from '../store/people.ts';
import * as votes from '../store/votes.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

/** What a message stands for when it is voted on. */
interface Ballot {
  articleId: number;
  messageId: string;
}

/** The bot's own messages, and a person's message that shared one link. */
async function ballotAt(db: Queryable, channelId: string, ts: string): Promise<Ballot | null> {
  const message = await messages.messageAt(db, channelId, ts);
  if (message?.articleId) return { articleId: message.articleId, messageId: message.id };
  const shared = await messages.articleSharedAt(db, channelId, ts);
  return shared ? { articleId: shared, messageId: `share:${channelId}:${ts}` } : null;
}

/**
 * Counts one reaction that was set or taken back. Delivered twice, it counts once; delivered late, it does not undo
 * what came after it.
 */
export async function castVote(
  deps: Deps,
  change: ReactionChange,
  eventId: string | null,
): Promise<'counted' | 'ignored' | 'seen'> {
  const profile = deps.channels.find((channel) => channel.id === change.channelId);
  const emoji = normaliseEmoji(change.emoji);
  const meaning = profile?.emoji[emoji];
  if (!meaning) return 'ignored';
  const result = await deps.db.transaction(async (tx) => {
    if (eventId && !(await recordEvent(tx, eventId, deps.now()))) return 'seen';
    const ballot = await ballotAt(tx, change.channelId, change.messageTs);
    if (!ballot) return 'ignored';
    const { personId, added, eventTs } = change;
    const changed = await votes.applyVote(tx, {
      ...ballot,
      personId,
      emoji,
      meaning,
      present: added,
      eventTs,
    });
    if (!changed) return { articleId: ballot.articleId, changed };
    await applyMeaning(deps, tx, ballot.articleId, personId, meaning, added);
    return { articleId: ballot.articleId, changed };
  });
  if (typeof result === 'string') return result;
  if (result.changed) await orderRefresh(deps, result.articleId);
  return 'counted';
}

async function applyMeaning(
  deps: Deps,
  tx: Queryable,
  articleId: number,
  personId: string,
  meaning: Meaning,
  added: boolean,
): Promise<void> {
  if (meaning !== 'save') await votes.tallyArticle(tx, articleId);
  else if (added) await keepSave(tx, personId, articleId, deps.now());
  else await dropSave(tx, personId, articleId);
}

export type Press =
  | { kind: 'voted' | 'withdrawn' | 'reacted-already'; articleId: number; votes: number; pocWishes: number }
  | { kind: 'unknown' };

/** Seconds with six decimals, as Slack writes its times. */
const toEventTs = (now: Date): string => (now.getTime() / 1000).toFixed(6);

/**
 * A press of a button that means `meaning`: sets the person's vote or takes it back. Who has reacted with an emoji of
 * the same meaning has voted already, and takes that back in Slack.
 */
export async function press(
  deps: Deps,
  { messageId, personId }: { messageId: string; personId: string },
  meaning: Meaning,
): Promise<Press> {
  const pressed = await deps.db.transaction(async (tx): Promise<Press> => {
    const message = await messages.getMessage(tx, messageId);
    if (!message?.articleId) return { kind: 'unknown' };
    const { articleId } = message;
    const standing = await votes.votesOf(tx, articleId, personId, meaning);
    const emoji = meaning === 'vote' ? VOTE_BUTTON : `${meaning}-${VOTE_BUTTON}`;
    const own = standing.find((vote) => vote.emoji === emoji);
    if (standing.length > 0 && !own) {
      return { kind: 'reacted-already', articleId, ...(await votes.tallyArticle(tx, articleId)) };
    }
    await votes.applyVote(tx, {
      articleId,
      personId,
      emoji,
      // One button vote in all, though an article may have several messages.
      messageId: own?.messageId ?? messageId,
      meaning,
      present: !own,
      eventTs: laterOf(toEventTs(deps.now()), own?.eventTs),
    });
    return { kind: own ? 'withdrawn' : 'voted', articleId, ...(await votes.tallyArticle(tx, articleId)) };
  });
  if (pressed.kind === 'voted' || pressed.kind === 'withdrawn') await orderRefresh(deps, pressed.articleId);
  return pressed;
}

/** Two presses within the same millisecond are two presses. */
function laterOf(eventTs: string, standing: string | undefined): string {
  return standing !== undefined && Number(eventTs) <= Number(standing)
    ? (Number(standing) + 0.000001).toFixed(6)
    : eventTs;
}

export async function pressVote(
  deps: Deps,
  by: { messageId: string; personId: string },
): Promise<{ kind: 'voted' | 'withdrawn' | 'reacted-already'; votes: number } | { kind: 'unknown' }> {
  return await press(deps, by, 'vote');
}

/** Holds all channels' votes against Slack's lists, by jobs: after a start, or a time without a connection. */
export async function requestReconcile(deps: Deps): Promise<void> {
  for (const { id } of deps.channels) await deps.queue.enqueue('reconcile-votes', { channelId: id });
}

/** Messages older than this are not looked through again. */
const RECONCILED_DAYS = 14;

/**
 * Holds the votes of the channel's recent messages against Slack's own lists, as after a time when events may have been
 * missed. Slack gives no times: what it lists now was set by now, and what it does not list was taken back.
 */
export async function reconcileVotes(
  deps: Deps,
  { channelId }: JobPayload<'reconcile-votes'>,
): Promise<void> {
  const since = new Date(deps.now().getTime() - RECONCILED_DAYS * 24 * 3_600_000);
  for (const message of await messages.listPostedSince(deps.db, channelId, since)) {
    if (!message.ts) continue;
    // Asked before Slack is: a reaction that arrives meanwhile is later than what Slack tells us.
    const eventTs = toEventTs(deps.now());
    const listed = await deps.publisher.reactions({ channelId, ts: message.ts });
    if (!listed) {
      await messages.saveGone(deps.db, message.id, deps.now());
      continue;
    }
    const now = new Set(
      listed.flatMap(({ emoji, people }) => people.map((person) => `${normaliseEmoji(emoji)} ${person}`)),
    );
    const stored = await votes.votesOn(deps.db, message.id);
    const before = new Set(
      stored.filter((vote) => vote.present).map((vote) => `${vote.emoji} ${vote.personId}`),
    );
    for (const key of now.symmetricDifference(before)) {
      const [emoji = '', personId = ''] = key.split(' ');
      const change = { channelId, messageTs: message.ts, personId, emoji, added: now.has(key), eventTs };
      await castVote(deps, change, null);
    }
  }
}
