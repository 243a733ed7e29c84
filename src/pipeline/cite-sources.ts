// Numbers what an answer rests on as its sentences name it: what is named first is [1], also while the rest is being
// written. Pure.
import type { ArticleLine } from '../domain/digest.ts';
import type { AnswerSentence } from '../llm/answer-question.ts';
import { type FoundPassage, keyOf } from './find-passages.ts';

export interface CitedSentence {
  text: string;
  /** What it rests on, by its place in the answer's `articles`. */
  articles: number[];
}

export interface Citations {
  /** The same sentence has the same numbers however often it is asked for. */
  cite(sentence: AnswerSentence): CitedSentence;
  /** What was cited so far, in order of its numbers. */
  articles: readonly ArticleLine[];
}

/** `passages` as they were numbered for the model, from 1. */
export function createCitations(
  passages: readonly FoundPassage[],
  sources: readonly { key: string; line: ArticleLine }[],
): Citations {
  const keys: string[] = [];
  const articles: ArticleLine[] = [];
  const placeOf = (number: number): number[] => {
    const passage = passages[number - 1];
    const source = passage && sources.find(({ key }) => key === keyOf(passage.source));
    if (!source) return [];
    if (!keys.includes(source.key)) {
      keys.push(source.key);
      articles.push(source.line);
    }
    return [keys.indexOf(source.key)];
  };
  return {
    articles,
    cite: ({ text, passages: named }) => ({ text, articles: [...new Set(named.flatMap(placeOf))] }),
  };
}
