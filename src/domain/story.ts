// Whether two articles tell one story, so that they get one card. Precision before recall: where the two could be
// siblings (the next issue, version, part, paper of a series), they are two. Pure.
import { factsDiffer, isSameEvent } from './story-event.ts';
import {
  apart,
  areLinked,
  isOnePlace,
  isOneVoice,
  type Report,
  type StoryView,
  titleKey,
  without,
} from './story-view.ts';
import { withMakers } from './title-names.ts';
import { productsConflict } from './title-numbers.ts';
import type { TitleWords } from './title-words.ts';

/** What the two texts have in common; `null` where one of them is too short to tell. */
export interface TextOverlap {
  jaccard: number;
  contained: number;
  sizes: number;
}

export type Sameness =
  /** The same article again: other address, other date, hardly another word. */
  | 'republished'
  /** One text at several places. */
  | 'same-text'
  | 'same-paper'
  /** Several reports of one thing. */
  | 'same-event';

export interface Pair {
  a: Report;
  b: Report;
  overlap: TextOverlap | null;
}

const DAY_MS = 24 * 3_600_000;
/** Reports of one thing appear within this; dates without a time and zones count into it. */
const EVENT_MS = 3 * DAY_MS;
/** A headline that is word for word the same is believed longer. */
const TITLE_MS = 14 * DAY_MS;

export function sameStory(pair: Pair): Sameness | null {
  const { a, b } = pair;
  if (productsConflict(a.title.products, b.title.products)) return null;
  if (!numbersConflict(a.title, b.title)) {
    const found = samePaper(a, b) ?? sameText(pair) ?? sameTitle(pair);
    if (found) return found;
  }
  return sameEvent(a, b);
}

/**
 * The two cannot be of one story, whatever a third report has in common with both: "Pro and Flash are here" is like
 * "Pro is here" and like "Flash is here".
 */
export function areTwoStories(pair: Pair): boolean {
  const { a, b } = pair;
  if (productsConflict(a.title.products, b.title.products)) return true;
  return sameStory(pair) === null && factsDiffer(a, b);
}

/** Neither headline says that the two are siblings. */
export function titlesAgree(a: TitleWords, b: TitleWords): boolean {
  return !numbersConflict(a, b) && !productsConflict(a.products, b.products);
}

/** Each has a number that the other has not. */
function numbersConflict(a: TitleWords, b: TitleWords): boolean {
  return without(a.numbers, b.numbers).length > 0 && without(b.numbers, a.numbers).length > 0;
}

function samePaper(a: StoryView, b: StoryView): Sameness | null {
  const isPaper = a.kind === 'paper' && b.kind === 'paper';
  const isLong = a.title.content.length >= 4;
  if (!isPaper || !isLong || titleKey(a.title) !== titleKey(b.title)) return null;
  return areOthers(a.authors, b.authors) ? null : 'same-paper';
}

/** Both name their authors, and none is the same. */
function areOthers(a: readonly string[], b: readonly string[]): boolean {
  const last = (name: string): string => name.trim().toLowerCase().split(/\s+/).at(-1) ?? '';
  const known = new Set(a.map(last));
  return a.length > 0 && b.length > 0 && !b.some((name) => known.has(last(name)));
}

/** From here on two texts are one with changes. */
const SAME_TEXT = 0.6;
const CONTAINED = 0.8;
/** A text that takes another one in is that one only where it says little else. */
const LEAST_SIZES = 0.5;
/** Pages of one site share their frame. */
const SAME_TEXT_ON_SITE = 0.85;
const SAME_TEXT_UNDER_TITLE = 0.4;

function sameText(pair: Pair): Sameness | null {
  const { a, b, overlap } = pair;
  if (!overlap) return null;
  const isTitle = titleKey(a.title) === titleKey(b.title);
  if (!standsInBoth(pair, overlap.contained >= WHOLE ? LEAST_COVERED / 2 : LEAST_COVERED)) return null;
  if (isOneVoice(a, b)) return overlap.jaccard >= SAME_TEXT_ON_SITE ? 'republished' : null;
  if (isTitle && overlap.jaccard >= SAME_TEXT_UNDER_TITLE) return 'same-text';
  const isAlike =
    overlap.jaccard >= SAME_TEXT || (overlap.contained >= CONTAINED && overlap.sizes >= LEAST_SIZES);
  return isAlike ? 'same-text' : null;
}

/**
 * Headlines of one text may differ, but what each says stands in the text of both. Posts made from one template say in
 * their headline what the other does not have: the customer, the city, the month.
 */
function standsInBoth({ a, b }: Pair, least: number): boolean {
  return (
    covers(b, without(a.title.content, b.title.content), a, least) &&
    covers(a, without(b.title.content, a.title.content), b, least)
  );
}

const LEAST_COVERED = 0.6;
/** One text stands in the other; an editor wrote a headline of their own. */
const WHOLE = 0.9;

function covers(reader: Report, words: readonly string[], of: StoryView, least: number): boolean {
  if (words.length === 0) return true;
  const text = reader.text.toLowerCase();
  // A plural or a tense is no difference.
  const has = (word: string): boolean =>
    text.includes(/^[a-z]{5,}$/.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : word);
  const weighty = words.filter((word) => of.title.names.includes(word) || /\d/.test(word));
  const named = withMakers(text.match(/[a-z][a-z0-9]+/g) ?? []);
  if (!weighty.every((word) => text.includes(word) || named.has(word))) return false;
  return words.filter(has).length >= least * words.length;
}

/** One headline at two places, with something in it that not every headline has. */
function sameTitle({ a, b, overlap }: Pair): Sameness | null {
  if (titleKey(a.title) !== titleKey(b.title) || apart(a, b) > TITLE_MS || isOnePlace(a, b)) return null;
  if (a.title.isDenied !== b.title.isDenied) return null;
  const { title } = a;
  const isPaper = a.kind === 'paper' || b.kind === 'paper';
  const isRare =
    isPaper || title.products.length > 0 || title.amounts.length > 0 || title.rareNames.length > 0;
  const isLong = title.content.length >= 6;
  const textsDiffer = overlap !== null && overlap.jaccard < 0.02;
  if (areLinked(a, b) === 'cites' && title.content.length >= 2) return 'same-text';
  return title.content.length >= 3 &&
    (isRare || isLong) &&
    !(textsDiffer && !isLong && !isPaper && title.events.size === 0)
    ? 'same-text'
    : null;
}

function sameEvent(a: Report, b: Report): Sameness | null {
  if (isOneVoice(a, b)) return isShortened(a, b) ? 'same-event' : null;
  return apart(a, b) <= EVENT_MS && isSameEvent(a, b) ? 'same-event' : null;
}

/** Two blogs of one company on one day, one headline a part of the other. */
function isShortened(a: StoryView, b: StoryView): boolean {
  if (isOnePlace(a, b) || apart(a, b) > DAY_MS) return false;
  const [short, long] = [a.title, b.title].sort((x, y) => x.content.length - y.content.length);
  return (
    short !== undefined &&
    short.content.length >= 3 &&
    without(short.content, long?.content ?? []).length === 0
  );
}

/** What is worth a comparison of the texts: everything that `sameStory` could find the same. */
export function mayBeSameStory(a: StoryView, b: StoryView, similarity: number): boolean {
  if (productsConflict(a.title.products, b.title.products)) return false;
  if (similarity >= 0.25 || titleKey(a.title) === titleKey(b.title)) return true;
  return !isOnePlace(a, b) && apart(a, b) <= EVENT_MS && a.title.isTake === b.title.isTake;
}
