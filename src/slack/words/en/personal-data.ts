// Forgetting a person and giving them their data: what is asked before, and what is said after.
import { count, list, type PluralForms } from './grammar.ts';

const counted =
  (forms: PluralForms) =>
  (rows: number): string =>
    count(rows, forms);

export const personalDataWords = {
  ask: 'Forget me?',
  whatGoes:
    'Your votes, saves, links, topics, lessons, sign-ups, demos, questions and their ratings are deleted. ' +
    'What you changed stays in the log without your name. It cannot be undone.',
  copyFirst: (command: string) => `To have a copy first: \`${command} export\``,
  forget: 'Forget me',
  forgetLabel: 'Forget me: delete everything that is kept of me',
  keep: 'Keep it',
  nothingToForget: 'There was nothing of you to forget.',
  forgotten: (kept: readonly string[]) =>
    `Forgotten: ${list(kept)}. Your reactions still stand in Slack, and are not counted any more; one that you set from now on is.`,
  nothingKept: 'Nothing is kept of you. The file that says so is in your direct messages with me.',
  exported: (kept: readonly string[]) =>
    `Everything that is kept of you is in a file in your direct messages with me: ${list(kept)}.`,
  /** By table of the store. */
  kept: {
    vote: counted({ one: 'vote', other: 'votes' }),
    save: counted({ one: 'saved article', other: 'saved articles' }),
    share: counted({ one: 'shared link', other: 'shared links' }),
    feedback: counted({ one: 'note of what you want less of', other: 'notes of what you want less of' }),
    lesson_done: counted({ one: 'lesson read', other: 'lessons read' }),
    poc_member: counted({ one: 'PoC you are in', other: 'PoCs you are in' }),
    demo: counted({ one: 'demo', other: 'demos' }),
    answer: counted({ one: 'question', other: 'questions' }),
    answer_feedback: counted({ one: 'rated answer', other: 'rated answers' }),
  },
};
