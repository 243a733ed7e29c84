// The passages of an article that a question is about: a few neighbouring sentences that have most of its words.
// Pure; how much each word tells is decided by who asks.
import { splitSentences, termsOf } from './sentences.ts';

export interface WeighedWord {
  word: string;
  /** How much it tells, 0 or more. */
  weight: number;
}

export interface Passage {
  text: string;
  /** Sum of the weights of the words that it has. */
  score: number;
  /** Which words these are. */
  words: string[];
}

const MOST_SENTENCES = 3;
const MOST_CHARACTERS = 600;
/** Characters looked at: what is asked about stands rarely deeper, and a book would take seconds. */
const LOOKED_AT = 40_000;

/** At most `most` passages that do not overlap, best first; those with none of the words are left out. */
export function choosePassages(
  text: string,
  language: string,
  words: readonly WeighedWord[],
  most: number,
): Passage[] {
  const sentences = splitSentences(text.slice(0, LOOKED_AT), language);
  const matches = matcherOf(words, language);
  const found = sentences.map((sentence) => matches(sentence.text));
  const candidates: (Passage & { from: number; to: number })[] = [];
  for (let from = 0; from < sentences.length; from += 1) {
    let passage = '';
    const has = new Set<WeighedWord>();
    for (let to = from; to < Math.min(from + MOST_SENTENCES, sentences.length); to += 1) {
      const { text: sentence = '', block } = sentences[to] ?? {};
      const isNext = to > from;
      if (isNext && (passage.length + sentence.length > MOST_CHARACTERS || block !== sentences[from]?.block))
        break;
      const before = has.size;
      for (const word of found[to] ?? []) has.add(word);
      passage = isNext ? `${passage} ${sentence}` : sentence.slice(0, MOST_CHARACTERS);
      // A longer passage is a better one only where it has more of the words.
      if (has.size > before) {
        const score = [...has].reduce((sum, { weight }) => sum + weight, 0);
        candidates.push({ text: passage, score, words: [...has].map(({ word }) => word), from, to });
      }
    }
  }
  candidates.sort((a, b) => b.score - a.score || a.text.length - b.text.length || a.from - b.from);
  const chosen: typeof candidates = [];
  for (const candidate of candidates) {
    if (chosen.length === most) break;
    if (chosen.every(({ from, to }) => candidate.to < from || candidate.from > to)) chosen.push(candidate);
  }
  return chosen.map(({ text: passage, score, words: its }) => ({ text: passage, score, words: its }));
}

const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Words in any form; those of scripts without spaces as they stand, since every text is divided otherwise. */
function matcherOf(words: readonly WeighedWord[], language: string): (sentence: string) => WeighedWord[] {
  const stems = words.map(({ word }) => (NO_SPACES.test(word) ? [] : termsOf(word, language)));
  return (sentence) => {
    const lower = sentence.toLowerCase();
    const terms = new Set(termsOf(sentence, language));
    return words.filter(({ word }, n) => {
      const its = stems[n] ?? [];
      return its.length > 0 ? its.every((stem) => terms.has(stem)) : lower.includes(word);
    });
  };
}
