// Tells whether a number, name or direction has moved to another place in a sentence: every word is still there,
// but "1.4× on summaries, 2.1× on code" has been turned round. Compares what stands around each. Pure.
import { stemmer } from 'stemmer';

export interface Anchor {
  start: number;
  end: number;
}

/** What stands around an anchor, nearest first, within its clause. */
interface Surroundings {
  left: Word[];
  right: Word[];
}

interface Word {
  term: string;
  weight: number;
}

const REACH = 5;
const CLAUSE_END = /[.;:()。；：！？!?](?=\s|$|[\p{Script=Han}])|[,，](?!\d)/u;
const WORDS = /[\p{Script=Han}]|[\p{L}\p{N}]+(?:[.,-][\p{L}\p{N}]+)*/gu;
const LIGHT = new Set(
  (
    'a an the of in on at to for with by from and or as is are was were be been it its this that these those we our ' +
    'they their which than then also can has have had will would 的 了 在 是 和 与 及 其 对 为 从'
  ).split(' '),
);
const LIGHT_WEIGHT = 0.3;
/** Han characters are parts of words. */
const CHARACTER_WEIGHT = 0.5;
/** The neighbour itself tells more than what stands further off. */
const NEIGHBOUR_BONUS = 1.5;

function surroundingsOf(text: string, { start, end }: Anchor): Surroundings {
  const before = text.slice(Math.max(0, start - 80), start);
  const after = text.slice(end, end + 80);
  const lastEnd = [...before.matchAll(new RegExp(CLAUSE_END, 'gu'))].at(-1);
  const clauseBefore = lastEnd ? before.slice(lastEnd.index + lastEnd[0].length) : before;
  const nextEnd = CLAUSE_END.exec(after);
  const clauseAfter = nextEnd ? after.slice(0, nextEnd.index) : after;
  return {
    left: wordsOf(clauseBefore).slice(-REACH).reverse(),
    right: wordsOf(clauseAfter).slice(0, REACH),
  };
}

function wordsOf(text: string): Word[] {
  return (text.match(WORDS) ?? []).map((word) => {
    const lower = word.toLowerCase();
    const weight = LIGHT.has(lower) ? LIGHT_WEIGHT : /\p{Script=Han}/u.test(word) ? CHARACTER_WEIGHT : 1;
    return { term: /^[a-z]{4,}$/.test(lower) ? stemmer(lower) : lower, weight };
  });
}

function likeness(one: Surroundings, other: Surroundings): number {
  return sideLikeness(one.left, other.left) + sideLikeness(one.right, other.right);
}

function sideLikeness(one: readonly Word[], other: readonly Word[]): number {
  let sum = 0;
  one.forEach(({ term, weight }, at) => {
    const there = other.findIndex((word) => word.term === term);
    if (there < 0) return;
    const bonus = at === 0 && there === 0 ? NEIGHBOUR_BONUS : 1;
    sum += (weight * bonus) / (1 + 0.5 * Math.abs(at - there));
  });
  return sum;
}

const LEAST_LEAD = 0.9;
/** Where the anchor stands nowhere near: a neighbour in common may be chance. */
const LEAST_LEAD_OF_STRANGER = 1.5;
const LEAST_RATIO = 1.5;

/** A text with anchors in it. */
export interface Anchored {
  text: string;
  anchors: readonly Anchor[];
}

/**
 * Whether `said` stands in `text` where the evidence has one of `others` rather than where `own` has it. `own` may
 * have no anchors: then it is asked whether it has taken another's place.
 */
export function hasMoved(text: string, said: Anchor, own: Anchored, others: Anchored): boolean {
  if (others.anchors.length === 0) return false;
  const here = surroundingsOf(text, said);
  const best = (given: Anchored): number =>
    Math.max(0, ...given.anchors.map((anchor) => likeness(here, surroundingsOf(given.text, anchor))));
  const [mine, other] = [best(own), best(others)];
  const lead = own.anchors.length > 0 ? LEAST_LEAD : LEAST_LEAD_OF_STRANGER;
  return other - mine >= lead && other >= LEAST_RATIO * mine;
}
