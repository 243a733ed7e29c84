// Whether two reports in different words are of one event: by what each headline names, counts and says has happened,
// and whether the other report says it too. Pure.
import { areOfTwoKinds, isPaper } from './story-kinds.ts';
import { type Reading, readReport } from './story-reading.ts';
import { apart, areLinked, type Report, without } from './story-view.ts';
import { eventsOf, type StoryEvent } from './title-events.ts';
import { GIANTS, withMakers } from './title-names.ts';
import { shareProduct } from './title-numbers.ts';
import { COMMON, STOP, stem, type TitleWords } from './title-words.ts';

export function isSameEvent(a: Report, b: Report): boolean {
  if (areOfTwoKinds(a, b) || a.title.isTake) return false;
  const evidence = compareReports(a, b);
  if (evidence.conflict || isSilent(evidence)) return false;
  if (isPaper(a) !== isPaper(b) && Math.min(evidence.forth, evidence.back) < LEAST_OF_PAPER) return false;
  return evidence.across ? agreeAcross(evidence) : agree(evidence);
}

/**
 * One says what the other cannot mean; to have too little in common is not that. What one is silent of may stand in a
 * third report, where the two say mostly the same of the same parties.
 */
export function factsDiffer(a: Report, b: Report): boolean {
  const evidence = compareReports(a, b);
  if (areOfTwoKinds(a, b) || evidence.conflict || evidence.events === 'elsewhere') return true;
  const isMostly = evidence.names >= 2 && Math.min(evidence.forth, evidence.back) >= MOSTLY;
  return isSilent(evidence) && !isMostly;
}

const MOSTLY = 0.6;

/** Each names somebody, or one tells of somebody's doing, of whom the other says nothing. */
const isSilent = ({ isElsewhere, strangers }: Evidence): boolean =>
  isElsewhere || (strangers[0].length > 0 && strangers[1].length > 0);

/** A paper and a report of it; on one topic there are many papers. */
const LEAST_OF_PAPER = 0.8;

/** Within one language. The figures were found on the labelled pairs: decision 17. */
function agree({ shared, forth, back, events, linked, anchors, telling, ...rest }: Evidence): boolean {
  const [low, high] = [Math.min(forth, back), Math.max(forth, back)];
  if (isPlain(events, low, shared)) return true;
  if (isOther(events) || (telling < 2 && !rest.isOutage)) return false;
  if (anchors === 0) return low >= 0.6 && shared >= 3.5;
  if (linked !== null && low >= 0.35 && shared >= 2) return true;
  if (events === 'unknown') return (low >= 0.6 && shared >= 2) || (low >= 0.45 && shared >= 3);
  const isClose = low >= (rest.isBetween ? 0.3 : 0.4) && shared >= 2.5;
  const isWhole = low >= 0.55 && shared >= 1.7;
  const isTold = high >= 0.72 && low >= 0.28 && shared >= 1.2;
  return isClose || isWhole || isTold || isAmong(rest, low);
}

/** Between languages, where names and numbers are all that can be compared. */
function agreeAcross({ shared, forth, back, events, ...rest }: Evidence): boolean {
  const low = Math.min(forth, back);
  if (isPlain(events, low, shared)) return true;
  if (isOther(events)) return false;
  if (events === 'unknown') return low >= 0.8 && shared >= 2.8;
  // All that either headline names stands in the other report, and it is not only those of whom all write.
  const isNamed = rest.isBetween && low >= 0.8 && rest.isRare && rest.names >= 1;
  return (low >= 0.5 && shared >= 2.2) || isNamed || isAmong(rest, low);
}

/** The same parties and the same sum leave no doubt, in whatever words it is told what happened. */
const isPlain = (events: Evidence['events'], low: number, shared: number): boolean =>
  events !== 'elsewhere' && low >= 0.8 && shared >= 6;

/** The same parties: three of them, or two where there is one thing between them. */
function isAmong(
  { names, isBetween, isOutage }: Pick<Evidence, 'names' | 'isBetween' | 'isOutage'>,
  low: number,
): boolean {
  if (isOutage) return names >= 1 && low >= 0.15;
  return (names >= 3 && low >= 0.25) || (names >= 2 && isBetween && low >= 0.4);
}

