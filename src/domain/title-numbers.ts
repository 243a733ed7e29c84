// Numbers in a headline, and the products that a number tells from their siblings. English and Chinese. Pure.

export interface Product {
  /** The word before the version; '' where none stands there. */
  name: string;
  version: string;
  /** What tells it from its siblings: mini, pro, codex, 8b; sorted. */
  variants: string[];
}

/** What tells a product from its siblings. */
export const VARIANTS: ReadonlySet<string> = new Set(
  (
    'mini nano pro max flash lite turbo codex coder code vl vision audio instruct thinking preview air plus ultra base ' +
    'small medium large live tts asr image video math omni embedding reranker guard exp experimental beta alpha rc ' +
    'distill moe chat reasoning fast high low sonnet opus haiku multimodal realtime deep next'
  ).split(' '),
);
/** Those that are plain words, too, and count where they are written large: Sora 2 video generator, Gemini 3 Pro Image. */
const PLAIN_VARIANTS: ReadonlySet<string> = new Set(
  (
    'code vision audio thinking preview air plus base small medium large live image video math experimental chat ' +
    'reasoning fast high low deep next embedding'
  ).split(' '),
);
const SIZE = /^\d+(?:\.\d+)?[bm]$|^a\d+b$/;

const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  bln: 1e9,
  billion: 1e9,
  t: 1e12,
  trillion: 1e12,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
};
const AMOUNT =
  /(?:us)?([$€£¥])\s?(\d[\d,.]*)\s?-?(thousand|million|billion|trillion|mln|bln|mn|bn|k|m|b|t|万亿|千亿|百亿|十亿|亿|千万|百万|万)?\b|(\d[\d,.]*)\s?(万亿|千亿|百亿|十亿|亿|千万|百万|万|million|billion)\s?(?:美元|美金|元|人民币|欧元|dollars|euros)/gi;

const ORDINALS: Record<string, string> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  i: '1',
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
  x: '10',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  十: '10',
  上: '1',
  中: '2',
  下: '3',
};
const PART =
  /\b(?:part|chapter|episode|ep|lesson|week|day|volume|vol|issue|no|number|phase|season|round)\.?\s+([a-z]+)\b/gi;
const CHINESE_PART =
  /第\s?([一二三四五六七八九十]+)\s?[期篇章讲回集部弹周季]|[（(]([上中下一二三四五六七八九十])[)）]/g;
export const MONTH =
  /\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b/gi;
export const WEEKDAY = /\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/gi;
const NUMBER = /(?<![\p{L}\p{N}.])v?(\d+(?:[.,]\d+)*)(%|％| per ?cent\b)?/giu;
/** Digits that follow a name without a space or after a hyphen: GPT-5.2, Qwen3. */
const NAMED_NUMBER = /(?<=\p{L}-?)(\d+(?:\.\d+)*)/gu;

/** Words between members of one family: Gemini 2.5 Pro and Flash. */
const JOINERS: ReadonlySet<string> = new Set(['and', '与', '和', '及']);
const VERSION = /^(?:v?\d+(?:\.\d+)*|[a-z]{1,2}\d+(?:\.\d+)*)$/;

/** `v3`, `5.2`, `k2`. */
export const isVersion = (word: string): boolean => VERSION.test(word);

export interface Written {
  word: string;
  shape: 'lower' | 'upper' | 'mixed';
}

/** `written` are the headline's words in order; `names` those of them that are names. */
export function productsOf(written: readonly Written[], names: readonly string[]): Product[] {
  const products: Product[] = [];
  const words = written.map(({ word, shape }) => (shape === 'lower' && PLAIN_VARIANTS.has(word) ? '' : word));
  words.forEach((word, n) => {
    if (!isVersion(word) || SIZE.test(word) || isYear(word)) return;
    const before: string[] = [];
    let at = n - 1;
    while (at >= 0 && isVariant(words[at])) before.push(words[at--] ?? '');
    const found = words[at] ?? '';
    const isLarge = written[at] !== undefined && written[at]?.shape !== 'lower';
    const isNamed =
      (names.includes(found) || isLarge) && /^[a-z]{2,}$/.test(found) && !PART_WORDS.test(found);
    if (!isNamed && !word.includes('.') && !/^[a-z]/.test(word) && before.length === 0) return;
    const version = withoutZero(word.replace(/^v(?=\d)/, ''));
    const sibling = products.find((one) => one.version === version && JOINERS.has(found));
    const name = isNamed ? found : (sibling?.name ?? '');
    for (const variants of variantsAfter(words, n + 1, before)) products.push({ name, version, variants });
  });
  return products;
}

