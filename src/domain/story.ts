// Whether two articles tell one story, so that they get one card. Precision before recall: where the two could be
// siblings (the next issue, version, part, paper of a series), they are two. Pure.
import type { ArticleKind } from './article.ts';
import type { Product, TitleWords } from './title-words.ts';

/** What is compared of an article before its text is looked at. */
export interface StoryView {
  title: TitleWords;
  kind: ArticleKind;
  /** See `siteOf`. */
  site: string;
  sourceId: string | null;
  authors: string[];
  /** Publication, or first sight. */
  at: Date;
  /** Hashes of the addresses that the text leads to, and of the article's own. */
  links: readonly number[];
  ownLink: number;
}

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
  a: StoryView & { text: string };
  b: StoryView & { text: string };
  overlap: TextOverlap | null;
}

const DAY_MS = 24 * 3_600_000;
/** Reports of one thing appear within this; dates without a time and zones count into it. */
const EVENT_MS = 3 * DAY_MS;
/** A headline that is word for word the same is believed longer. */
const TITLE_MS = 14 * DAY_MS;

export function sameStory(pair: Pair): Sameness | null {
  const { a, b } = pair;
  if (titlesConflict(a.title, b.title)) return null;
  return samePaper(a, b) ?? sameText(pair) ?? sameTitle(pair) ?? sameEvent(pair);
}

const without = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((one) => !others.includes(one));
const shared = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((one) => others.includes(one));

/** Neither headline says that the two are siblings. */
export function titlesAgree(a: TitleWords, b: TitleWords): boolean {
  return !titlesConflict(a, b);
}

/** Each has a number, or a version of one product, that the other has not. */
function titlesConflict(a: TitleWords, b: TitleWords): boolean {
  if (without(a.numbers, b.numbers).length > 0 && without(b.numbers, a.numbers).length > 0) return true;
  return a.products.some((product) => b.products.some((other) => isSibling(product, other)));
}

/** GPT-5.2 and GPT-5.2 mini, Qwen3 and Qwen3-VL. */
function isSibling(a: Product, b: Product): boolean {
  if (a.name !== b.name && a.name !== '' && b.name !== '') return false;
  return a.version === b.version && a.variants.join() !== b.variants.join();
}

const titleKey = (title: TitleWords): string => title.content.join(' ');

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
  if (!standsInBoth(pair)) return null;
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
function standsInBoth({ a, b }: Pair): boolean {
  return (
    covers(b, without(a.title.content, b.title.content), a) &&
    covers(a, without(b.title.content, a.title.content), b)
  );
}

const LEAST_COVERED = 0.6;

function covers(reader: Pair['a'], words: readonly string[], of: StoryView): boolean {
  if (words.length === 0) return true;
  const text = reader.text.toLowerCase();
  // A plural or a tense is no difference.
  const has = (word: string): boolean =>
    text.includes(/^[a-z]{5,}$/.test(word) ? word.slice(0, Math.max(4, word.length - 2)) : word);
  const weighty = words.filter((word) => of.title.names.includes(word) || /\d/.test(word));
  if (!weighty.every((word) => text.includes(word))) return false;
  return words.filter(has).length >= LEAST_COVERED * words.length;
}

/** Hosts whose articles have nothing but the roof in common. */
const ROOFS = new Set([
  'youtube.com',
  'github.com',
  'huggingface.co',
  'reddit.com',
  'x.com',
  'arxiv.org',
  'ycombinator.com',
]);

/** What one source or site says twice, it means to say twice. */
function isOneVoice(a: StoryView, b: StoryView): boolean {
  return (a.site === b.site && !ROOFS.has(a.site)) || (a.sourceId !== null && a.sourceId === b.sourceId);
}

/** One headline at two places, with something in it that not every headline has. */
function sameTitle({ a, b, overlap }: Pair): Sameness | null {
  if (titleKey(a.title) !== titleKey(b.title) || apart(a, b) > TITLE_MS || isOneVoice(a, b)) return null;
  const { title } = a;
  const isRare = title.products.length > 0 || title.amounts.length > 0 || title.rareNames.length > 0;
  const isLong = title.content.length >= 6;
  const linked = a.links.includes(b.ownLink) || b.links.includes(a.ownLink);
  const textsDiffer = overlap !== null && overlap.jaccard < 0.02;
  if (linked && title.content.length >= 2) return 'same-text';
  return title.content.length >= 3 && (isRare || isLong) && !(textsDiffer && !isLong && title.event === null)
    ? 'same-text'
    : null;
}

const apart = (a: StoryView, b: StoryView): number => Math.abs(a.at.getTime() - b.at.getTime());

