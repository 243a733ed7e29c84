// Checks one statement about an article against the article itself, without a model: its quote, numbers, units,
// dates, names, denials and comparisons. Says what is wrong; decides nothing. Pure.
import { hasMoved } from './anchors.ts';
import { isPartOf } from './dates.ts';
import { coverage, sentencesLike, sentencesOfQuote } from './evidence.ts';
import { isPlainWord, type Name, namesIn } from './names.ts';
import { type Quantity, sameNumberOtherUnit, saysTheSame } from './quantities.ts';
import { type Facts, factsOf, normaliseText, type SourceSentence, type SourceText } from './source-text.ts';
import { findReplaced, findTurnedRound } from './turned-round.ts';
import { caselessNotIn, namesNotIn } from './unknown-names.ts';

export const FAULT_KINDS = [
  /** The sentence that it is said to rest on is not in the article. */
  'quote',
  'number',
  'unit',
  'date',
  'name',
  /** A number or name has another's place. */
  'moved',
  'negation',
  'direction',
  /** The article, or the sentence it is said to rest on, speaks of something else. */
  'unsupported',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** The words of the statement that are at fault. */
  found: string;
}

export interface Statement {
  text: string;
  /** What the model gives as the sentence it rests on; `null` where it gives none. */
  quote: string | null;
}

export interface Checked {
  /** Sentences of the article that the statement rests on, in order; the one that is quoted, or the most alike. */
  evidence: SourceSentence[];
  /** Empty: nothing was found wrong. */
  faults: Fault[];
}

/** Below this share of its words in the article, a statement is about something else. */
const LEAST_IN_ARTICLE = 0.42;
/** Below this share of its words in the quoted sentence and those beside it, it rests on another. */
const LEAST_IN_QUOTE = 0.15;

/** `language` is the statement's, BCP 47. */
export function checkStatement(source: SourceText, statement: Statement, language: string): Checked {
  const said = factsOf(statement.text, language);
  const sameLanguage = baseOf(language) === baseOf(source.language);
  const quoted = statement.quote === null ? [] : sentencesOfQuote(source, statement.quote);
  if (statement.quote !== null && quoted.length === 0) {
    return { evidence: [], faults: [{ kind: 'quote', found: statement.quote.slice(0, 200) }] };
  }
  const evidence = quoted.length > 0 ? quoted : sameLanguage ? sentencesLike(source, said) : [];
  if (evidence.length === 0) {
    return { evidence, faults: [{ kind: sameLanguage ? 'unsupported' : 'quote', found: statement.text }] };
  }
  const near = withNeighbours(source, evidence);
  const faults = [
    ...wrongQuantities(said, near, source, quoted.length > 0),
    ...wrongDates(said, near, source, quoted.length > 0),
    ...namesNotIn(said.text, language, source, joined(near).text, quoted.length > 0),
    ...(sameLanguage ? movedAnchors(said, near, source, quoted.length > 0, language) : []),
    ...(sameLanguage ? caselessNotIn(said.text, source, joined(near).text, quoted.length > 0) : []),
    ...(sameLanguage ? findReplaced(said.text, joined(evidence).text) : []),
    ...findTurnedRound(said.text, joined(evidence).text, joined(near).text, sameLanguage),
    ...(sameLanguage ? unsupported(said, near, source, quoted.length > 0) : []),
  ];
  return { evidence, faults };
}

function baseOf(language: string): string {
  return language.toLowerCase().split('-')[0] ?? language;
}

/** The evidence and the sentences right beside it: what "it" and "this" refer to stands there. */
function withNeighbours(source: SourceText, evidence: readonly SourceSentence[]): SourceSentence[] {
  const wanted = new Set(evidence.flatMap(({ index }) => [index - 1, index, index + 1]));
  return source.sentences.filter(({ index }) => wanted.has(index));
}

function joined(sentences: readonly SourceSentence[]): { text: string } {
  return { text: normaliseText(sentences.map(({ text }) => text).join(' ')) };
}

function wrongQuantities(
  said: Facts,
  near: readonly SourceSentence[],
  source: SourceText,
  isQuoted: boolean,
): Fault[] {
  // A statement that names its sentence must have its numbers there; otherwise anywhere will do.
  const given = isQuoted ? near.flatMap(({ facts }) => facts.quantities) : source.whole.quantities;
  return said.quantities
    .filter((one) => !given.some((other) => saysTheSame(one, other)) && !inTitle(one, source))
    .map((one) => ({
      kind: given.some((other) => sameNumberOtherUnit(one, other)) ? 'unit' : 'number',
      found: one.text,
    }));
}

function inTitle(one: Quantity, source: SourceText): boolean {
  return source.title.quantities.some((other) => saysTheSame(one, other));
}

function wrongDates(
  said: Facts,
  near: readonly SourceSentence[],
  source: SourceText,
  isQuoted: boolean,
): Fault[] {
  const given = isQuoted ? near.flatMap(({ facts }) => facts.dates) : source.whole.dates;
  const years = source.whole.quantities.flatMap(({ values }) => values);
  return said.dates
    .filter((one) => ![...given, ...source.title.dates].some((other) => isPartOf(one, other)))
    .filter((one) => !(one.month === null && one.year !== null && years.includes(one.year)))
    .map(({ text }) => ({ kind: 'date', found: text }));
}

/** Numbers and names that stand where the evidence has another one. */
function movedAnchors(
  said: Facts,
  near: readonly SourceSentence[],
  source: SourceText,
  isQuoted: boolean,
  language: string,
): Fault[] {
  const given = factsOf(near.map(({ facts }) => facts.text).join(' '), language);
  // Where no sentence is named, a number or name may have its place anywhere in the article.
  const wide = isQuoted ? given : source.flat;
  const moved: Fault[] = [];
  for (const one of said.quantities) {
    const own = wide.quantities.filter((other) => saysTheSame(one, other));
    const others = given.quantities.filter((other) => !saysTheSame(one, other));
    if (hasMoved(said.text, one, { text: wide.text, anchors: own }, { text: given.text, anchors: others })) {
      moved.push({ kind: 'moved', found: one.text });
    }
  }
  const names = namesFor(given.text, language);
  const wideNames = isQuoted ? names : namesFor(wide.text, language);
  for (const one of namesFor(said.text, language)) {
    const own = wideNames.filter((other) => sameName(other.text, one.text));
    const others = names.filter((other) => !sameName(other.text, one.text));
    if (hasMoved(said.text, one, { text: wide.text, anchors: own }, { text: given.text, anchors: others })) {
      moved.push({ kind: 'moved', found: one.text });
    }
  }
  return moved;
}

function namesFor(text: string, language: string): Name[] {
  return namesIn(text, language).filter(({ text: word, opening }) => !opening || !isPlainWord(word));
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]|s$/gu, '');
  return plain(one) === plain(other);
}

function unsupported(
  said: Facts,
  near: readonly SourceSentence[],
  source: SourceText,
  isQuoted: boolean,
): Fault[] {
  const besides = { terms: new Set(near.flatMap(({ facts }) => [...facts.terms])) };
  const tooLittle =
    coverage(said, source.whole) < LEAST_IN_ARTICLE || (isQuoted && coverage(said, besides) < LEAST_IN_QUOTE);
  return tooLittle ? [{ kind: 'unsupported', found: said.text.slice(0, 200) }] : [];
}
