// From bytes to the content of a feed in any format: decoding, choice of parser, and what it is when it is no feed.
import { cutFeed } from './cut-feed.ts';
import { decodeText } from './decode-text.ts';
import type { FeedContent } from './feed-content.ts';
import { normaliseFeed } from './normalise-feed.ts';
import { parseJson, TooManyValues } from './parse-json.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { rssInJson } from './rss-in-json.ts';
import type { XmlFeed } from './xml-feed.ts';

/** The body is something else than a feed; `message` says what, fit for an operator. */
export class NotAFeed extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'NotAFeed';
  }
}

export interface FeedOrigin {
  /** The Content-Type header, where there is one. */
  contentType: string | null;
  /** Where the body was read from. */
  url: string;
}

const MAX_FEED_BYTES = 10_000_000;

/** Throws `NotAFeed` alone. */
export async function readFeed(body: Buffer, origin: FeedOrigin): Promise<FeedContent> {
  if (body.length > MAX_FEED_BYTES) throw new NotAFeed('The answer is larger than 10 MB');
  const binary = binaryName(body);
  if (binary) throw new NotAFeed(`The answer is ${binary}, not a feed`);
  const decoded = decodeText(body, origin.contentType).text;
  // NUL stands in no feed on purpose, and Postgres stores none.
  const text = (decoded.includes('\0') ? decoded.replaceAll('\0', '') : decoded).trimStart();
  if (text === '') throw new NotAFeed('The answer is empty');
  if (text.startsWith('{') || text.startsWith('[')) return jsonFeed(text, origin.url);
  const root = rootElement(text);
  if (root === 'html') throw new NotAFeed(htmlReason(text, origin.url));
  if (root === null && !/<(?:rss|feed|rdf:rdf|channel|item|entry)\b/i.test(text)) {
    throw new NotAFeed('The answer is plain text, not a feed');
  }
  return xmlFeed(cutFeed(text), root, origin.url);
}

const BINARY_FORMATS: [string, string][] = [
  ['%PDF', 'a PDF'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['PK\x03\x04', 'a ZIP archive'],
  ['\x1f\x8b', 'a gzip archive'],
];

function binaryName(body: Buffer): string | null {
  const head = body.subarray(0, 8).toString('latin1');
  return BINARY_FORMATS.find(([magic]) => head.startsWith(magic))?.[1] ?? null;
}

function jsonFeed(text: string, url: string): FeedContent {
  let feed: FeedContent | null;
  try {
    const json = parseJson(text);
    const rss = rssInJson(json);
    feed = rss ? normaliseFeed(rss, url, '') : readJsonFeed(json, url);
  } catch (error) {
    if (error instanceof TooManyValues) throw new NotAFeed(error.message, { cause: error });
    throw new NotAFeed('The answer begins like JSON but cannot be read as JSON', { cause: error });
  }
  if (!feed) throw new NotAFeed('The answer is JSON, but no JSON Feed');
  return feed;
}

/** The parsers are imported when there is something to parse: a process that collects nothing has no use for them. */
async function xmlFeed(text: string, root: string | null, url: string): Promise<FeedContent> {
  const first = await attempt(async () => (await import('./read-xml-feed.ts')).readXmlFeed(text));
  let feed = first.feed;
  // Entries where rss-parser does not look (outside the channel, under another prefix) are not lost.
  if (!feed || (feed.entries.length === 0 && /<(?:[\w-]+:)?(?:item|entry)[\s>]/i.test(text))) {
    const second = await attempt(async () => (await import('./read-broken-feed.ts')).readBrokenFeed(text));
    if (second.feed && second.feed.entries.length >= (feed?.entries.length ?? 0)) feed = second.feed;
  }
  if (!feed) throw new NotAFeed(xmlReason(root, first.error), { cause: first.error });
  try {
    return normaliseFeed(feed, url, rootBase(text));
  } catch (error) {
    throw new NotAFeed('The feed cannot be read', { cause: error });
  }
}

async function attempt(read: () => Promise<XmlFeed>): Promise<{ feed: XmlFeed | null; error: unknown }> {
  try {
    return { feed: await read(), error: null };
  } catch (error) {
    return { feed: null, error };
  }
}

/** How far the outermost element may stand from the start, behind comments and declarations. */
const HEAD = 20_000;

const FEED_ROOTS = /^(?:[\w-]+:)?(?:rss|feed|rdf)$/;

/** Name of the outermost element in lower case; null where there is none. */
function rootElement(text: string): string | null {
  const head = text.slice(0, HEAD);
  let isHtml = false;
  let at = 0;
  for (;;) {
    at = head.indexOf('<', at);
    if (at < 0) return isHtml ? 'html' : null;
    if (head.startsWith('<!--', at)) at = head.indexOf('-->', at + 4);
    else if (head.startsWith('<!', at)) {
      // Some feeds stand behind the doctype of the site's pages.
      isHtml ||= /^<!doctype\s+html/i.test(head.slice(at, at + 20));
      at = doctypeEnd(head, at);
    } else if (head.startsWith('<?', at)) at = head.indexOf('?>', at + 2);
    else {
      const name = /^<([a-z_][\w.:-]*)/i.exec(head.slice(at, at + 100))?.[1]?.toLowerCase() ?? null;
      return isHtml && !FEED_ROOTS.test(name ?? '') ? 'html' : name;
    }
    if (at < 0) return null;
    at += 1;
  }
}

function doctypeEnd(head: string, at: number): number {
  const close = head.indexOf('>', at);
  const subset = head.indexOf('[', at);
  return subset >= 0 && subset < close ? head.indexOf(']', subset) : close;
}

/** xml:base of the outermost element. */
function rootBase(text: string): string {
  const head = text.slice(0, 4_000);
  return /<(?:rss|rdf:rdf|feed)\b[^>]*?\sxml:base\s*=\s*["']([^"']*)["']/i.exec(head)?.[1] ?? '';
}

function htmlReason(text: string, url: string): string {
  const title = /<title[^<>]{0,500}>([^<]{1,200})/i.exec(text.slice(0, 50_000))?.[1]?.trim();
  const feeds = [...text.slice(0, 100_000).matchAll(/<link\b[^>]{0,1000}>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /application\/(?:rss\+xml|atom\+xml|feed\+json)/i.test(tag))
    .map((tag) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1])
    .filter((href) => href !== undefined);
  const named = feeds[0] ? URL.parse(feeds[0].replaceAll('&amp;', '&'), url)?.href : undefined;
  const hint = named ? `; it names ${named} as its feed` : '';
  return `The answer is a web page${title ? ` ("${title.replace(/\s+/g, ' ')}")` : ''}, not a feed${hint}`;
}

function xmlReason(root: string | null, error: unknown): string {
  if (root === 'opml') return 'The answer is an OPML list of feeds, not a feed: import it instead';
  if (root === 'urlset' || root === 'sitemapindex') return 'The answer is a sitemap, not a feed';
  if (root === 'rss' || root === 'feed' || root === 'rdf:rdf') {
    const detail = error instanceof Error ? ` (${error.message.split('\n')[0]})` : '';
    return `The answer begins like a feed but cannot be read as one${detail}`;
  }
  return root ? `The answer is XML (<${root}>), but no feed` : 'The answer is no feed';
}
