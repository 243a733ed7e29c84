// What is compared of an article, whose voice it is, and the keys under which others that may tell the same are looked
// for. Pure.
import type { ArticleKind } from './article.ts';
import { COMMON, stem, type TitleWords } from './title-words.ts';

/** What is compared of an article before its text is looked at. */
export interface StoryView {
  title: TitleWords;
  kind: ArticleKind;
  /** See `siteOf`. */
  site: string;
  host: string;
  sourceId: string | null;
  authors: string[];
  /** Publication, or first sight. */
  at: Date;
  /** Hashes of the addresses that the text leads to, and of the article's own. */
  links: readonly number[];
  ownLink: number;
}

export type Report = StoryView & { text: string };

export const without = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((one) => !others.includes(one));

export const titleKey = (title: TitleWords): string => title.content.join(' ');

/** Share of the shorter headline that stands in the other: in which order articles are worth a comparison. */
export function titleLikeness(a: TitleWords, b: TitleWords): number {
  const [one, other] = [new Set(a.content.map(stem)), new Set(b.content.map(stem))];
  return one.intersection(other).size / Math.max(1, Math.min(one.size, other.size));
}

/** In ms. */
export const apart = (a: StoryView, b: StoryView): number => Math.abs(a.at.getTime() - b.at.getTime());

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
export function isOneVoice(a: StoryView, b: StoryView): boolean {
  return (a.site === b.site && !ROOFS.has(a.site)) || isOneSource(a, b);
}

/** Two blogs of one company do say one thing twice, under one headline. */
export function isOnePlace(a: StoryView, b: StoryView): boolean {
  return (a.host === b.host && !ROOFS.has(a.site)) || isOneSource(a, b);
}

const isOneSource = (a: StoryView, b: StoryView): boolean => a.sourceId !== null && a.sourceId === b.sourceId;

/** One leads to the other, or both to the same place. */
export function areLinked(a: StoryView, b: StoryView): 'cites' | 'share' | null {
  if (a.links.includes(b.ownLink) || b.links.includes(a.ownLink)) return 'cites';
  return a.links.some((link) => b.links.includes(link)) ? 'share' : null;
}

/** Hosts on which every author has a name of their own. */
const SHARED_DOMAINS =
  /(?:^|\.)(?:substack\.com|medium\.com|github\.io|ghost\.io|wordpress\.com|blogspot\.com|hashnode\.dev|bearblog\.dev)$/;
const SECOND_LEVEL = /\.(?:com?|org|net|gov|ac|edu)\.[a-z]{2}$/;

/** With its port, where it has one. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host.replace(/^www\./, '') ?? address;
}

/** The part of a host that belongs to one publisher: `openai.com` of `blog.openai.com`. */
export function siteOf(address: string): string {
  const host = hostOf(address).replace(/:\d+$/, '');
  if (SHARED_DOMAINS.test(host) || /^[\d.]+$/.test(host)) return URL.parse(address)?.host ?? host;
  return host
    .split('.')
    .slice(SECOND_LEVEL.test(host) ? -3 : -2)
    .join('.');
}

const MOST_KEYS = 64;
/** Words of a headline of which each two make a key. */
const MOST_PAIRED = 10;

/** Words under which other reports of the same thing are looked for; each two articles that share one are compared. */
export function storyKeys(title: TitleWords): string[] {
  const keys = title.products.map(({ version, variants }) => `product ${version} ${variants.join(' ')}`);
  if (title.content.length >= 3) keys.push(`title ${titleKey(title)}`);
  keys.push(...title.amounts.map((amount) => `amount ${amount}`));
  for (const event of title.events) keys.push(...title.names.map((name) => `event ${event} ${name}`));
  keys.push(...title.rareNames.map((name) => `name ${name}`));
  // Those that tell most come first; two common ones, too, may make a name: deep research.
  const telling = title.content.filter((word) => !COMMON.has(word));
  const words = [...new Set([...title.names, ...telling, ...title.content].map(stem))];
  words.slice(0, MOST_PAIRED).forEach((word, n) => {
    for (const other of words.slice(n + 1, MOST_PAIRED)) keys.push(`words ${[word, other].sort().join(' ')}`);
  });
  return [...new Set(keys)].slice(0, MOST_KEYS);
}
