// Holds a model's summary against its article: says what does not hold, and puts the article's own sentences where
// the model's words cannot stay. Knows no model and no prompt wording. Pure.
import type { Point, Summary } from '../domain/article.ts';
import { checkStatement, type Fault } from './grounding/check-statement.ts';
import type { SourceText } from './grounding/source-text.ts';
import { cutText } from './plain-text.ts';
import { speaksToModel } from './speaks-to-model.ts';
import { isWrittenIn } from './written-language.ts';

/** Something said, with the number (from 1) of the sentence that it is said to rest on. */
export interface Claim {
  text: string;
  sentence: number | null;
}

/** A summary as the model gives it, its words cleaned. */
export interface Draft {
  tldr: Claim;
  points: Claim[];
  limits: Claim[];
  numbers: { value: string; measures: string; sentence: number | null }[];
  tryIt: Claim | null;
  kind: Summary['kind'];
  topics: string[];
}

export interface Held {
  claim: Claim;
  quote: string | null;
  faults: DraftFault[];
}

export interface DraftFault {
  kind: Fault['kind'] | 'language' | 'prompt' | 'request';
  found: string;
}

export interface HeldDraft {
  draft: Draft;
  tldr: Held;
  points: Held[];
  limits: Held[];
  numbers: (Held & { value: string; measures: string })[];
  tryIt: Held | null;
}

export interface Yardstick {
  source: SourceText;
  /** BCP 47, that the summary is to be written in. */
  language: string;
  /** What the model was told: none of it may come back. */
  promptText: string;
}

const QUOTE_CHARACTERS = 500;

export function holdDraft(draft: Draft, by: Yardstick): HeldDraft {
  const hold = (claim: Claim): Held => holdClaim(claim, by);
  return {
    draft,
    tldr: hold(draft.tldr),
    points: draft.points.map(hold),
    limits: draft.limits.map(hold),
    numbers: draft.numbers.map(({ value, measures, sentence }) => ({
      ...hold({ text: `${value} ${measures}`, sentence }),
      value,
      measures,
    })),
    tryIt: draft.tryIt ? holdAdvice(draft.tryIt, by) : null,
  };
}

function holdClaim(claim: Claim, by: Yardstick): Held {
  const named = claim.sentence === null ? null : (by.source.sentences[claim.sentence - 1]?.text ?? '');
  // Orders to a model are no ground for anything, and a number that no sentence has is no reference.
  if (named !== null && (named === '' || speaksToModel(named))) {
    return { claim, quote: null, faults: [{ kind: 'quote', found: `[${claim.sentence}]` }] };
  }
  const { evidence, faults } = checkStatement(by.source, { text: claim.text, quote: named }, by.language);
  const quote = evidence.map(({ text }) => text).join(' ');
  return {
    claim,
    quote: quote === '' || speaksToModel(quote) ? null : cutText(quote, QUOTE_CHARACTERS),
    faults: [...faults, ...faultsOfWords(claim.text, by)],
  };
}

/** Advice goes beyond the article: what it names must be there, its words need not. */
function holdAdvice(claim: Claim, by: Yardstick): Held {
  const held = holdClaim(claim, by);
  const beyond = new Set<DraftFault['kind']>(['moved', 'negation', 'direction']);
  const faults = held.faults.filter(({ kind }) => !beyond.has(kind));
  return {
    ...held,
    faults: ASKS_FOR.test(claim.text) ? [...faults, { kind: 'request', found: claim.text }] : faults,
  };
}

/** Nobody who means well has a reader do these. */
const ASKS_FOR =
  /\b(?:passwords?|credentials?|api[ _-]?keys?|secrets?|tokens? to|seed phrase|credit card|bank|wire|log ?in|sign ?in|verify your|disable (?:your )?(?:firewall|antivirus|security)|curl\b.{0,40}\bsh\b|sudo|e-?mail (?:it|them|your)|send (?:it|them|your|us|me))\b|密码|口令|凭据|密钥|验证码|登录|转账|汇款|信用卡/i;

const LEAKED_WORDS = 7;

