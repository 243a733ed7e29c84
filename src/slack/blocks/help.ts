// The list of what the app understands: one table, for the slash command, direct messages and the Home tab.
import type { KnownBlock } from '@slack/types';
import { CUTS } from './limits.ts';
import { bullets, fallback, type Message, paragraph, rich } from './message.ts';
import { cleanLine, richLine, richText, truncate } from './text.ts';

const VERBS: readonly (readonly [usage: string, meaning: string])[] = [
  ['top [week|month|all]', 'what the team voted for'],
  ['search WORDS', 'find articles by their words'],
  ['add URL', 'have an article read, summarised and posted'],
  ['digest', "this week's digest so far, for your eyes only"],
  ['poc', 'proofs of concept: open, taken, shown'],
  ['learn', 'your next lesson'],
  ['save list', 'what you saved'],
  ['sources', 'what is read, and what fails'],
  ['status', 'how the app is doing'],
  ['log', 'what was changed last, and by whom'],
  ['export', 'everything that is kept of you, as a file'],
  ['forget me', 'delete everything that is kept of you'],
  ['help', 'this list'],
];

/** What was wrong with the words; `null` when help was asked for. */
export type Puzzle = { kind: 'unknown'; words: string } | { kind: 'incomplete'; hint: string } | null;

export function helpMessage(command: string, puzzle: Puzzle): Message {
  const first = puzzleWords(puzzle);
  return {
    text: fallback(first),
    blocks: [paragraph([richLine(first, CUTS.listSentence)]), verbsBlock(command)],
  };
}

function puzzleWords(puzzle: Puzzle): string {
  if (puzzle?.kind === 'incomplete') return puzzle.hint;
  if (puzzle?.kind === 'unknown') {
    return `I do not know "${truncate(cleanLine(puzzle.words), CUTS.name)}". This is what I understand:`;
  }
  return 'This is what I understand:';
}

export function verbsBlock(command: string): KnownBlock {
  return rich([
    bullets(
      VERBS.map(([usage, meaning]) => [
        richText(`${command} ${usage}`, { code: true }),
        richText(` ${meaning}`),
      ]),
    ),
  ]);
}
