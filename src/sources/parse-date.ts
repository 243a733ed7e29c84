// Reads the dates that feeds carry. Knows no clock: a date's sense beside today's is for the caller.

/** Milliseconds since 1970 are 0 or less in feeds that have no date at all. */
const EARLIEST = Date.UTC(1970, 0, 2);
const LATEST = Date.UTC(2100, 0, 1);

/** Hours east of UTC. Names are used as feeds use them: IST is India's, CST North America's. */
const ZONES: Record<string, number> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  sast: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  ict: 7,
  wib: 7,
  sgt: 8,
  hkt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  nst: -3.5,
  ndt: -2.5,
  brt: -3,
  art: -3,
  ast: -4,
  adt: -3,
  est: -5,
  edt: -4,
  et: -5,
  cst: -6,
  cdt: -5,
  ct: -6,
  mst: -7,
  mdt: -6,
  mt: -7,
  pst: -8,
  pdt: -7,
  pt: -8,
  akst: -9,
  akdt: -8,
  hst: -10,
};

const ENGLISH_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Languages whose month names are tried after English; where two disagree the earlier one counts. */
const MONTH_LANGUAGES = [
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'pl',
  'cs',
  'hu',
  'ro',
  'fi',
  'el',
  'ru',
  'uk',
  'tr',
  'id',
];

interface Clock {
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of UTC. */
  offset: number;
}

const TIME =
  /(\d{1,2})(?:[:：h](\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?\s*(?:([ap])\.?m\b\.?)?\s*(?:(?:gmt|utc)?\s*([+\-−])\s*(\d{1,2}):?(\d{2})?|([a-z]+))?/i;

/**
 * A date in any of the forms met in feeds: RFC 822 and 2822 with their usual faults, ISO 8601 and W3CDTF in part
 * or in full, `asctime`, month names in some 20 languages, East Asian forms, `1/31/2026`, `31.1.2026`, Unix time.
 * Without a zone it is UTC. `null` where it cannot be read or cannot be true (before 1970, after 2100).
 */
export function parseDate(text: string): Date | null {
  const source = text.length > 100 ? text.slice(0, 100).trim() : text.trim();
  if (source === '') return null;
  const time = isoDate(source) ?? namedMonth(source) ?? eastAsian(source) ?? numeric(source);
  return time !== null && time >= EARLIEST && time < LATEST ? new Date(time) : null;
}

const ISO =
  /^[+]?(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|[/.](\d{1,2})[/.](\d{1,2})|(\d{2})(\d{2})|-?(\d{3})|-?W(\d{2})(?:-?(\d))?)?(?:(?:\s*T\s*|\s+|:(?=\d{2}:))(.*))?$/i;

const COMPACT_TIME = /^(\d{2})(\d{2})(\d{2})(?!\d)/;

function isoDate(source: string): number | null {
  const match = HALF_OF_DAY.test(source) ? null : ISO.exec(source);
  if (!match) return null;
  const [
    ,
    year,
    month = match[4] ?? match[6],
    day = match[5] ?? match[7],
    ,
    ,
    ,
    ,
    ordinal,
    week,
    weekday,
    rest = '',
  ] = match;
  const clock = readClock(rest.replace(COMPACT_TIME, '$1:$2:$3'));
  if (week) return weekDate(Number(year), Number(week), Number(weekday ?? 1), clock);
  if (ordinal) return instant(Number(year), 1, 1, clock, Number(ordinal) - 1);
  return instant(Number(year), Number(month ?? 1), Number(day ?? 1), clock);
}

/** ISO 8601: week 1 is the one with 4 January in it. */
function weekDate(year: number, week: number, weekday: number, clock: Clock): number | null {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = -((fourth.getUTCDay() + 6) % 7) + 3;
  return instant(year, 1, 1, clock, monday + (week - 1) * 7 + weekday - 1);
}

const DAY_FIRST =
  /(?:^|[\s,])(\d{1,2})(?:st|nd|rd|th|º|\.)?[\s\-/,]*(?:de\s+)?(\p{L}[\p{L}\p{M}]*)\.?[\s\-/,]*(?:de\s+)?['’]?(\d{4}|\d{2})(?!\d)(?!:)[,\s]*(.*)$/iu;
const MONTH_FIRST =
  /(?:^|[\s,])(\p{L}[\p{L}\p{M}]*)\.?[\s\-/]*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|[\s\-/]+)(\d{4})(?!\d)[,\s]*(?:at\s+)?(.*)$/iu;
const ASCTIME =
  /(?:^|[\s,])(\p{L}[\p{L}\p{M}]*)\.?\s+(\d{1,2}),?\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([a-z]+|[+-]\d{2}:?\d{2})?\s+(\d{4})\s*$/iu;
const YEAR_FIRST = /^(\d{4})[\s\-/.]+(\p{L}[\p{L}\p{M}]*)\.?[\s\-/.]*(\d{1,2})(?!\d)[,\sT]*(.*)$/iu;

function namedMonth(source: string): number | null {
  const asctime = ASCTIME.exec(source);
  if (asctime) {
    const clock = readClock(`${asctime[3]} ${asctime[4] ?? ''}`);
    return dated(asctime[5], asctime[1], asctime[2], clock);
  }
  const monthFirst = MONTH_FIRST.exec(source);
  if (monthFirst && monthOf(monthFirst[1])) {
    return dated(monthFirst[3], monthFirst[1], monthFirst[2], readClock(monthFirst[4]));
  }
  const dayFirst = DAY_FIRST.exec(source);
  if (dayFirst && monthOf(dayFirst[2])) {
    return dated(dayFirst[3], dayFirst[2], dayFirst[1], readClock(dayFirst[4]));
  }
  const yearFirst = YEAR_FIRST.exec(source);
  if (yearFirst) return dated(yearFirst[1], yearFirst[2], yearFirst[3], readClock(yearFirst[4]));
  return null;
}

function dated(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: Clock,
): number | null {
  const monthNumber = monthOf(month);
  return monthNumber ? instant(fullYear(year ?? ''), monthNumber, Number(day), clock) : null;
}

/** Two digits: 70 to 99 are the last century's (RFC 2822 says 50, but there were no feeds before 1997). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

const AFTERNOON = /下午|晚上|오후|午後|p\.?m/i;
const HALF_OF_DAY = /上午|下午|早上|晚上|凌晨|오전|오후|午前|午後/;

function eastAsian(source: string): number | null {
  const match = /(\d{4})\s*(?:年|년|-)\s*(\d{1,2})\s*(?:月|월|-)\s*(\d{1,2})\s*(?:日|일|号)?(.*)$/.exec(
    source,
  );
  if (!match) return null;
  const rest = match[4] ?? '';
  const digits = rest
    .replace(/（.*?）|\(.*?\)|星期.|周.|.요일|.曜日?/g, ' ')
    .replace(HALF_OF_DAY, ' ')
    .replace(/\s*(?:时|時|点|點|시|分|분)\s*/g, ':')
    .replace(/(?:秒|초)/g, '')
    .replace(/:+\s*$/, '');
  const clock = readClock(digits.includes(':') || !/\d/.test(digits) ? digits : `${digits}:00`);
  if (HALF_OF_DAY.test(rest) && AFTERNOON.test(rest) && clock.hour < 12) clock.hour += 12;
  return instant(Number(match[1]), Number(match[2]), Number(match[3]), clock);
}

