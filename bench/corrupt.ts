// Makes a faithful statement wrong in one way, as models do: another number, name, unit or date, a denial added or
// dropped, a comparison turned round. Finds what to change by its own rules, not by those of the check. Pure.

export type Random = () => number;

/** What is wrong now, or `null` where the statement has nothing of that kind. */
export type Corruption = (text: string, other: Material, random: Random) => string | null;

/** Names and numbers that may be put in another's place. */
export interface Material {
  /** Of the same article, from elsewhere in it. */
  own: { names: string[]; numbers: string[] };
  /** Of other articles. */
  foreign: { names: string[] };
}

const NUMBER = /(?<![\p{L}\d.,-])\d+(?:[.,]\d+)*(?![\p{L}\d]|[.,]\d|-\p{L})/gu;
/** Not after a full stop, and at least four letters: sure to be a name. */
const NAME =
  /(?<=[\p{Ll},]\s)(?:\p{Lu}[\p{L}\d]*(?:-?[\p{Lu}\d][\p{L}\d]*)+|\p{Lu}\p{Ll}{3,})(?![\p{L}\d-])/gu;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const MONTH = new RegExp(`\\b(?:${MONTHS.join('|')})(?= \\d)`, 'g');

function pick<One>(from: readonly One[], random: Random): One | undefined {
  return from[Math.floor(random() * from.length)];
}

function replaceAt(text: string, match: RegExpMatchArray, by: string): string {
  const at = match.index ?? 0;
  return text.slice(0, at) + by + text.slice(at + match[0].length);
}

function swap(text: string, pattern: RegExp, random: Random): string | null {
  const found = [...text.matchAll(pattern)];
  const one = pick(found, random);
  const other = pick(
    found.filter((match) => match[0] !== one?.[0]),
    random,
  );
  if (!one || !other) return null;
  const [first, second] = (one.index ?? 0) < (other.index ?? 0) ? [one, other] : [other, one];
  return replaceAt(replaceAt(text, second, first[0]), first, second[0]);
}

function changedNumber(digits: string, random: Random): string {
  const at = Math.floor(random() * digits.length);
  const ways = [
    () =>
      digits.replace(/\d/g, (digit, place: number) =>
        place === at ? String((Number(digit) + 3) % 10) : digit,
      ),
    () => (digits.includes('.') ? digits.replace('.', '') : `${digits}0`),
    () => String(Number(digits.replaceAll(',', '')) + 1 + Math.floor(random() * 7)),
  ];
  const changed = (pick(ways, random) ?? String)(digits).replace(/^0+(?=\d)/, '');
  return Number(changed.replaceAll(',', '')) === Number(digits.replaceAll(',', '')) ? `${digits}5` : changed;
}

export const CORRUPTIONS: Record<string, Corruption> = {
  'a number changed': (text, _, random) => {
    const match = pick([...text.matchAll(NUMBER)], random);
    return match ? replaceAt(text, match, changedNumber(match[0], random)) : null;
  },
  'a number from elsewhere in the article': (text, { own }, random) => {
    const match = pick([...text.matchAll(NUMBER)], random);
    const by = pick(
      own.numbers.filter((number) => !text.includes(number)),
      random,
    );
    return match && by ? replaceAt(text, match, by) : null;
  },
  'two numbers exchanged': (text, _, random) => swap(text, NUMBER, random),
  'a name of another article': (text, { foreign }, random) => {
    const match = pick([...text.matchAll(NAME)], random);
    const by = pick(
      foreign.names.filter((name) => !text.includes(name)),
      random,
    );
    return match && by ? replaceAt(text, match, by) : null;
  },
  'a name from elsewhere in the article': (text, { own }, random) => {
    const match = pick([...text.matchAll(NAME)], random);
    const by = pick(
      own.names.filter((name) => !text.includes(name)),
      random,
    );
    return match && by ? replaceAt(text, match, by) : null;
  },
  'two names exchanged': (text, _, random) => swap(text, NAME, random),
  'a unit changed': (text, _, random) => changeOne(text, UNITS, random),
  'a date changed': (text, _, random) => {
    const match = pick([...text.matchAll(MONTH)], random);
    const by = pick(
      MONTHS.filter((month) => month !== match?.[0]),
      random,
    );
    return match && by ? replaceAt(text, match, by) : null;
  },
  'a denial added or dropped': (text, _, random) => changeOne(text, DENIALS, random),
  'a comparison turned round': (text, _, random) => changeOne(text, COMPARISONS, random),
};