export interface Evidence {
  /** Weight of what both headlines have. */
  shared: number;
  /** Share of each headline's weight that the other report has. */
  forth: number;
  back: number;
  /** Elsewhere: where a thing is to be had as well, or what somebody found of it. */
  events: 'same' | 'other' | 'elsewhere' | 'unknown' | 'untold';
  isBetween: boolean;
  /** Somebody seldom in the news is in one headline, and in the other report. */
  isRare: boolean;
  isOutage: boolean;
  /** How many telling words both headlines have. */
  telling: number;
  /** Names, versions, sums and large numbers that both have. */
  anchors: number;
  /** Names that both headlines have. */
  names: number;
  linked: ReturnType<typeof areLinked>;
  /** In two languages. */
  across: boolean;
  /** Each headline has a number that the other report has nowhere. */
  conflict: boolean;
  /** Somebody acts in one headline, or it happens at a place, of whom or which the other report says nothing. */
  isElsewhere: boolean;
  /** What one headline names that the other report does not; and the other way. */
  strangers: [string[], string[]];
}

const isOther = (events: Evidence['events']): boolean => events !== 'same' && events !== 'unknown';

function compareReports(a: Report, b: Report): Evidence {
  const [one, other] = [readReport(a), readReport(b)];
  const across = one.isChinese !== other.isChinese;
  const forth = coverage(one, other, across);
  const back = coverage(other, one, across);
  return {
    shared: (forth.inTitle + back.inTitle) / 2,
    forth: forth.share,
    back: back.share,
    events: eventsAgree(one, other),
    telling: Math.min(forth.telling, back.telling),
    anchors: anchorsOf(one, other),
    names: one.names.intersection(other.names).intersection(new Set(a.title.names)).size,
    isOutage: one.events.has('outage') && other.events.has('outage') && apart(a, b) <= OUTAGE_MS,
    isBetween: BETWEEN.some((event) => one.events.has(event) && other.events.has(event)),
    isRare:
      a.title.rareNames.some((name) => other.names.has(name) || other.leadNames.has(name)) ||
      b.title.rareNames.some((name) => one.names.has(name) || one.leadNames.has(name)),
    linked: areLinked(a, b),
    across,
    conflict: hasOwnNumber(one, other) && hasOwnNumber(other, one),
    isElsewhere: [
      [one, other],
      [other, one],
    ].some(([of, by]) => of && by && (isOtherActor(of, by) || isOtherPlace(of, by))),
    strangers: [strangersOf(one, other), strangersOf(other, one)],
  };
}

function eventsAgree(a: Reading, b: Reading): Evidence['events'] {
  // What the market makes of it is never the thing itself.
  if (isMeans(a, b) || a.title.events.has('market') !== b.title.events.has('market')) return 'elsewhere';
  const isOneHeadline = containsTitle(a, b) || containsTitle(b, a);
  if (isOneHeadline && a.title.events.size === 0 && b.title.events.size === 0) return 'unknown';
  if (!isOneHeadline && (isComment(a, b) || isComment(b, a))) return 'untold';
  if (a.events.size === 0 || b.events.size === 0) return 'unknown';
  if (!a.events.isDisjointFrom(b.events)) return 'same';
  if (isUse(a, b)) return 'elsewhere';
  const isSpokenOf = !a.events.isDisjointFrom(b.allEvents) || !b.events.isDisjointFrom(a.allEvents);
  return isSpokenOf ? 'unknown' : 'other';
}

/** All telling words of the second headline stand in the first, and they are not a few. */
const containsTitle = ({ title: long }: Reading, { title: short }: Reading): boolean =>
  short.content.length >= 3 && without(short.content, long.content).length === 0;

/**
 * A headline that does not say what happened announces it only where it is published by one who took part, of whom the
 * other report tells; anywhere else it is a comment.
 */
function isComment({ publisher, events, title, isChinese, isNews }: Reading, by: Reading): boolean {
  const isParty =
    by.names.has(publisher) || by.leadNames.has(publisher) || by.titleStems.has(stem(publisher));
  // Of what one did themselves, others tell by naming them.
  return !isParty && ((title.isOwn && !isNews) || (events.size === 0 && !title.isTold && !isChinese));
}

/** One tells that a thing is there, the other where it is to be had as well, or what somebody found of it. */
const isUse = (a: Reading, b: Reading): boolean =>
  a.events.has('availability') !== b.events.has('availability') ||
  a.events.has('release') !== b.events.has('release');

/** What one is about, the other thing is only made with. */
function isMeans({ title: a }: Reading, { title: b }: Reading): boolean {
  const shared = a.rareNames.filter((name) => b.rareNames.includes(name));
  const isAside = ({ means }: TitleWords): boolean => shared.every((name) => means.includes(name));
  return shared.length > 0 && isAside(a) !== isAside(b);
}