/** What follows a version: `pro and flash` are two of its family. */
function variantsAfter(words: readonly string[], from: number, before: readonly string[]): string[][] {
  let at = from;
  const take = (): string[] => {
    const variants: string[] = [];
    while (isVariant(words[at])) variants.push(words[at++] ?? '');
    return variants;
  };
  const first = [...before, ...take()];
  const all = [first.sort()];
  while (
    first.length > 0 &&
    before.length === 0 &&
    JOINERS.has(words[at] ?? '') &&
    isVariant(words[at + 1])
  ) {
    at += 1;
    all.push(take().sort());
  }
  return all;
}

const isVariant = (word: string | undefined): boolean =>
  word !== undefined && (VARIANTS.has(word) || SIZE.test(word));

const PART_WORDS =
  /^(?:part|chapter|episode|ep|lesson|week|day|volume|vol|issue|no|number|phase|season|round|top|over|under|nearly|almost|only)$/;
const isYear = (word: string): boolean => /^(?:19|20)\d\d$/.test(word);

/** Sums of money in full, with how they were written. */
export function amountsOf(text: string): Map<string, string> {
  const amounts = new Map<string, string>();
  for (const match of text.matchAll(AMOUNT)) {
    const [whole, , signed, signedScale, named, namedScale] = match;
    const scale = SCALES[(signedScale ?? namedScale ?? '').toLowerCase()] ?? 1;
    const value = Number((signed ?? named ?? '').replaceAll(',', '').replace(/\.$/, '')) * scale;
    if (Number.isFinite(value)) amounts.set(String(Math.round(value)), whole);
  }
  return amounts;
}

/** Numbers of every kind in one notation, amounts among them. */
export function numbersOf(text: string, amounts: ReadonlyMap<string, string>): string[] {
  let rest = text;
  for (const whole of amounts.values()) rest = rest.replace(whole, ' ');
  const numbers = [...amounts.keys()];
  for (const [, digits = '', percent] of rest.matchAll(NUMBER)) {
    numbers.push(plainNumber(digits) + (percent ? '%' : ''));
  }
  for (const [, digits = ''] of rest.matchAll(NAMED_NUMBER)) numbers.push(plainNumber(digits));
  for (const [, word = ''] of rest.matchAll(PART)) {
    const ordinal = ORDINALS[word.toLowerCase()];
    if (ordinal) numbers.push(ordinal);
  }
  for (const [, named, bracketed] of rest.matchAll(CHINESE_PART)) {
    const word = named ?? bracketed ?? '';
    numbers.push(ORDINALS[word] ?? word);
  }
  for (const [month] of rest.matchAll(MONTH)) numbers.push(month.slice(0, 3).toLowerCase());
  for (const [day] of rest.matchAll(WEEKDAY)) numbers.push(day.slice(0, 3).toLowerCase());
  return [...new Set(numbers)];
}

/** Version 2.0 is version 2. */
const withoutZero = (version: string): string => version.replace(/(?<=\d)(?:\.0)+$/, '');

const plainNumber = (digits: string): string =>
  withoutZero(digits.replaceAll(',', '.').replace(/^0+(?=\d)/, ''));

/** Two headlines that name versions, or members of a family, of which they share none. */
export function productsConflict(a: readonly Product[], b: readonly Product[]): boolean {
  return a.some((one) => {
    const family = b.filter((other) => other.version === one.version && namesMatch(one, other));
    if (family.length === 0) return false;
    const own = a.filter((other) => other.version === one.version && namesMatch(one, other));
    return !own.some((mine) => family.some((theirs) => sameVariants(mine, theirs)));
  });
}

/** One version of one thing stands in both. */
export function shareProduct(a: readonly Product[], b: readonly Product[]): boolean {
  return a.some((one) =>
    b.some((other) => one.version === other.version && namesMatch(one, other) && sameVariants(one, other)),
  );
}

const namesMatch = (a: Product, b: Product): boolean => a.name === b.name || a.name === '' || b.name === '';
const sameVariants = (a: Product, b: Product): boolean => a.variants.join() === b.variants.join();
