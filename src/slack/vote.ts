// Votes: reactions on messages, and the Vote button.
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { type CastOutcome, castVotes, type DeliveredChange, pressVote } from '../pipeline/cast-vote.ts';
import { groupWork } from '../pipeline/group-work.ts';
import { sentence } from './blocks/message.ts';
import type { SlackContext } from './context.ts';
import { onPress, type PressListener } from './press.ts';

const id = z.string().min(1);
const reaction = z.object({
  event_id: id.nullish(),
  event: z.object({
    type: z.enum(['reaction_added', 'reaction_removed']),
    user: id,
    reaction: id,
    event_ts: id,
    item: z.object({ type: z.literal('message'), channel: id, ts: id }),
  }),
});

/** A transaction of this many votes takes a few milliseconds. */
const MOST_AT_ONCE = 200;

/** Reactions on files are not ours; Slack sends them under the same name. */
export function onReaction(
  context: SlackContext,
): Middleware<SlackEventMiddlewareArgs<'reaction_added' | 'reaction_removed'>> {
  const cast = groupWork<DeliveredChange, CastOutcome>(
    (delivered) => castVotes(context.deps, delivered),
    MOST_AT_ONCE,
  );
  return async ({ body, event }) => {
    if (event.item.type !== 'message') return;
    const { event_id, event: seen } = reaction.parse(body);
    await cast({
      change: {
        channelId: seen.item.channel,
        messageTs: seen.item.ts,
        personId: seen.user,
        emoji: seen.reaction,
        added: seen.type === 'reaction_added',
        eventTs: seen.event_ts,
      },
      eventId: event_id ?? null,
    });
  };
}

/** A counted vote is answered by the card itself, whose number changes. */
export function onVote(context: SlackContext): PressListener {
  return onPress(context, 'vote', async (press, _client, { answers }) => {
    const outcome = await pressVote(context.deps, { messageId: press.value, personId: press.personId });
    switch (outcome.kind) {
      case 'voted':
        return null;
      case 'withdrawn':
        return sentence(answers.voteWithdrawn);
      case 'reacted-already':
        return sentence(answers.votedByReaction);
      case 'unknown':
        return sentence(answers.voteUncounted);
    }
  });
}
