// What a reaction means. Pure.

export const MEANINGS = ['vote', 'poc', 'save'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** Emoji name (without colons, normalised) to what it means; other reactions mean nothing to us. */
export type EmojiMeanings = Record<string, Meaning>;

/** The name under which a press of the Vote button is kept beside the reactions. */
export const VOTE_BUTTON = 'button';

/** Slack sends both names for the same picture. */
const ALIASES: Record<string, string> = {
  thumbsup: '+1',
  thumbsdown: '-1',
  tools: 'hammer_and_wrench',
  red_heart: 'heart',
};

/** `thumbsup::skin-tone-3` → `+1`. */
export function normaliseEmoji(name: string): string {
  const bare = name.replace(/^:|:$/g, '').split('::')[0] ?? name;
  return ALIASES[bare] ?? bare;
}

/** A reaction set or taken back, as it reached us. `eventTs` orders what arrives out of order. */
export interface ReactionChange {
  channelId: string;
  messageTs: string;
  personId: string;
  emoji: string;
  added: boolean;
  /** Slack's `event_ts`, seconds with six decimals, kept as text. */
  eventTs: string;
}

export interface Tally {
  votes: number;
  pocWishes: number;
}
