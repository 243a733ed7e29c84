// Statements that say the opposite of their evidence: a denial added or dropped, a comparison turned round. Pure.
import { stemmer } from 'stemmer';
import { hasMoved } from './anchors.ts';
import { caselessStrangers } from './caseless-names.ts';
import type { Fault } from './check-statement.ts';
import { deniesAnything, negationsIn, turnsIn, waysIn } from './polarity.ts';
import { quantitiesIn, saysTheSame } from './quantities.ts';
import { replacementsIn } from './replaced.ts';

/** Words under a denial that are looked at. */
const SCOPE = 4;
const CONTENT = /[\p{Script=Han}]{1,2}|[\p{L}\p{N}][\p{L}\p{N}-]*/gu;
const LIGHT =
  /^(?:a|an|the|of|in|on|at|to|for|with|by|from|and|or|as|is|are|was|were|be|been|being|it|its|this|that|any|all|only|do|does|did|have|has|had|can|could|will|would|may|might|should|must|we|they|their|our|so|such|yet|even|very|much|many|的|了|在|是|和)$/i;

/**
 * `near` is the evidence with what stands beside it. Where the languages differ, words cannot be compared: then only
 * plain opposites and bare denials count.
 */
export function findTurnedRound(
  text: string,
  evidence: string,
  near: string,
  sameLanguage: boolean,
): Fault[] {
  const either = [...bareDenials(text, near), ...otherWays(text, near)];
  return sameLanguage ? [...denials(text, evidence, near), ...directions(text, evidence), ...either] : either;
}

interface Denial {
  /** First words after the denial, stemmed. */
  words: string[];
  text: string;
}

function denialsIn(text: string): Denial[] {
  return negationsIn(text).map(({ start, end }) => {
    const clause = text.slice(end, end + 80).split(/[.,;:()。，；：]/)[0] ?? '';
    const words = wordsOf(clause).slice(0, SCOPE);
    return { words, text: text.slice(start, end + Math.min(clause.length, 40)).trim() };
  });
}

function wordsOf(text: string): string[] {
  return (text.match(CONTENT) ?? []).filter((word) => !LIGHT.test(word)).map(stemOf);
}

function stemOf(word: string): string {
  const lower = word.toLowerCase();
  return /^[a-z]{4,}$/.test(lower) ? stemmer(lower) : lower;
}

function denials(text: string, evidence: string, near: string): Fault[] {
  const [said, given] = [denialsIn(text), denialsIn(evidence)];
  const faults: Fault[] = [];
  const sayWords = wordsOf(text);
  const giveWords = wordsOf(evidence);
  const nearWords = wordsOf(near);
  const deniedThere = new Set(denialsIn(near).flatMap(({ words }) => words));
  const deniedHere = new Set(said.flatMap(({ words }) => words));
  for (const { words, text: found } of said) {
    const known = words.slice(0, 2).filter((word) => nearWords.includes(word));
    if (known.length > 0 && !words.some((word) => deniedThere.has(word)))
      faults.push({ kind: 'negation', found });
  }
  for (const { words, text: found } of given) {
    const first = words.slice(0, 2);
    const taken = first.length > 0 && first.every((word) => sayWords.includes(word));
    const onceOnly = first.every((word) => count(giveWords, word) === 1);
    if (taken && onceOnly && !first.some((word) => deniedHere.has(word)))
      faults.push({ kind: 'negation', found });
  }
  return faults;
}

function count(words: readonly string[], word: string): number {
  return words.filter((other) => other === word).length;
}

function directions(text: string, evidence: string): Fault[] {
  const [said, given] = [turnsIn(text), turnsIn(evidence)];
  const denied = denialsIn(text).length !== denialsIn(evidence).length;
  if (denied) return [];
  return said
    .filter((one) => {
      const ofPair = given.filter(({ pair }) => pair === one.pair);
      const own = ofPair.filter(({ side }) => side === one.side);
      const others = ofPair.filter(({ side }) => side !== one.side);
      return hasMoved(text, one, { text: evidence, anchors: own }, { text: evidence, anchors: others });
    })
    .map(({ start, end }) => ({ kind: 'direction', found: text.slice(start, end) }));
}

/** Where the statement keeps the words of its evidence, but for a name, number, denial or direction. */
export function findReplaced(text: string, evidence: string): Fault[] {
  const replaced = replacementsIn(text, evidence) ?? [];
  const faults: Fault[] = [...caselessStrangers(replaced, evidence)];
  for (const { said, given, tight } of replaced) {
    const [here, there] = [said.join(' '), given.join(' ')];
    const denied = tight && negationsIn(here).length !== negationsIn(there).length;
    if (denied) faults.push({ kind: 'negation', found: here || there });
    const [turns, others] = [turnsIn(here), turnsIn(there)];
    const turned = turns.find((one) =>
      others.some(({ pair, side }) => pair === one.pair && side !== one.side),
    );
    if (turned) faults.push({ kind: 'direction', found: here });
    const [news, olds] = [anchorsOf(said), anchorsOf(given)];
    const another = news.length > 0 && olds.length > 0 && !news.some((word) => olds.includes(word));
    if (tight && another && !sameNumber(here, there)) {
      faults.push({ kind: 'moved', found: here });
    }
  }
  return faults;
}

function sameNumber(here: string, there: string): boolean {
  const given = quantitiesIn(there);
  return quantitiesIn(here).some((one) => given.some((other) => saysTheSame(one, other)));
}

/** Capitals and digits, as they are compared. */
function anchorsOf(words: readonly string[]): string[] {
  return words
    .filter((word) => /\d|^\p{Lu}/u.test(word))
    .map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]|s$/gu, ''));
}

/** A denial that rests on nothing of the kind. */
function bareDenials(text: string, near: string): Fault[] {
  const [first] = denialsIn(text);
  return first && !deniesAnything(near) ? [{ kind: 'negation', found: first.text }] : [];
}

/** The statement goes one way, and what it rests on only the other way. */
function otherWays(text: string, near: string): Fault[] {
  if (negationsIn(text).length + negationsIn(near).length > 0) return [];
  const given = waysIn(near);
  return waysIn(text)
    .filter(({ way, axis }) => {
      const onAxis = given.filter((other) => other.axis === axis);
      // Authors seldom say that something is worse: who says it of them must have it from them.
      const unheardOf = axis === 'worth' && way === 1 && !deniesAnything(near);
      return onAxis.length > 0 ? onAxis.every((other) => other.way !== way) : unheardOf;
    })
    .map(({ found }) => ({ kind: 'direction', found }));
}
