// Names in a statement that its article does not have. Pure.
import { stemmer } from 'stemmer';
import { hasMoved } from './anchors.ts';
import { strangeNames } from './caseless-names.ts';
import type { Fault } from './check-statement.ts';
import { isPlainWord, type Name, NameIndex, namesIn } from './names.ts';
import type { SourceText } from './source-text.ts';

/**
 * Names in scripts without capitals that stand nowhere near, nor are what the article is about. Both are in one
 * language.
 */
export function caselessNotIn(text: string, source: SourceText, near: string, isQuoted: boolean): Fault[] {
  const given = isQuoted ? near : source.whole.text;
  const isKnown = (name: string): boolean =>
    given.includes(name) || (source.names.has(name) && source.isProminent(name));
  return strangeNames(text, source.whole.text, isKnown).map((found) => ({ kind: 'name', found }));
}

/**
 * `near` is the evidence with what stands beside it. Where a sentence is quoted, a name must stand near it, or be one
 * that the whole article is about.
 */
export function namesNotIn(
  text: string,
  language: string,
  source: SourceText,
  near: string,
  isQuoted: boolean,
): Fault[] {
  const known = isQuoted ? new NameIndex(near) : source.names;
  const unknown = namesIn(text, language).filter(
    ({ text: name }) => !known.has(name) && !(source.names.has(name) && source.isProminent(name)),
  );
  if (unknown.length === 0) return [];
  const given = namesIn(near, language);
  return unknown
    .filter((name) => !name.opening || isNoWord(name, source) || takesAPlace(text, name, near, given))
    .filter((name) => !hasStem(name, source))
    .map((name) => ({ kind: 'name', found: name.text }));
}

/** At a sentence's start only what cannot be a plain word is taken for a name. */
function isNoWord(name: Name, source: SourceText): boolean {
  return !isPlainWord(name.text) && !source.whole.terms.has(stemmer(name.text.toLowerCase()));
}

function takesAPlace(text: string, name: Name, near: string, given: readonly Name[]): boolean {
  if (isPlainWord(name.text)) return false;
  return hasMoved(text, name, { text: near, anchors: [] }, { text: near, anchors: given });
}

/** Capitals as in a headline: the word is there in another form. */
function hasStem(name: Name, source: SourceText): boolean {
  return /^\p{Lu}\p{Ll}+$/u.test(name.text) && source.whole.terms.has(stemmer(name.text.toLowerCase()));
}
