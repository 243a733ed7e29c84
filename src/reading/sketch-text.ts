// A small sketch of a text by which near-duplicates are found: MinHash over word shingles (Broder 1997), one byte of
// each value kept (b-bit MinHash, Li and König 2010), and its bands (locality-sensitive hashing) as keys of an index.
// Pure, and about half a millisecond for a long article.

/** `BANDS` keys of `ROWS` values each: a pair of Jaccard similarity s shares a key with probability 1-(1-s^3)^20. */
const BANDS = 20;
const ROWS = 3;
const SKETCH_VALUES = BANDS * ROWS;
/** Words in a shingle; in scripts without spaces, characters. */
const SHINGLE = 3;
const CJK_SHINGLE = 5;
/** What is looked at of a text: long enough to know any article by, and the end of a page is often not its own. */
const MOST_CHARACTERS = 30_000;
/** Shingles that a text needs to be known by; fewer are a teaser that many articles could share. */
const FEWEST_SHINGLES = 24;

export interface TextSketch {
  /** One byte of each of the `SKETCH_VALUES` smallest hashes. */
  values: Uint8Array;
  /** Signed 32-bit keys; texts that share none are not alike. */
  bands: number[];
}

/** `null` for a text too short to be known by. */
export function sketchText(text: string): TextSketch | null {
  const shingles = shinglesOf(text);
  if (shingles.size < FEWEST_SHINGLES) return null;
  const smallest = new Uint32Array(SKETCH_VALUES).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < SKETCH_VALUES; i += 1) {
      const value = mix(shingle ^ (SEEDS[i] ?? 0));
      if (value < (smallest[i] ?? 0)) smallest[i] = value;
    }
  }
  const bands = [];
  for (let band = 0; band < BANDS; band += 1) {
    let key = mix(band + 1);
    for (let row = 0; row < ROWS; row += 1) key = mix(key ^ (smallest[band * ROWS + row] ?? 0)) + row;
    bands.push(key | 0);
  }
  return { values: Uint8Array.from(smallest, (value) => value & 0xff), bands };
}

/** Jaccard similarity as two sketches tell it; its standard error is about 0.06. */
export function sketchSimilarity(a: Uint8Array, b: Uint8Array): number {
  let equal = 0;
  for (let i = 0; i < SKETCH_VALUES; i += 1) if (a[i] === b[i]) equal += 1;
  // One in 256 values agrees by chance.
  return Math.max(0, (equal / SKETCH_VALUES - 1 / 256) / (1 - 1 / 256));
}

/** How much two texts have in common: shingles of both over those of either, and over those of the shorter. */
export function textOverlap(a: string, b: string): { jaccard: number; contained: number; sizes: number } {
  const [one, other] = [shinglesOf(a), shinglesOf(b)];
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared += 1;
  return {
    jaccard: shared / Math.max(1, small.size + large.size - shared),
    contained: shared / Math.max(1, small.size),
    sizes: small.size / Math.max(1, large.size),
  };
}

const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Hashes of the text's shingles. Case, punctuation and spacing do not count. */
function shinglesOf(text: string): Set<number> {
  const head = text.slice(0, MOST_CHARACTERS).toLowerCase();
  const length = CJK.test(head.slice(0, 2_000)) ? CJK_SHINGLE : SHINGLE;
  const words = head.match(WORD)?.map(hash32) ?? [];
  const shingles = new Set<number>();
  for (let start = 0; start + length <= words.length; start += 1) {
    let hash = 0x9e3779b9;
    for (let n = 0; n < length; n += 1) hash = mix(hash ^ (words[start + n] ?? 0)) + n;
    shingles.add(hash >>> 0);
  }
  return shingles;
}

/** FNV-1a, mixed: a signed number of 32 bits, as Postgres keeps an `int`. */
export function hash32(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return mix(hash) | 0;
}

/** The finaliser of MurmurHash3: every bit of the input changes about half of the output's. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One permutation of the hashes for each value; fixed, since sketches are stored. */
const SEEDS = Uint32Array.from({ length: SKETCH_VALUES }, (_, i) => mix(Math.imul(i + 1, 0x9e3779b1)));
