// Finds the numbers of a text, whatever their dress: 1.5k = 1,500; 八成 = 80 %; "twice" = 2 ×. Pure.
import { readNumberWords } from './number-words.ts';
import { CURRENCY_SIGNS, type Unit, unitAt } from './units.ts';

export interface Quantity {
  /** How it may be read, multiplied out; 1.500 is 1.5 in English and 1,500 in German. */
  values: number[];
  /** What the last digit that is given is worth: 100,000 for "1.2 million". */
  precision: number;
  unit: Unit | null;
  /** A range or list goes on after it, so that its unit may stand further on. */
  open: boolean;
  /** As it is written. */
  text: string;
  start: number;
  end: number;
}

const NUMBER =
  /(?<![\p{L}\d_.]|\d[,.]|\p{L}-)(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\d]|[.,]\d)/gu;
const MULTIPLIERS: [RegExp, number][] = [
  [/^\s?(?:百万|million(?:en)?\b|mio\b\.?|mln\b|millions?\b|M(?![\p{L}\d]))/u, 1e6],
  [/^\s?(?:十亿|billion\b|bn\b|milliarden?\b|mrd\b\.?|milliards?\b|[Bb](?![\p{L}\d]))/iu, 1e9],
  [/^\s?(?:万亿|trillion\b|T(?![\p{L}\d]))/u, 1e12],
  [/^\s?(?:千万)/u, 1e7],
  [/^\s?(?:亿)/u, 1e8],
  [/^\s?(?:万)/u, 1e4],
  [/^\s?(?:千(?![米克瓦])|thousand\b|tausend\b|k(?![\p{L}\d]))/iu, 1e3],
  [/^\s?(?:hundred\b)/iu, 100],
];
const MONEY_MULTIPLIERS: [RegExp, number][] = [[/^\s?m(?![\p{L}\d])/u, 1e6], ...MULTIPLIERS];
const LONGEST_TAIL = 40;

/** Every number with its unit, in order. `text` is what `normaliseText` gives. */
export function quantitiesIn(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const quantity = readDigits(text, match[0], match.index);
    if (quantity) found.push(quantity);
  }
  for (const words of readNumberWords(text)) {
    if (found.some((one) => one.start < words.end && words.start < one.end)) continue;
    const tail = text.slice(words.end, words.end + LONGEST_TAIL);
    const after = words.unit === null ? unitAt(tail) : null;
    found.push({
      values: [words.value],
      precision: words.precision,
      unit: words.unit ?? after?.unit ?? null,
      open: isOpen(tail.slice(after?.length ?? 0)),
      text: text.slice(words.start, words.end + (after?.length ?? 0)),
      start: words.start,
      end: words.end + (after?.length ?? 0),
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

function readDigits(text: string, digits: string, at: number): Quantity | null {
  let end = at + digits.length;
  const before = text.slice(Math.max(0, at - 4), at).toLowerCase();
  const sign = Object.keys(CURRENCY_SIGNS).find((one) => before.endsWith(one));
  let factor = 1;
  for (const [pattern, worth] of sign ? MONEY_MULTIPLIERS : MULTIPLIERS) {
    const match = pattern.exec(text.slice(end, end + LONGEST_TAIL));
    if (!match) continue;
    factor = worth;
    end += match[0].length;
    break;
  }
  const after = unitAt(text.slice(end, end + LONGEST_TAIL));
  if (after) end += after.length;
  // 3D, 5G, H100: names that have digits in them.
  else if (/^[\p{Script=Latin}]/u.test(text.slice(end))) {
    if (!/^(?:st|nd|rd|th|er|e|ème)\b/iu.test(text.slice(end))) return null;
  }
  const { values, decimals } = readingsOf(digits);
  const unit = sign ? { dimension: CURRENCY_SIGNS[sign] ?? sign, scale: 1 } : (after?.unit ?? null);
  return {
    values: values.map((value) => value * factor),
    precision: factor * 10 ** -decimals,
    unit,
    open: unit === null && isOpen(text.slice(end, end + LONGEST_TAIL)),
    text: text.slice(sign ? at - sign.length : at, end),
    start: at,
    end,
  };
}

/** One mark with three digits after it may be a decimal mark or a thousands mark. */
function readingsOf(digits: string): { values: number[]; decimals: number } {
  const decimals = /[.,](\d+)$/.exec(digits)?.[1]?.length ?? 0;
  if (/^\d{1,3}(?:,\d{3}){2,}/.test(digits) || /,.*\./.test(digits)) {
    return { values: [Number(digits.replaceAll(',', ''))], decimals: digits.includes('.') ? decimals : 0 };
  }
  const asDecimal = Number(digits.replace(',', '.'));
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return { values: [asDecimal], decimals };
  const asThousands = Number(digits.replace(/[.,]/, ''));
  return digits.includes(',')
    ? { values: [asThousands, asDecimal], decimals: 0 }
    : { values: [asDecimal, asThousands], decimals };
}

function isOpen(tail: string): boolean {
  return /^\s*(?:$|[-–—~,，、;:/()（）|%]|to\b|and\b|or\b|vs\b|versus\b|bis\b|und\b|至|到|和|或|与)/i.test(
    tail,
  );
}

const SAME = 1e-9;
/** A rounded number with fewer digits than this says too little to be told from another. */
const LEAST_DIGITS = 2;

/** Whether `said` is what `given` says: equal, converted, or rounded with at least two digits left. */
export function saysTheSame(said: Quantity, given: Quantity): boolean {
  return said.values.some((one) => given.values.some((other) => sameAmount(said, one, given, other)));
}

function sameAmount(said: Quantity, one: number, given: Quantity, other: number): boolean {
  const factor = commonScale(said, given);
  if (factor === null) return false;
  const [a, b] = [one * factor.said, other * factor.given];
  if (Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b))) return true;
  const step = said.precision * factor.said;
  const digits = Math.floor(Math.log10(Math.max(a / step, 1))) + 1;
  return (
    digits >= LEAST_DIGITS && given.precision * factor.given < step && Math.abs(a - b) <= step / 2 + SAME
  );
}

/** What brings both to one unit; `null` where their units do not go together. */
function commonScale(said: Quantity, given: Quantity): { said: number; given: number } | null {
  const [a, b] = [said.unit, given.unit];
  if (a && b) return a.dimension === b.dimension ? { said: a.scale, given: b.scale } : null;
  // 0.8 and 80 %, a half and 50 %.
  if (a?.dimension === '%' && isShare(given)) return { said: 0.01, given: 1 };
  if (b?.dimension === '%' && isShare(said)) return { said: 1, given: 0.01 };
  if (!a && !b) return { said: 1, given: 1 };
  // "3 to 5 ms": the unit of the first stands with the second.
  if (!a) return said.open ? { said: 1, given: 1 } : null;
  return given.open ? { said: 1, given: 1 } : null;
}

function isShare(quantity: Quantity): boolean {
  return quantity.values.every((value) => value > 0 && value < 1);
}

/** Equal values whose units differ: what is wrong is the unit, not the number. */
export function sameNumberOtherUnit(said: Quantity, given: Quantity): boolean {
  return said.values.some((one) =>
    given.values.some((other) => Math.abs(one - other) <= SAME * Math.max(one, other)),
  );
}
