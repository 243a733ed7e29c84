// What every language's sentences are put together with: plurals, lists and numbers by its own rules. Pure.

/**
 * A sentence around something that is no text (a person, a date, a link), in the order of its language. Whatever the
 * parts are: rich text elements, or Slack's tokens.
 */
export type Pieces<Part> = (string | Part)[];

/** The forms that a language has; `other` stands in for those it has not. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export interface Grammar {
  /** `12,345` */
  number(value: number): string;
  /** `7B`, `70.6B`, `70亿` */
  shortNumber(value: number): string;
  /** `1 vote`, `2 votes` */
  count(value: number, forms: PluralForms): string;
  /** `a, b and c` */
  list(items: readonly string[]): string;
  /** `0.31 USD`; below a cent the first digit that counts, as in `0.004 USD` */
  usd(value: number): string;
}

export function grammarOf(language: string): Grammar {
  const numbers = new Intl.NumberFormat(language);
  const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const small = new Intl.NumberFormat(language, { maximumSignificantDigits: 1 });
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const plurals = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    number: (value) => numbers.format(value),
    // British English writes "7bn"; models are sold by capital letters.
    shortNumber: (value) =>
      short
        .format(value)
        .replace(/(?<=\d)bn$/, 'B')
        .replace(/(?<=\d)m$/, 'M'),
    count: (value, forms) => `${numbers.format(value)} ${forms[plurals.select(value)] ?? forms.other}`,
    list: (items) => lists.format(items),
    usd: (value) => `${(value > 0 && value < 0.01 ? small : money).format(value)} USD`,
  };
}

const BAR = 10;

/** `▰▰▰▱▱▱▱▱▱▱`: how much of a whole is there. */
export function bar(part: number, whole: number): string {
  const filled = whole > 0 ? Math.round((BAR * Math.min(Math.max(0, part), whole)) / whole) : 0;
  return '▰'.repeat(filled) + '▱'.repeat(BAR - filled);
}