const UNITS: [RegExp, string][] = [
  [/(?<=\d)\s?%/g, ' points'],
  [/(?<=\d)\s?percent\b/g, ' points'],
  [/(?<=\d )hours\b/g, 'days'],
  [/(?<=\d )days\b/g, 'weeks'],
  [/(?<=\d )minutes\b/g, 'hours'],
  [/(?<=\d )seconds\b/g, 'minutes'],
  [/(?<=\d )months\b/g, 'weeks'],
  [/(?<=\d[ -])years?\b/g, 'months'],
  [/(?<=\d )million\b/g, 'billion'],
  [/(?<=\d )billion\b/g, 'million'],
  [/(?<=\d[ -])miles?\b/g, 'km'],
  [/(?<=\d )kW\b/g, 'MW'],
  [/(?<=\d )mph\b/g, 'km/h'],
  [/(?<=\d)\s?GB\b/g, ' TB'],
  [/(?<=\d)\s?MB\b/g, ' GB'],
  [/(?<=\d)\s?ms\b/g, ' s'],
  [/(?<=\d)x\b/g, '%'],
  [/\$(?=\d)/g, '€'],
];

const DENIALS: [RegExp, string][] = [
  [/\b(is|are|was|were|can|could|does|do|did|will|would|should|has|have|had) not (?=\p{L})/gu, '$1 '],
  [/\b(cannot|can't|can’t)\b/g, 'can'],
  [/\b(don['’]t|doesn['’]t|didn['’]t) (?=\p{L})/gu, ''],
  [/\b(isn|wasn)['’]t\b/g, 'is'],
  [/\bwithout\b/g, 'with'],
  [/\bnever\b/g, 'always'],
  [/\b(can|will|could|would|should) (?=[a-z]{4,})/g, '$1 not '],
  [
    /\b(is|are|was|were) (?=(?:able|based|available|used|trained|expected|designed|made|known|likely)\b)/g,
    '$1 not ',
  ],
  [/\b(We) (?=(?:show|find|propose|demonstrate|introduce|evaluate|present|provide)\b)/g, '$1 do not '],
];

const COMPARISONS: [RegExp, string][] = (
  'faster:slower higher:lower more:less larger:smaller better:worse increases:decreases increase:decrease ' +
  'increased:decreased outperforms:underperforms outperform:underperform improves:degrades improve:degrade ' +
  'reduces:increases reduce:increase reduced:increased lower:higher above:below highest:lowest best:worst ' +
  'less:more smaller:larger fewer:more before:after exceeds:lags'
)
  .split(' ')
  .map((pair): [RegExp, string] => {
    const [from, to] = pair.split(':');
    return [new RegExp(`(?<!\\b(?:no|not|any|at|the) )\\b${from}\\b`, 'g'), to ?? ''];
  });

function changeOne(text: string, changes: readonly [RegExp, string][], random: Random): string | null {
  const found = changes.flatMap(([pattern, by]) =>
    [...text.matchAll(pattern)].map((match) => ({ match, by })),
  );
  const chosen = pick(found, random);
  if (!chosen) return null;
  const by = chosen.by.replace(/\$1/g, chosen.match[1] ?? '');
  return replaceAt(text, chosen.match, by);
}

/** Names and numbers of a text that a corruption may use. */
export function materialOf(text: string): { names: string[]; numbers: string[] } {
  const all = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].map((match) => match[0])),
  ];
  return { names: all(NAME), numbers: all(NUMBER) };
}
