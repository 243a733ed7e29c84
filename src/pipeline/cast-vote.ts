// Counts what people say with reactions and with the Vote button.
import { type Meaning, normaliseEmoji, type ReactionChange, VOTE_BUTTON } from '../domain/vote.ts';
import type { Queryable } from '../store/database.ts';
import { recordEvents } from '../store/events.ts';
import * as messages from '../store/messages.ts';
import { dropSave, keepSave } from '../store/people.ts';
import * as votes from '../store/votes.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';

export interface DeliveredChange {
  change: ReactionChange;
  /** `null` where no event told of it. */
  eventId: string | null;
}

/**
 * - `seen`: that event was handled before
 * - `ignored`: the emoji means nothing in that channel, or the message is none of ours
 */
export type CastOutcome = 'counted' | 'ignored' | 'seen';

interface Meant extends DeliveredChange {
  emoji: string;
  meaning: Meaning;
}

/**
 * Counts reactions that were set or taken back, in one transaction. Delivered twice, one counts once; delivered late,
 * it does not undo what came after it. Answers in the order given.
 */
export async function castVotes(deps: Deps, delivered: readonly DeliveredChange[]): Promise<CastOutcome[]> {
  const meant = delivered.map((one) => meaningOf(deps, one));
  const changed = new Set<number>();
  const outcomes = await deps.db.transaction(async (tx) => {
    const fresh = await takeFresh(deps, tx, meant);
    const places = fresh.map(({ change }) => change);
    const ballots = places.length > 0 ? await votes.ballotsAt(tx, places) : [];
    const cast = fresh.flatMap(({ change, emoji, meaning }, n): votes.VoteRow[] => {
      const { personId, added, eventTs } = change;
      const ballot = ballots[n];
      return ballot ? [{ ...ballot, personId, emoji, meaning, present: added, eventTs }] : [];
    });
    const applied = await votes.applyVotes(tx, cast);
    await keepSaves(deps, tx, applied);
    for (const { articleId } of applied) changed.add(articleId);
    if (changed.size > 0) await votes.tallyArticles(tx, [...changed]);
    return meant.map((one): CastOutcome => {
      if (!one) return 'ignored';
      const n = fresh.indexOf(one);
      if (n < 0) return 'seen';
      return ballots[n] ? 'counted' : 'ignored';
    });
  });
  if (changed.size > 0) await orderRefresh(deps, [...changed]);
  return outcomes;
}

function meaningOf(deps: Deps, delivered: DeliveredChange): Meant | null {
  const { change } = delivered;
  const emoji = normaliseEmoji(change.emoji);
  const meaning = deps.channels.find((channel) => channel.id === change.channelId)?.emoji[emoji];
  return meaning ? { ...delivered, emoji, meaning } : null;
}

/** Those whose event is new; of an event that came twice at once, the first. */
async function takeFresh(deps: Deps, tx: Queryable, meant: readonly (Meant | null)[]): Promise<Meant[]> {
  const known = meant.filter((one) => one !== null);
  const eventIds = known.flatMap(({ eventId }) => eventId ?? []);
  const unseen = eventIds.length > 0 ? await recordEvents(tx, eventIds, deps.now()) : new Set<string>();
  return known.filter(({ eventId }) => eventId === null || unseen.delete(eventId));
}

async function keepSaves(deps: Deps, tx: Queryable, applied: readonly votes.VoteRow[]): Promise<void> {
  for (const { meaning, articleId, personId, present } of applied) {
    if (meaning !== 'save') continue;
    if (present) await keepSave(tx, personId, articleId, deps.now());
    else await dropSave(tx, personId, articleId);
  }
}

export type Press =
  | { kind: 'voted' | 'withdrawn' | 'reacted-already'; articleId: number; votes: number; pocWishes: number }
  | { kind: 'unknown' };

/** Seconds with six decimals, as Slack writes its times. */
export const toEventTs = (now: Date): string => (now.getTime() / 1000).toFixed(6);

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
      return { kind: 'reacted-already', articleId, ...(await votes.tallyOf(tx, articleId)) };
    }
    const vote: votes.VoteRow = {
      articleId,
      personId,
      emoji,
      // One button vote in all, though an article may have several messages.
      messageId: own?.messageId ?? messageId,
      meaning,
      present: !own,
      eventTs: laterOf(toEventTs(deps.now()), own?.eventTs),
    };
    await votes.applyVotes(tx, [vote]);
    await votes.tallyArticles(tx, [articleId]);
    return { kind: own ? 'withdrawn' : 'voted', articleId, ...(await votes.tallyOf(tx, articleId)) };
  });
  if (pressed.kind === 'voted' || pressed.kind === 'withdrawn') await orderRefresh(deps, [pressed.articleId]);
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
