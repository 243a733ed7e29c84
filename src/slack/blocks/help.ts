// The list of what the app understands: one table, for the slash command, direct messages and the Home tab.
import type { KnownBlock } from '@slack/types';
import type { Words } from '../words/words.ts';
import { CUTS } from './limits.ts';
import { bullets, fallback, type Message, paragraph, rich } from './message.ts';
import { cleanLine, richLine, richText, truncate } from './text.ts';

/** What was wrong with the words; `null` when help was asked for. */
export type Puzzle =
  | { kind: 'unknown' | 'no-address'; words: string }
  | { kind: 'incomplete'; what: keyof Words['help']['incomplete'] }
  | null;

export function helpMessage(command: string, puzzle: Puzzle, words: Words): Message {
  const first = puzzleWords(puzzle, words);
  return {
    text: fallback(first),
    blocks: [paragraph([richLine(first, CUTS.listSentence)]), verbsBlock(command, words)],
  };
}

function puzzleWords(puzzle: Puzzle, { help }: Words): string {
  if (puzzle?.kind === 'incomplete') return help.incomplete[puzzle.what];
  if (puzzle === null) return help.intro;
  const written = truncate(cleanLine(puzzle.words), CUTS.name);
  return puzzle.kind === 'unknown' ? help.unknown(written) : help.noAddress(written);
}

export function verbsBlock(command: string, { help }: Words): KnownBlock {
  return rich([
    bullets(
      Object.values(help.verbs).map(([usage, meaning]) => [
        richText(`${command} ${usage}`, { code: true }),
        richText(` ${meaning}`),
      ]),
    ),
  ]);
}