function numeric(source: string): number | null {
  if (/^\d{9,10}(\.\d+)?$/.test(source)) return Number(source) * 1000;
  if (/^\d{12,13}$/.test(source)) return Number(source);
  const match = /(?:^|[\s,])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)[,\s]*(.*)$/.exec(source);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  // With dots or dashes, or where the first cannot be a month, the day comes first; slashes are American.
  const dayFirst = match[2] !== '/' || first > 12;
  const [month, day] = dayFirst ? [second, first] : [first, second];
  return instant(fullYear(match[4] ?? ''), month, day, readClock(match[5]));
}

const MIDNIGHT: Clock = { hour: 0, minute: 0, second: 0, offset: 0 };

function readClock(text: string | undefined): Clock {
  const match = text ? TIME.exec(text) : null;
  if (!match) return { ...MIDNIGHT };
  const [, hour, minute = '0', second = '0', , half, sign, zoneHours = '0', zoneMinutes = '0', zone] = match;
  let hours = Number(hour);
  if (half && hours <= 12) hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const named = zone ? (ZONES[zone.toLowerCase()] ?? 0) * 60 : 0;
  const numbered = Number(zoneHours) * 60 + Number(zoneMinutes);
  return {
    hour: hours,
    minute: Number(minute),
    second: Number(second),
    offset: sign ? (sign === '+' ? numbered : -numbered) : named,
  };
}

function instant(year: number, month: number, day: number, clock: Clock, addDays = 0): number | null {
  const { hour, minute, second, offset } = clock;
  // Day 31 of a month with 30 is a typing error that nobody can put right; midnight as 24:00 and leap seconds are legal.
  const monthDays = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > monthDays || addDays > 371) return null;
  if (hour > 24 || minute > 59 || second > 60 || Math.abs(offset) > 15 * 60) return null;
  return Date.UTC(year, month - 1, day + addDays, hour, minute - offset, second);
}

function monthOf(name: string | undefined): number | null {
  if (!name) return null;
  const word = fold(name);
  if (word.length < 3) return null;
  const english = ENGLISH_MONTHS.indexOf(word.slice(0, 3));
  if (english >= 0 && /^[a-z]+$/.test(word)) return english + 1;
  foreignMonths ??= buildForeignMonths();
  return (
    foreignMonths.get(word) ??
    foreignMonths.get(word.slice(0, 4)) ??
    foreignMonths.get(word.slice(0, 3)) ??
    null
  );
}

let foreignMonths: Map<string, number> | null = null;

/** Names as they stand in a date and alone, long and short, from the platform's own tables. */
function buildForeignMonths(): Map<string, number> {
  const months = new Map<string, number>();
  for (const language of MONTH_LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      for (const options of [{ month }, { month, day: 'numeric' as const }]) {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
        for (let index = 0; index < 12; index += 1) {
          const parts = format.formatToParts(Date.UTC(2026, index, 15));
          const name = fold(parts.find((part) => part.type === 'month')?.value ?? '');
          for (const key of [name, name.slice(0, 4), name.slice(0, 3)]) {
            if (key.length >= 3 && !months.has(key)) months.set(key, index + 1);
          }
        }
      }
    }
  }
  return months;
}

const fold = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '');
