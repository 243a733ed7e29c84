// Finds calendar dates, as much of each as is given: "March 2024", 5 March, 2024-03-05, 2024年3月5日. Pure.

export interface PartialDate {
  year: number | null;
  month: number | null;
  day: number | null;
  text: string;
  start: number;
  end: number;
}

const MONTHS = [
  'january jan januar janvier enero gennaio',
  'february feb februar février febrero febbraio',
  'march mar märz mars marzo',
  'april apr avril abril aprile',
  'may mai mayo maggio',
  'june jun juni juin junio giugno',
  'july jul juli juillet julio luglio',
  'august aug août agosto',
  'september sept sep septembre septiembre settembre',
  'october oct oktober octobre octubre ottobre',
  'november nov novembre noviembre',
  'december dec dezember décembre diciembre dicembre',
];
const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
);
const MONTH = [...MONTH_NUMBERS.keys()].sort((a, b) => b.length - a.length).join('|');
const DAY = '(?<day>3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th|\\.)?';
const YEAR = '(?<year>(?:19|20)\\d\\d)';

const PATTERNS = [
  `(?<![\\d.])${YEAR}[-/.](?<month>1[0-2]|0?[1-9])[-/.]${DAY}(?!\\d)`,
  `${YEAR}\\s?年(?:\\s?(?<month>1[0-2]|0?[1-9])\\s?月(?:\\s?${DAY}\\s?[日号])?)?`,
  `(?<![\\d.])(?<month>1[0-2]|0?[1-9])\\s?月(?:\\s?${DAY}\\s?[日号])`,
  `(?<!\\p{L})(?<month>${MONTH})\\.?\\s${DAY}(?!\\d|[.,]\\d)(?:,?\\s${YEAR}(?!\\d))?`,
  `(?<!\\d|[.,])${DAY}\\s(?:of\\s|de\\s)?(?<month>${MONTH})(?!\\p{L})\\.?(?:,?\\s(?:de\\s)?${YEAR}(?!\\d))?`,
  `(?<!\\p{L})(?<month>${MONTH})\\.?,?\\s(?:of\\s)?${YEAR}(?!\\d)`,
  // A month alone: "may" and "march" are words too.
  `(?<=(?<!\\p{L})(?:in|by|since|until|of|last|next|this|early|late|mid|from|through|during|to|seit|im|ab|en)[\\s-])(?<month>${MONTH})(?!\\p{L})`,
].map((pattern) => new RegExp(pattern, 'giu'));

/** Every date in order of its place; none overlaps another. */
export function datesIn(text: string): PartialDate[] {
  const found: PartialDate[] = [];
  for (const pattern of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const { year, month, day } = match.groups ?? {};
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => other.start < end && start < other.end)) continue;
      found.push({
        year: year ? Number(year) : null,
        month: month ? (MONTH_NUMBERS.get(month.toLowerCase()) ?? Number(month)) : null,
        day: day ? Number(day) : null,
        text: match[0],
        start,
        end,
      });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Whether all that `said` gives is in `given`. */
export function isPartOf(said: PartialDate, given: PartialDate): boolean {
  return (['year', 'month', 'day'] as const).every(
    (part) => said[part] === null || said[part] === given[part],
  );
}

/** The text with its dates blanked out, so that their numbers are not read again. Places stay the same. */
export function withoutDates(text: string, dates: readonly PartialDate[]): string {
  let blanked = text;
  for (const { start, end } of dates) {
    blanked = blanked.slice(0, start) + ' '.repeat(end - start) + blanked.slice(end);
  }
  return blanked;
}