/** Of what happens between two parties there is seldom more than one a day. */
const BETWEEN: readonly StoryEvent[] = [
  'suit',
  'probe',
  'penalty',
  'ruling',
  'settlement',
  'appeal',
  'ban',
  'law',
  'deal',
  'people',
  'outage',
  'funding',
];
/** A service that is down is down for everybody, and seldom twice within this. */
const OUTAGE_MS = 12 * 3_600_000;

interface Coverage {
  share: number;
  /** Words, names and numbers of some weight that both headlines have. */
  telling: number;
  inTitle: number;
}

const TELLING = 0.7;

/** How much of a headline the other report has. Between languages only names and numbers can be looked for. */
function coverage(of: Reading, by: Reading, across: boolean): Coverage {
  let all = 0;
  let found = 0;
  let inTitle = 0;
  let telling = 0;
  const add = (weight: number, title: boolean, lead: boolean): void => {
    all += weight;
    found += title ? weight : lead ? 0.8 * weight : 0;
    if (!title) return;
    inTitle += weight;
    if (weight >= TELLING) telling += 1;
  };
  const { title } = of;
  const names = new Set(
    title.content.filter((word) => title.names.includes(word) || by.title.names.includes(word)),
  );
  for (const name of names) {
    add(
      GIANTS.has(name) ? 0.7 : 2,
      by.names.has(name) || (!across && by.titleStems.has(stem(name))),
      by.leadNames.has(name),
    );
  }
  for (const number of title.numbers) {
    const weight = title.amounts.includes(number) ? 2.5 : 1.5;
    add(weight, by.title.numbers.includes(number), by.leadNumbers.has(number));
  }
  if (!across) {
    for (const word of new Set(title.content)) {
      if (names.has(word) || /^\d/.test(word) || STOP.has(word)) continue;
      const weight = COMMON.has(word) ? 0.3 : eventsOf(word).size > 0 ? 0.3 : 1;
      add(weight, by.titleStems.has(stem(word)), by.leadStems.has(stem(word)));
    }
  }
  return { share: all === 0 ? 0 : found / all, inTitle, telling };
}

/** A product that both name comes to a place in one headline of which the other report says nothing. */
function isOtherPlace({ title }: Reading, by: Reading): boolean {
  if (!shareProduct(title.products, by.title.products)) return false;
  // Its maker's own place is no other one: ChatGPT is where OpenAI puts its models.
  return title.places.some(
    (name) =>
      !by.leadNames.has(name) &&
      !withMakers([name])
        .values()
        .some((one) => by.names.has(one)),
  );
}

/** What is said of a thing without a name may be said of another one. */
function anchorsOf(a: Reading, b: Reading): number {
  const names = [...a.names].filter((name) => b.names.has(name) || b.leadNames.has(name));
  const back = [...b.names].filter((name) => a.leadNames.has(name));
  const numbers = a.title.numbers.filter(
    (one) => b.title.numbers.includes(one) && (Number(one) >= 100 || /\D/.test(one)),
  );
  return new Set([...names, ...back, ...numbers]).size;
}

/** None of the names before the verb is in the other report: "Cursor adds GPT-5" is Cursor's doing. */
function isOtherActor(of: Reading, by: Reading): boolean {
  const { title } = of;
  const verb = title.content.findIndex((word) => !title.names.includes(word) && eventsOf(word).size > 0);
  // Who releases a thing needs no naming where the thing is named.
  if (of.isNews) return false;
  const actors = title.content.slice(0, Math.max(0, verb)).filter((word) => title.names.includes(word));
  return actors.length > 0 && !isNamedIn(by, actors);
}

/** A version must stand in both headlines; a sum or a count may stand in the other's text. */
function hasOwnNumber(of: Reading, by: Reading): boolean {
  const versions = new Set(of.title.products.map(({ version }) => version.replace(/^[a-z]+/, '')));
  return of.title.numbers.some(
    (number) =>
      !by.title.numbers.includes(number) &&
      (versions.has(number) || !by.leadNumbers.has(number)) &&
      !by.title.amounts.some((sum) => of.title.amounts.includes(number) && isAbout(sum, number)),
  );
}

/** Whether the report names one of them, be it by what they stand for. */
const isNamedIn = ({ names, leadNames, leadStems }: Reading, wanted: readonly string[]): boolean =>
  withMakers(wanted)
    .values()
    .some((name) => names.has(name) || leadNames.has(name) || leadStems.has(stem(name)));

/** Names that one report has, and the other nowhere, not even by what they stand for. */
function strangersOf(of: Reading, by: Reading): string[] {
  return of.own.filter((name) => !isNamedIn(by, [name]));
}

/** "Nearly $600 billion" is $589 billion. */
const isAbout = (a: string, b: string): boolean => Math.abs(Number(a) - Number(b)) <= 0.03 * Number(a);
