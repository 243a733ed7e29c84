// Where a statement keeps most words of its evidence, finds what was put in another's place: lays the two beside each
// other and looks at the gaps. Quiet where the statement is in words of its own. Pure.
import { stemmer } from 'stemmer';

/** Words that differ between two places where both agree. */
export interface Replacement {
  /** Of the statement; empty where words were only left out. */
  said: string[];
  /** Of the evidence; empty where words were only put in. */
  given: string[];
  /** The words right before and after agree in both. */
  tight: boolean;
  /** Both begin, or both end, with them. */
  edge: 'start' | 'end' | null;
}

interface Token {
  text: string;
  key: string;
  weight: number;
}

const TOKEN =
  /\p{Script=Han}|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+|[\p{L}\p{N}]+(?:[.,'’+-][\p{L}\p{N}]+)*[%+#]?|[$€£¥%]/gu;
/** What is swapped must not hold the two texts together: the words between do. */
const ANCHOR_WEIGHT = 0.6;
const LONGEST_SAID = 80;
const LONGEST_GIVEN = 300;
/** Share of the statement's words that stand in the evidence in the same order. */
const NEARLY_THE_SAME = 0.6;
const LONGEST_GAP = 4;

function tokensOf(text: string, most: number): Token[] {
  return (text.match(TOKEN) ?? []).slice(0, most).map((word) => {
    const lower = word.toLowerCase().replace(/['’]s$/, '');
    const isAnchor = /^\p{Lu}|\d/u.test(word);
    return {
      text: word,
      key: /^[a-z]{4,}$/.test(lower) ? stemmer(lower) : lower,
      weight: isAnchor ? ANCHOR_WEIGHT : 1,
    };
  });
}

/** `null` where the two have too little in common to be laid beside each other. */
export function replacementsIn(text: string, evidence: string): Replacement[] | null {
  const said = tokensOf(text, LONGEST_SAID);
  const given = tokensOf(evidence, LONGEST_GIVEN);
  if (said.length < 4 || given.length === 0) return null;
  const pairs = longestCommon(said, given);
  if (pairs.length < NEARLY_THE_SAME * said.length) return null;
  const found: Replacement[] = [];
  let [i, j] = [pairs[0]?.[0] ?? 0, pairs[0]?.[1] ?? 0];
  if (i > 0)
    found.push(gap(said.slice(0, i), given.slice(Math.max(0, j - i), j), { edge: i === j ? 'start' : null }));
  for (const [nextI, nextJ] of pairs.slice(1)) {
    if (nextI > i + 1 || nextJ > j + 1) {
      found.push(gap(said.slice(i + 1, nextI), given.slice(j + 1, nextJ), { tight: true }));
    }
    [i, j] = [nextI, nextJ];
  }
  if (i < said.length - 1) {
    const more = said.length - 1 - i;
    const edge = given.length - 1 - j === more ? 'end' : null;
    found.push(gap(said.slice(i + 1), given.slice(j + 1, j + 1 + more), { edge }));
  }
  return found.filter((one) => one.said.length <= LONGEST_GAP && one.given.length <= LONGEST_GAP);
}

function gap(
  said: readonly Token[],
  given: readonly Token[],
  { tight = false, edge = null }: Partial<Pick<Replacement, 'tight' | 'edge'>>,
): Replacement {
  return { said: said.map(({ text }) => text), given: given.map(({ text }) => text), tight, edge };
}

/** Places of the words in common, in the order of both, weighing most. */
function longestCommon(said: readonly Token[], given: readonly Token[]): [number, number][] {
  const width = given.length + 1;
  const best = new Float32Array((said.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = said.length - 1; i >= 0; i--) {
    for (let j = given.length - 1; j >= 0; j--) {
      const [one, other] = [said[i], given[j]];
      const same = one && other && one.key === other.key ? one.weight + at(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(same, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < said.length && j < given.length) {
    if (
      said[i]?.key === given[j]?.key &&
      at(i, j) === Math.fround((said[i]?.weight ?? 0) + at(i + 1, j + 1))
    ) {
      pairs.push([i, j]);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
