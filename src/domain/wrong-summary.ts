// What can be wrong with a summary, as a person says it. Pure.

export const WRONG_REASONS = [
  'number',
  'name',
  'opposite',
  'not-in-article',
  'missed-the-point',
  'other',
] as const;
export type WrongReason = (typeof WRONG_REASONS)[number];