function sameEvent(pair: Pair): Sameness | null {
  const { a, b } = pair;
  if (isOneVoice(a, b) || apart(a, b) > EVENT_MS || a.title.isTake || b.title.isTake) return null;
  // Each has a name that the other has not: two products of one company, two companies with one investor.
  const own = without(a.title.rareNames, b.title.names);
  const others = without(b.title.rareNames, a.title.names);
  if (own.length > 0 && others.length > 0 && !(covers(b, own, a) && covers(a, others, b))) return null;
  const event = eventOf(a.title);
  if (event === null || event !== eventOf(b.title)) return sameLinked(pair);
  return isOneEvent(a.title, b.title, event) ? 'same-event' : sameLinked(pair);
}

/** The bare name of a product is how its maker announces it. */
function eventOf(title: TitleWords): TitleWords['event'] {
  if (title.event) return title.event;
  const parts = new Set([
    ...title.names,
    ...title.products.flatMap(({ name, version, variants }) => [name, version, ...variants]),
  ]);
  return title.products.length > 0 && title.content.every((word) => parts.has(word)) ? 'release' : null;
}

function isOneEvent(a: TitleWords, b: TitleWords, event: NonNullable<TitleWords['event']>): boolean {
  const names = shared(a.names, b.names);
  const rare = shared(a.rareNames, b.rareNames);
  if (event === 'funding') return rare.length > 0 && shared(a.amounts, b.amounts).length > 0;
  if (event === 'release') {
    if (a.products.length > 0 || b.products.length > 0) {
      return a.products.some((product) => b.products.some((other) => isSameProduct(product, other)));
    }
    return rare.length > 0 && names.length >= 2;
  }
  return names.length >= 2 && (rare.length > 0 || names.length >= 3 || closeTitles(a, b, 0.5));
}

function isSameProduct(a: Product, b: Product): boolean {
  const named =
    a.name === b.name || (a.variants.length > 0 && (a.name === '' || b.name === '' || a.variants.length > 0));
  return named && a.version === b.version && a.variants.join() === b.variants.join();
}

/** Jaccard similarity of the headlines' words. */
function closeTitles(a: TitleWords, b: TitleWords, least: number): boolean {
  const [one, other] = [new Set(a.content), new Set(b.content)];
  const both = one.intersection(other).size;
  return both >= 3 && both >= least * one.union(other).size;
}

/** One report leads to the other, or both to the same place, and their headlines say the same. */
function sameLinked({ a, b }: Pair): Sameness | null {
  const cites = a.links.includes(b.ownLink) || b.links.includes(a.ownLink);
  const common = a.links.some((link) => b.links.includes(link));
  if (!cites && !common) return null;
  const names = shared(a.title.names, b.title.names);
  const products = a.title.products.some((one) =>
    b.title.products.some((other) => isSameProduct(one, other)),
  );
  if (!(products || names.length >= 2)) return null;
  return closeTitles(a.title, b.title, cites ? 0.4 : 0.5) ? 'same-event' : null;
}

/** What is worth a comparison of the texts: everything that `sameStory` could find the same. */
export function mayBeSameStory(a: StoryView, b: StoryView, similarity: number): boolean {
  if (titlesConflict(a.title, b.title)) return false;
  if (similarity >= 0.25 || titleKey(a.title) === titleKey(b.title)) return true;
  return !isOneVoice(a, b) && apart(a, b) <= EVENT_MS && !a.title.isTake && !b.title.isTake;
}

/** Hosts on which every author has a name of their own. */
const SHARED_DOMAINS =
  /(?:^|\.)(?:substack\.com|medium\.com|github\.io|ghost\.io|wordpress\.com|blogspot\.com|hashnode\.dev|bearblog\.dev)$/;
const SECOND_LEVEL = /\.(?:com?|org|net|gov|ac|edu)\.[a-z]{2}$/;

/** The part of a host that belongs to one publisher: `openai.com` of `blog.openai.com`. */
export function siteOf(address: string): string {
  const host = URL.parse(address)?.hostname.replace(/^www\./, '') ?? address;
  if (SHARED_DOMAINS.test(host) || /^[\d.]+$/.test(host)) return URL.parse(address)?.host ?? host;
  return host
    .split('.')
    .slice(SECOND_LEVEL.test(host) ? -3 : -2)
    .join('.');
}

/** Words under which other reports of the same thing are looked for; each pair of them that agrees is compared. */
export function storyKeys(title: TitleWords): string[] {
  const keys = title.products.map(({ version, variants }) => `product ${version} ${variants.join(' ')}`);
  keys.push(...title.rareNames.map((name) => `name ${name}`));
  keys.push(...title.amounts.map((amount) => `amount ${amount}`));
  title.names.forEach((name, n) => {
    for (const other of title.names.slice(n + 1)) keys.push(`names ${[name, other].sort().join(' ')}`);
  });
  if (title.content.length >= 3) keys.push(`title ${titleKey(title)}`);
  return [...new Set(keys)].slice(0, MOST_KEYS);
}

const MOST_KEYS = 24;
