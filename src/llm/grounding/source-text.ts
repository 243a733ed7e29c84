// An article prepared for checking: its sentences, words, names, numbers and dates, found once. Pure.
import { splitSentences, termsOf } from '../sentences.ts';
import { CASELESS } from './caseless-names.ts';
import { datesIn, type PartialDate, withoutDates } from './dates.ts';
import { NameIndex, squeezed } from './names.ts';
import { type Quantity, quantitiesIn } from './quantities.ts';

/** A piece of text with what can be compared in it. */
export interface Facts {
  text: string;
  terms: Set<string>;
  quantities: Quantity[];
  dates: PartialDate[];
}

export interface SourceSentence {
  /** As it stands in the article. */
  text: string;
  index: number;
  facts: Facts;
}

export interface SourceText {
  language: string;
  sentences: SourceSentence[];
  whole: Facts;
  title: Facts;
  names: NameIndex;
  /** The body read as one piece of text, so that the places of what is found are places in it. */
  readonly flat: Facts;
  /** The same without white space and punctuation, for finding quotes. */
  letters: string;
  /** How much a word tells sentences of this article apart, from about 0 to 1. */
  rarity(term: string): number;
  /** Whether a name is in the title, at the start, or said again and again. */
  isProminent(name: string): boolean;
}

const START = 2;
const OFTEN = 3;

/** White space on one line, quotation marks and dashes of one shape, wide digits narrow. Case stays. */
export function normaliseText(text: string): string {
  return (
    text
      // Thin and fixed spaces between digits separate thousands.
      .replace(/(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g, ',')
      .normalize('NFKC')
      .replace(/[“”„«»]/g, '"')
      .replace(/[‘’‚`]/g, "'")
      .replace(/[‐-―−]/g, '-')
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
      .replace(/https?:\/\/\S+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

export function lettersOf(text: string): string {
  return normaliseText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]+/gu, '');
}

export function factsOf(text: string, language: string): Facts {
  const normal = normaliseText(text);
  const dates = datesIn(normal);
  return {
    text: normal,
    terms: new Set(termsOf(normal, language)),
    quantities: quantitiesIn(withoutDates(normal, dates)),
    dates,
  };
}

/**
 * `language` is the article's, BCP 47. Sentences for which `isNoGround` says so keep their place and their number, but
 * nothing can rest on them.
 */
export function prepareSource(
  article: { title: string; text: string; language: string },
  isNoGround: (sentence: string) => boolean = () => false,
): SourceText {
  const { title, language } = article;
  const sentences = splitSentences(article.text, language).map((sentence, index) => {
    const words = isNoGround(sentence.text) ? '' : sentence.text;
    return { text: words, index, facts: factsOf(words, language) };
  });
  const text = sentences
    .map((sentence) => sentence.text)
    .filter(Boolean)
    .join(' ');
  const head = factsOf(title, language);
  const parts = [head, ...sentences.map((sentence) => sentence.facts)];
  const whole: Facts = {
    text: parts.map((part) => part.text).join(' '),
    terms: new Set(parts.flatMap((part) => [...part.terms])),
    quantities: parts.flatMap((part) => part.quantities),
    dates: parts.flatMap((part) => part.dates),
  };
  let flat: Facts | undefined;
  const start = new NameIndex(
    normaliseText([title, ...sentences.slice(0, START).map((sentence) => sentence.text)].join('. ')),
  );
  const letters = lettersOf(`${title} ${text}`);
  const counts = new Map<string, number>();
  for (const { facts } of sentences)
    for (const term of facts.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return {
    language,
    sentences,
    whole,
    title: head,
    names: new NameIndex(normaliseText(`${title} ${text}`)),
    get flat() {
      flat ??= factsOf(text, language);
      return flat;
    },
    letters,
    isProminent: (name) => {
      if (start.has(name)) return true;
      return letters.split(CASELESS.test(name) ? lettersOf(name) : squeezed(name)).length > OFTEN;
    },
    rarity: (term) => 1 / Math.sqrt(counts.get(term) ?? 1),
  };
}
