// Thumbs up and down under an answer.
import type { ContextActionsBlock } from '@slack/types';
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { LIMITS } from './limits.ts';
import { type Message, sizeOf } from './message.ts';
import { plain } from './text.ts';

/** The button's value is `ID:up`, where ID is the kept answer's. */
export const RATINGS = { up: 'up', down: 'down' } as const;

/** The answer with its thumbs; without them where a full message has no room for more. */
export function withRating(message: Message, answerId: string, words: Words): Message {
  const blocks = [...message.blocks, ratingBlock(answerId, words)];
  if (blocks.length > LIMITS.messageBlocks || sizeOf(blocks) > LIMITS.messageTotal) return message;
  return { ...message, blocks };
}

function ratingBlock(answerId: string, { rating: words }: Words): ContextActionsBlock {
  const thumb = (text: string, label: string, rating: string) => ({
    text: plain(text, LIMITS.buttonText),
    accessibility_label: label,
    value: `${answerId}:${rating}`,
  });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.rateAnswer,
        positive_button: thumb(words.helpful, words.helpfulLabel, RATINGS.up),
        negative_button: thumb(words.notHelpful, words.notHelpfulLabel, RATINGS.down),
      },
    ],
  };
}
