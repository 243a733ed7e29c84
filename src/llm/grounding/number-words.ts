// Numbers written as words, in English and in Chinese: "twenty-five", "a dozen", "two thirds", 三分之一, 八成, 两倍.
// Vague ones ("hundreds", 数百) and "one", which is mostly no number, are left out. Pure.
import type { Unit } from './units.ts';

export interface NumberWords {
  value: number;
  precision: number;
  /** Where the words carry it themselves: "twice" is 2 times. */
  unit: Unit | null;
  start: number;
  end: number;
}

const PERCENT: Unit = { dimension: '%', scale: 1 };
const TIMES: Unit = { dimension: 'times', scale: 1 };

const SMALL: Record<string, number> = Object.fromEntries(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen'
  )
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS: Record<string, number> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, 10 * (index + 2)]),
);
const GREAT: Record<string, number> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};
const BASIC = [...Object.keys(SMALL), ...Object.keys(TENS)].join('|');
const ENGLISH = new RegExp(
  `(?<![\\p{L}\\d-])(?:(?:${BASIC}|an?(?=\\s(?:${Object.keys(GREAT).join('|')})))(?=[\\s-]))?(?:[\\s-]?(?:and[\\s-])?(?:${BASIC}|${Object.keys(GREAT).join('|')})(?![\\p{L}]))+`,
  'giu',
);
const FIXED: [RegExp, number, Unit | null][] = [
  [/\btwice\b/gi, 2, TIMES],
  [/\bdoubl(?:e[sd]?|ing)\b/gi, 2, TIMES],
  [/\btripl(?:e[sd]?|ing)\b/gi, 3, TIMES],
  [/\bquadrupl(?:e[sd]?|ing)\b/gi, 4, TIMES],
  [/\btwofold\b/gi, 2, TIMES],
  [/\bthreefold\b/gi, 3, TIMES],
  [/\bfourfold\b/gi, 4, TIMES],
  [/\btenfold\b/gi, 10, TIMES],
  [/\b(?:a|two|three|four) dozen\b|\bdozen\b/gi, 12, null],
  [/\bhalf\b|\bhalv(?:e[sd]?|ing)\b/gi, 0.5, null],
  [/\b(?:one|a)[\s-]third\b/gi, 1 / 3, null],
  [/\btwo[\s-]thirds\b/gi, 2 / 3, null],
  [/\b(?:one|a)[\s-]quarter(?= of\b|-)/gi, 0.25, null],
  [/\bthree[\s-](?:quarters|fourths)\b/gi, 0.75, null],
  [/\b(?:one|a)[\s-]fifth\b/gi, 0.2, null],
  [/\b(?:one|a)[\s-]tenth\b/gi, 0.1, null],
  [/一半/g, 0.5, null],
  [/翻(?:了)?一?番/g, 2, TIMES],
];

const HAN_DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const HAN_GREAT: Record<string, number> = { 十: 10, 百: 100, 千: 1e3, 万: 1e4, 亿: 1e8 };
const HAN = '[零〇一二两三四五六七八九十百千万亿]';
const HAN_NUMBER = new RegExp(`(?<![数几上好\\d.]|${HAN})${HAN}+(?!${HAN})`, 'gu');
/** After a lone digit these tell that it counts something. */
const HAN_COUNTER =
  /^(?:个|种|项|家|名|位|人|次|层|篇|台|张|款|天|周|年|月|日|号|倍|成|分|秒|小时|步|条|轮|组|类|位|元|美元|欧元|本|套|只|代|座|场|国|大)/;

export function readNumberWords(text: string): NumberWords[] {
  const found: NumberWords[] = [];
  const keep = (one: NumberWords): void => {
    if (!found.some((other) => other.start < one.end && one.start < other.end)) found.push(one);
  };
  for (const [pattern, value, unit] of FIXED) {
    for (const match of text.matchAll(pattern)) {
      const dozens = /^(two|three|four) dozen$/i.exec(match[0])?.[1]?.toLowerCase();
      const worth = dozens ? value * (SMALL[dozens] ?? 1) : value;
      keep({ value: worth, precision: 1e-9, unit, start: match.index, end: match.index + match[0].length });
    }
  }
  for (const one of hanFractions(text)) keep(one);
  for (const match of text.matchAll(ENGLISH)) {
    const value = englishValue(match[0]);
    if (value === null || value === 1) continue;
    const lead = /^[\s-]*/.exec(match[0])?.[0].length ?? 0;
    keep({ value, precision: 1, unit: null, start: match.index + lead, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(HAN_NUMBER)) {
    const value = hanValue(match[0]);
    const end = match.index + match[0].length;
    if (value === null || !countsSomething(match[0], value, text.slice(end, end + 2))) continue;
    keep({ value, precision: 1, unit: null, start: match.index, end });
  }
  return found;
}

function countsSomething(written: string, value: number, after: string): boolean {
  if (value === 1 || /^[百千万亿]+$/.test(written) || (written === '十' && after.startsWith('分')))
    return false;
  return HAN_COUNTER.test(after) || written.length >= 3;
}

/** 百分之八十, 三分之一, 八成, 七成五. */
function hanFractions(text: string): NumberWords[] {
  const found: NumberWords[] = [];
  for (const match of text.matchAll(new RegExp(`(${HAN}+|\\d+)分之(${HAN}+|\\d+(?:\\.\\d+)?)`, 'gu'))) {
    const [below, above] = [numberOf(match[1]), numberOf(match[2])];
    if (!below || above === null) continue;
    const share = below === 100 ? { value: above, unit: PERCENT } : { value: above / below, unit: null };
    found.push({ ...share, precision: 1e-9, start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(
    /([一二两三四五六七八九]|\d)成([一二三四五六七八九])?(?![为了长立功绩果员分本熟就人家])/gu,
  )) {
    const tens = numberOf(match[1]);
    if (tens === null) continue;
    const value = 10 * tens + (numberOf(match[2]) ?? 0);
    found.push({
      value,
      precision: 1,
      unit: PERCENT,
      start: match.index,
      end: match.index + match[0].length,
    });
  }
  return found;
}

function numberOf(written: string | undefined): number | null {
  if (!written) return null;
  return /^\d/.test(written) ? Number(written) : hanValue(written);
}

function hanValue(written: string): number | null {
  // Years are read digit by digit: 二〇二四.
  if (/^[零〇一二三四五六七八九]{2,}$/.test(written)) {
    return Number([...written].map((digit) => HAN_DIGITS[digit]).join(''));
  }
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const sign of written) {
    const great = HAN_GREAT[sign];
    if (great === undefined) {
      digit = HAN_DIGITS[sign] ?? null;
      if (digit === null) return null;
    } else if (great >= 1e4) {
      total = (total + section + (digit ?? 0)) * great;
      section = 0;
      digit = null;
    } else {
      section += (digit ?? 1) * great;
      digit = null;
    }
  }
  return total + section + (digit ?? 0);
}

function englishValue(written: string): number | null {
  let total = 0;
  let section = 0;
  let seen = false;
  for (const word of written.toLowerCase().split(/[\s-]+/)) {
    if (word === '' || word === 'and') continue;
    const great = GREAT[word];
    const small = SMALL[word] ?? TENS[word] ?? (/^an?$/.test(word) ? 1 : null);
    if (great === undefined) {
      if (small === null) return null;
      section += small;
      seen ||= !/^an?$/.test(word);
    } else if (great === 100) {
      section = Math.max(1, section) * 100;
      seen = true;
    } else {
      total += Math.max(1, section) * great;
      section = 0;
      seen = true;
    }
  }
  return seen ? total + section : null;
}
