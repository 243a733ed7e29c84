// An answer that the app gave one person. Pure.

export const ANSWER_PLACES = ['command', 'mention', 'direct', 'shortcut'] as const;
export type AnswerPlace = (typeof ANSWER_PLACES)[number];

/** What was asked before in a thread, and what came of it. */
export interface Exchange {
  question: string;
  /** What a model may see of the answer: none of it that a person wrote. */
  told: string;
  articleIds: number[];
}

export interface Answer {
  id: string;
  personId: string;
  channelId: string;
  /** The thread it was asked in; `null` where there is none. */
  threadTs: string | null;
  /** Of the answer, BCP 47. */
  language: string;
  place: AnswerPlace;
  /** What was asked for: `search`, `top`, `ask`, … */
  verb: string;
  question: string;
  /** The answer's words without their layout. */
  reply: string;
  /** What a model may see of it where a further question refers to it; empty for answers to no question. */
  told: string;
  /** The articles that it rests on. */
  articleIds: number[];
  /** `null`: no model had a part in it. */
  model: string | null;
  /** Name and version of the prompt, where there was one. */
  prompt: string | null;
}
