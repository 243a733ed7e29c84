// From the bytes of a feed to items: stable ids, no title left empty, the newest thousand. Logs nothing.
import { createHash } from 'node:crypto';
import type { ArticleKind, Item } from '../domain/article.ts';
import type { QuietTimes } from '../domain/pacing.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import type { FeedContent, FeedEntry } from './feed-content.ts';
import { oneLine, startOfText } from './plain-text.ts';
import { type FeedOrigin, readFeed } from './read-feed.ts';

export { NotAFeed } from './read-feed.ts';

export interface ParsedFeed {
  title: string | null;
  items: Item[];
  /** How long the feed asks to be left alone, in ms. */
  ttlMs: number | null;
  quiet: QuietTimes | null;
  parser: 'rss-parser' | 'feedparser' | 'json-feed';
  /** Entries left out: without any address, the same as another, or beyond the newest thousand. */
  skipped: number;
}

const MAX_ITEMS = 1_000;

/**
 * RSS 0.9 to 2.0, RDF, Atom and JSON Feed; bodies up to 10 MB. Throws `NotAFeed` alone, whose message says what
 * the body is instead.
 */
export async function parseFeed(body: Buffer, origin: FeedOrigin): Promise<ParsedFeed> {
  return toItems(await readFeed(body, origin));
}

/** The items of a feed that has been read. */
function toItems(feed: FeedContent): ParsedFeed {
  const newest = newestFirst(feed.entries).slice(0, MAX_ITEMS);
  const items = newest.length === feed.entries.length ? feed.entries : newest;
  const linked = items.filter((entry): entry is LinkedEntry => entry.link !== null);
  const unique = withStableIds(linked);
  return {
    title: feed.title,
    items: unique,
    ttlMs: feed.ttlMs,
    quiet: feed.quiet,
    parser: feed.parser,
    skipped: feed.entries.length - unique.length,
  };
}

type LinkedEntry = FeedEntry & { link: string };

function newestFirst(entries: FeedEntry[]): FeedEntry[] {
  if (entries.length <= MAX_ITEMS) return entries;
  const time = (entry: FeedEntry): number =>
    (entry.published ?? entry.updated)?.getTime() ?? Number.NEGATIVE_INFINITY;
  // Sorting is stable, so that a feed without dates keeps its order (newest first by custom).
  return entries.toSorted((a, b) => compareNumbers(time(b), time(a)));
}

const compareNumbers = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * The guid, else the link, else a hash. A guid or link that stands on entries with different content tells
 * nothing apart, so there the next of the three is used for each of them.
 */
function withStableIds(entries: LinkedEntry[]): Item[] {
  const byGuid = countPairs(entries, guidOf, (entry) => entry.link);
  const byLink = countPairs(
    entries,
    (entry) => (guidOf(entry) ? '' : entry.link),
    (entry) => entry.title,
  );
  const items = new Map<string, Item>();
  for (const entry of entries) {
    const guid = guidOf(entry);
    let id = guid;
    if (guid === '' || (byGuid.get(guid)?.size ?? 0) > 1) id = entry.link;
    if (guid === '' && (byLink.get(entry.link)?.size ?? 0) > 1) id = hashOf(entry);
    if (items.has(id)) continue;
    items.set(id, itemOf(entry, id));
  }
  return [...items.values()];
}

/** For every key the different values that go with it. */
function countPairs(
  entries: LinkedEntry[],
  keyOf: (entry: LinkedEntry) => string,
  contentOf: (entry: LinkedEntry) => string,
): Map<string, Set<string>> {
  const pairs = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const values = pairs.get(key);
    if (values) values.add(contentOf(entry));
    else pairs.set(key, new Set([contentOf(entry)]));
  }
  return pairs;
}

/** Longer ids are kept as their hash, so that they fit a database index. */
const MAX_ID = 500;

function guidOf(entry: FeedEntry): string {
  const guid = oneLine(entry.guid);
  // arXiv's feeds name the version in the id; a new version is no new paper.
  const stable = /^oai:arxiv/i.test(guid) ? guid.replace(/v\d+$/, '') : guid;
  return stable.length > MAX_ID ? sha256(stable) : stable;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hashOf = (entry: LinkedEntry): string => sha256(`${entry.link}\n${entry.title}\n${entry.html}`);

function itemOf(entry: LinkedEntry, id: string): Item {
  return {
    guid: id.length > MAX_ID ? sha256(id) : id,
    url: entry.link,
    title: entry.title || startOfText(entry.html) || titleFromUrl(entry.link),
    publishedAt: entry.published ?? entry.updated,
    authors: entry.authors,
    html: entry.html,
    kind: kindOf(entry.link),
    discussionUrl: entry.discussionUrl,
  };
}

/** `https://example.org/2026/my-first-post.html` → `my first post`. */
function titleFromUrl(address: string): string {
  const url = new URL(address);
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? '';
  const words = oneLine(
    safeDecode(last)
      .replace(/\.\w{1,5}$/, '')
      .replace(/[-_+]+/g, ' '),
  );
  return /\p{L}{3}/u.test(words) ? words.slice(0, 200) : url.hostname;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

const PAPER_HOSTS =
  /(^|\.)(openreview\.net|aclanthology\.org|proceedings\.mlr\.press|biorxiv\.org|medrxiv\.org)$/;
const GITHUB_RELEASE = /^\/[^/]+\/[^/]+\/releases\//;
const HUGGING_FACE_OWN = /^\/(blog|papers|docs|spaces|datasets|learn|posts|collections)\//;

/** Only where the address leaves no doubt. */
function kindOf(address: string): ArticleKind | null {
  const url = new URL(address);
  if (arxivId(address) || PAPER_HOSTS.test(url.hostname)) return 'paper';
  if (url.hostname === 'github.com' && GITHUB_RELEASE.test(url.pathname)) return 'tool';
  if (url.hostname === 'huggingface.co') {
    if (url.pathname.startsWith('/papers/')) return 'paper';
    const isModel = /^\/[\w.-]+\/[\w.-]+\/?$/.test(url.pathname) && !HUGGING_FACE_OWN.test(url.pathname);
    return isModel ? 'model' : null;
  }
  return null;
}
