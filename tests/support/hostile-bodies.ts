// What hostile bodies of every kind have in common.

/** What people are told of it, and the body itself. */
export type Bodies = Record<string, [told: RegExp, body: () => string | Buffer]>;

/** Whether time or memory ends it first depends on the machine. */
export const GIVEN_UP = 'Reading the answer took more (than 10 s|memory than a feed may), and was given up';

export const tooMuchFor = {
  feed: new RegExp(`^${GIVEN_UP}$`),
  page: /^reading it took too (much memory|long)$/,
};
