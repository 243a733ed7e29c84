// Whether two passages say different things of the same: other numbers of one unit, or one denies what the other says.
// Pure; knows words and numbers, not meaning, so that it errs on the side of silence.
import { deniesAnything } from './grounding/polarity.ts';
import { saysTheSame } from './grounding/quantities.ts';
import { type Facts, factsOf } from './grounding/source-text.ts';
import { splitSentences } from './sentences.ts';

/** Of the words of the shorter sentence. */
const SHARED_WORDS = 0.6;
const LEAST_SHARED = 3;

interface Text {
  text: string;
  /** BCP 47. */
  language: string;
}

export function disagree(one: Text, other: Text): boolean {
  if (one.language.split('-')[0] !== other.language.split('-')[0]) return false;
  const others = sentencesOf(other);
  return sentencesOf(one).some((a) =>
    others.some((b) => isAboutTheSame(a, b) && (otherNumber(a, b) || denied(a, b))),
  );
}

function sentencesOf({ text, language }: Text): Facts[] {
  return splitSentences(text, language).map((sentence) => factsOf(sentence.text, language));
}

function isAboutTheSame(a: Facts, b: Facts): boolean {
  const [fewer, more] = [wordsOf(a), wordsOf(b)].sort((x, y) => x.length - y.length);
  if (!fewer || !more) return false;
  const shared = fewer.filter((word) => more.includes(word)).length;
  return shared >= LEAST_SHARED && shared >= SHARED_WORDS * fewer.length;
}

function wordsOf({ terms }: Facts): string[] {
  return [...terms].filter((term) => !/\d/.test(term));
}

/** Each has one number of that unit, and they are not the same. */
function otherNumber(a: Facts, b: Facts): boolean {
  return a.quantities.some((one) => {
    const alike = b.quantities.filter(({ unit }) => JSON.stringify(unit) === JSON.stringify(one.unit));
    return alike.length > 0 && !alike.some((other) => saysTheSame(one, other) || saysTheSame(other, one));
  });
}

function denied(a: Facts, b: Facts): boolean {
  return deniesAnything(a.text) !== deniesAnything(b.text);
}
