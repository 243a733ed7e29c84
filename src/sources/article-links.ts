// Finds the links of a page that lead to its articles, with their titles and dates. Fetches nothing.
import { parseHTML } from 'linkedom';
import type { Item } from '../domain/article.ts';
import { resolveLink } from './feed-content.ts';
import { parseDate } from './parse-date.ts';
import { NotAFeed } from './parse-feed.ts';
import { oneLine } from './plain-text.ts';

const MOST_LINKS = 100;
/** Characters of a page that are looked at; the rest is cut off. */
const HTML_LIMIT = 2_000_000;
/** "Read more" and "Next" are no titles. */
const SHORTEST_TITLE = 12;
const LONGEST_TITLE = 300;
/** Where no selector is given: headings that are links, in the part of the page that is not its frame. */
const DEFAULT_SELECTOR = 'main a, article a, [role="main"] a, h1 a, h2 a, h3 a, a:has(h2), a:has(h3)';
/** What holds one entry of a list. */
const ENTRY = 'article, li, tr, [class*="card"], [class*="post"], [class*="item"]';

/** The part of the DOM that is looked at; linkedom's documents and elements have it. */
interface PageNode {
  textContent: string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
interface PageElement extends PageNode {
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
}

export interface PageLinks {
  title: string | null;
  items: Item[];
}

/** Throws `NotAFeed` where the selector is wrong or leads to nothing. */
export function articleLinks(html: string, url: string, selector: string | null): PageLinks {
  const document: PageNode = parseHTML(html.slice(0, HTML_LIMIT)).document;
  const base = resolveLink(document.querySelector('base')?.getAttribute('href') ?? '', url) ?? url;
  const items = new Map<string, Item>();
  for (const element of select(document, selector)) {
    const item = itemOf(element, base, url);
    if (item && !items.has(item.guid)) items.set(item.guid, item);
    if (items.size === MOST_LINKS) break;
  }
  if (items.size === 0) {
    throw new NotAFeed(
      selector
        ? `The selector "${selector}" finds no link to an article on this page: look at the page's source, and change it`
        : 'No links to articles are found on this page: name a CSS selector for them',
    );
  }
  const title = oneLine(document.querySelector('title')?.textContent ?? '').slice(0, LONGEST_TITLE);
  return { title: title || null, items: [...items.values()] };
}

function select(document: PageNode, selector: string | null): PageElement[] {
  try {
    return [...document.querySelectorAll(selector ?? DEFAULT_SELECTOR)];
  } catch (error) {
    throw new NotAFeed(`"${selector}" is no CSS selector`, { cause: error });
  }
}

/** The selector may name the link itself, or what the link stands in. */
function itemOf(element: PageElement, base: string, pageUrl: string): Item | null {
  const link = element.matches('a[href]') ? element : element.querySelector('a[href]');
  const address = resolveLink(link?.getAttribute('href') ?? '', base);
  if (!link || !address || isSamePage(address, pageUrl)) return null;
  const entry = element.closest(ENTRY) ?? element;
  const title = titleOf(link, element);
  if (title.length < SHORTEST_TITLE) return null;
  return {
    guid: address,
    url: address,
    title,
    publishedAt: dateOf(link) ?? dateOf(entry),
    authors: [],
    html: '',
    kind: null,
    discussionUrl: null,
  };
}

function titleOf(link: PageElement, element: PageElement): string {
  const heading = link.querySelector('h1, h2, h3, h4, h5') ?? element.querySelector('h1, h2, h3, h4, h5');
  const text = oneLine((heading ?? link).textContent ?? '') || oneLine(link.getAttribute('aria-label') ?? '');
  return text.slice(0, LONGEST_TITLE);
}

function dateOf(holder: PageElement): Date | null {
  const time = holder.querySelector('time');
  return time ? parseDate(time.getAttribute('datetime') ?? time.textContent ?? '') : null;
}

const withoutEnd = (address: string): string => address.replace(/[#?].*$/, '').replace(/\/$/, '');

function isSamePage(address: string, pageUrl: string): boolean {
  return withoutEnd(address) === withoutEnd(pageUrl);
}
