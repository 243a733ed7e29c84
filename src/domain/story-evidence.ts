// What two reports have in common and what sets them apart: names, numbers, words and events, headline against report.
// Pure.
import { type Reading, readReport } from './story-reading.ts';
import { apart, areLinked, type Report, without } from './story-view.ts';
import { eventsOf, type StoryEvent } from './title-events.ts';
import { countParties, GIANTS, withMakers } from './title-names.ts';
import { isVersion, shareProduct, VARIANTS } from './title-numbers.ts';
import { COMMON, STOP, stem, type TitleWords } from './title-words.ts';

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
  /** Both have something beside the name of one thing: another name, a sum, a word. */
  isMore: boolean;
  /** Names, versions, sums and large numbers that both have. */
  anchors: number;
  /** Names that both headlines have; a product and its maker are one. */
  names: number;
  linked: ReturnType<typeof areLinked>;
  /** In ms. */
  apart: number;
  /** In two languages. */
  across: boolean;
  /** Each headline has a number that the other report has nowhere. */
  conflict: boolean;
  /** Somebody acts in one headline, or it happens at a place, of whom or which the other report says nothing. */
  isElsewhere: boolean;
  /** What one headline names that the other report does not; and the other way. */
  strangers: [string[], string[]];
}

export function compareReports(a: Report, b: Report): Evidence {
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
    isMore: isMore(one, other, across) || isMore(other, one, across),
    anchors: anchorsOf(one, other),
    names: countParties(
      one.names.intersection(other.names).intersection(new Set([...a.title.names, ...b.title.names])),
    ),
    isOutage: one.events.has('outage') && other.events.has('outage') && apart(a, b) <= OUTAGE_MS,
    isBetween: BETWEEN.some((event) => one.events.has(event) && other.events.has(event)),
    isRare:
      a.title.rareNames.some((name) => other.names.has(name) || other.leadNames.has(name)) ||
      b.title.rareNames.some((name) => one.names.has(name) || one.leadNames.has(name)),
    linked: areLinked(a, b),
    apart: apart(a, b),
    across,
    conflict: hasOwnNumber(one, other) && hasOwnNumber(other, one),
    isElsewhere: [
      [one, other],
      [other, one],
    ].some(([of, by]) => of && by && (isOtherActor(of, by) || isOtherPlace(of, by))),
    strangers: [strangersOf(one, other), strangersOf(other, one)],
  };
}

/** What is told of a thing that happened, and never the thing itself. */
const BESIDE: readonly StoryEvent[] = ['reaction', 'offer'];

function eventsAgree(a: Reading, b: Reading): Evidence['events'] {
  // What the market makes of it is never the thing itself.
  if (isMeans(a, b) || a.title.events.has('market') !== b.title.events.has('market')) return 'elsewhere';
  // "Staff question the deal" is not the deal, and "Kestrel for $20 a month" not that Kestrel is there.
  if (BESIDE.some((event) => a.title.events.has(event) !== b.title.events.has(event))) return 'other';
  const isOneHeadline = containsTitle(a, b) || containsTitle(b, a);
  if (isOneHeadline && a.title.events.size === 0 && b.title.events.size === 0) return 'unknown';
  // Two that tell of their own doing did two things.
  const isAside = (a.title.isOwn && b.title.isOwn) || isComment(a, b) || isComment(b, a);
  if (!isOneHeadline && isAside) return 'untold';
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

/** A thing and its maker are one, and its version is a part of its name: what else do both have? */
function isMore(a: Reading, b: Reading, across: boolean): boolean {
  if (a.title.amounts.some((sum) => b.title.amounts.includes(sum))) return true;
  const shared = [...a.own, ...(across ? [] : a.title.content)].filter(
    (word) => isTelling(word) && (b.names.has(word) || (!across && b.titleStems.has(stem(word)))),
  );
  return countParties(new Set(shared)) >= 2;
}

const isTelling = (word: string): boolean =>
  !STOP.has(word) &&
  !COMMON.has(word) &&
  !VARIANTS.has(word) &&
  !isVersion(word) &&
  eventsOf(word).size === 0;

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
  const isWord = (word: string): boolean => !title.names.includes(word);
  const told = title.content.findIndex((word) => isWord(word) && eventsOf(word).size > 0);
  // Whoever a headline begins with acts, whatever its verb is.
  const verb = told >= 0 ? told : title.content.findIndex(isWord);
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