function faultsOfWords(text: string, { language, promptText }: Yardstick): DraftFault[] {
  const faults: DraftFault[] = [];
  if (!isWrittenIn(text, language)) faults.push({ kind: 'language', found: text.slice(0, 100) });
  if (speaksToModel(text)) faults.push({ kind: 'request', found: text.slice(0, 100) });
  const words = promptWords(text);
  const told = ` ${promptWords(promptText).join(' ')} `;
  for (let at = 0; at + LEAKED_WORDS <= words.length; at++) {
    const run = words.slice(at, at + LEAKED_WORDS).join(' ');
    if (!told.includes(` ${run} `)) continue;
    faults.push({ kind: 'prompt', found: run });
    break;
  }
  return faults;
}

function promptWords(text: string): string[] {
  return text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
}

/** Everything that does not hold, in words that the model can be told. Empty: all holds. */
export function faultsToTell(held: HeldDraft): string[] {
  const tell = (where: string, { faults }: Held): string[] =>
    faults.slice(0, 2).map(({ kind, found }) => `${where}: ${REASONS[kind](found)}`);
  return [
    ...tell('tldr', held.tldr),
    ...held.points.flatMap((point, at) => tell(`points[${at}]`, point)),
    ...held.limits.flatMap((limit, at) => tell(`limits[${at}]`, limit)),
    ...held.numbers.flatMap((number, at) => tell(`numbers[${at}]`, number)),
    ...(held.tryIt ? tell('tryIt', held.tryIt) : []),
  ];
}

const REASONS: Record<DraftFault['kind'], (found: string) => string> = {
  quote: (found) => `the article has no sentence ${found} that says it; give the number of the sentence`,
  number: (found) => `"${found}" is not in the sentence that it names`,
  unit: (found) => `the article gives another unit than "${found}"`,
  date: (found) => `the date "${found}" is not in the article`,
  name: (found) => `the name "${found}" is not where it says`,
  moved: (found) => `"${found}" stands where the article has something else`,
  negation: (found) => `the article does not deny this, or denies it where this does not: "${found}"`,
  direction: (found) => `the article says the opposite of "${found}"`,
  unsupported: () => 'the sentence that it names says something else',
  language: () => 'it is written in another language than was asked for',
  prompt: () => 'it repeats the instructions instead of the article',
  request: () => 'it asks something of its reader that no summary should',
};

export function countFaults(held: HeldDraft): number {
  return [
    held.tldr,
    ...held.points,
    ...held.limits,
    ...held.numbers,
    ...(held.tryIt ? [held.tryIt] : []),
  ].filter(({ faults }) => faults.length > 0).length;
}

/** Sentences to fall back on, best first: the article's own summary of itself. */
export interface Fallback {
  tldr: string;
  points: string[];
}

/**
 * The summary with only what holds in the model's words. Its other points become the article's own sentences, marked
 * as quotes; numbers and advice that do not hold are left out.
 */
export function settleDraft(
  held: HeldDraft,
  fallback: Fallback,
): Pick<Summary, 'tldr' | 'points' | 'tryIt'> &
  Pick<NonNullable<Summary['details']>, 'limits' | 'numbers'> & {
    tldrGround: NonNullable<Summary['details']>['tldr'];
  } {
  const used = new Set<string>();
  const spare = fallback.points.filter((sentence) => !speaksToModel(sentence));
  const quoteInstead = (one: Held): Point | null => {
    const sentence = [one.quote, ...spare].find((text) => text && !used.has(text));
    if (!sentence) return null;
    used.add(sentence);
    return { text: sentence, quote: sentence, isQuote: true };
  };
  const settle = (one: Held): Point | null => {
    if (one.faults.length > 0) return quoteInstead(one);
    if (one.quote) used.add(one.quote);
    return { text: one.claim.text, quote: one.quote };
  };
  const kept = (points: readonly (Point | null)[]): Point[] => points.filter((point) => point !== null);
  const tldrHolds = held.tldr.faults.length === 0;
  return {
    tldr: tldrHolds ? held.tldr.claim.text : fallback.tldr,
    tldrGround: tldrHolds
      ? { quote: held.tldr.quote, isQuote: false }
      : { quote: fallback.tldr, isQuote: true },
    points: kept(held.points.map(settle)),
    limits: kept(held.limits.map((one) => (one.faults.length > 0 && !one.quote ? null : settle(one)))),
    numbers: held.numbers
      .filter(({ faults, quote }) => faults.length === 0 && quote !== null)
      .map(({ value, measures, quote }) => ({ value, measures, quote: quote ?? '' })),
    tryIt: held.tryIt && held.tryIt.faults.length === 0 ? held.tryIt.claim.text : null,
  };
}
