// A card's story elsewhere, and what became of its article.
import { count, list, number } from './grammar.ts';

export const storyWords = {
  alsoOn: (places: readonly string[], more: number) =>
    more > 0
      ? `The same story is on ${places.join(', ')} and ${count(more, { one: 'other place', other: 'other places' })}`
      : `The same story is on ${list(places)}`,
  version: (version: number) => `Version ${number(version)} is out`,
  versionMark: (version: number) => `v${number(version)}`,
  withdrawn: 'The authors have withdrawn this',
  withdrawnMark: 'withdrawn',
  /** `title` is the report that a manager took out of a story. */
  split: (title: string) =>
    `${title} is a story of its own now. The card of the other story names it no longer, and it may get a card itself.`,
  notShared: 'At this address I know no report that shares a story with another one.',
  headline: (before: string, now: string) => `The headline was “${before}”, and is now ${now}`,
};
