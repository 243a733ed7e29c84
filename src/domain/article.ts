// What an article is, how its address is made canonical, and how it is shown to readers.
// Pure: no I/O, no clock.
import normalizeUrl from 'normalize-url';

export const ARTICLE_KINDS = [
  'paper',
  'model',
  'tool',
  'news',
  'funding',
  'event',
  'lesson',
  'demo',
] as const;
export type ArticleKind = (typeof ARTICLE_KINDS)[number];

/** One entry of a source, normalised: what `submitArticle` takes in. */
export interface Item {
  /** Stable within its source: the feed's id, else the link, else a hash of title and text. */
  guid: string;
  /** Absolute http(s) address of the article. */
  url: string;
  /** Plain text, never empty (the start of the text where a feed gives no title). */
  title: string;
  /** `null` where the source gives no date that can be read; the store then keeps the time of first sight. */
  publishedAt: Date | null;
  authors: string[];
  /** The source's own text as HTML or plain text; may be empty. Untrusted. */
  html: string;
  kind: ArticleKind | null;
  /** Where the source lets people discuss it (a Hacker News thread, for example). */
  discussionUrl: string | null;
}

/** Who or what brought an article. */
export type BroughtBy =
  | { kind: 'source'; sourceId: string }
  | { kind: 'person'; personId: string; channelId: string; messageTs: string | null };

/** What a reader sees of a summary. `quote` is the sentence of the article that a point rests on. */
export interface Summary {
  method: 'model' | 'extract';
  tldr: string;
  points: { text: string; quote: string | null }[];
  kind: ArticleKind;
  topics: string[];
  /** What someone who builds could do with it; only a model writes one. */
  tryIt: string | null;
}

/** Everything a card shows. Built by the pipeline, rendered by `slack/blocks`. */
export interface Card {
  articleId: number;
  kind: ArticleKind;
  title: string;
  url: string;
  sourceName: string;
  authors: string[];
  publishedAt: Date | null;
  /** Minutes at 230 words a minute; `null` where the text could not be read. */
  readingMinutes: number | null;
  /** Other places that carry it. */
  alsoOn: { name: string; url: string }[];
  summary: Summary;
  /** Why it was chosen, in plain words; `null` on a reply to the person who shared it. */
  whyHere: string | null;
  /** Slack user id of the person who shared it. */
  sharedBy: string | null;
  votes: number;
  pocWishes: number;
}

const ARXIV_PATH =
  /^\/(?:abs|pdf|html|format|ps)\/((?:[a-z-]+(?:\.[a-z]{2})?\/\d{7})|(?:\d{4}\.\d{4,5}))(?:v(\d+))?(?:\.pdf)?\/?$/i;

/** Recognises every form of an arXiv address (abs, pdf, html, any version, old and new ids). */
export function arxivId(address: string): { id: string; version: number | null } | null {
  const url = URL.parse(address);
  if (!url || !/(^|\.)arxiv\.org$/i.test(url.hostname)) return null;
  const match = ARXIV_PATH.exec(url.pathname);
  if (!match?.[1]) return null;
  return { id: match[1].toLowerCase(), version: match[2] ? Number(match[2]) : null };
}

/** Query parameters that say where a reader came from, not what they read. */
const TRACKING = [
  /^utm_\w+/i,
  /^(fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|vero_id|s_cid)$/i,
  /^(ref|ref_src|ref_url|referrer|source|cmpid|share|trk|trkCampaign|spm|_ga|_gl|at_medium|at_campaign)$/i,
];

/**
 * One address for one article: https, no `www.`, no fragment, no tracking parameters, parameters sorted,
 * arXiv papers as their abs page without a version. Throws `TypeError` on anything but http(s).
 */
export function canonicalUrl(address: string): string {
  const url = new URL(address.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`Only http and https addresses can be articles, and this is ${url.protocol}`);
  }
  const arxiv = arxivId(address.trim());
  if (arxiv) return `https://arxiv.org/abs/${arxiv.id}`;
  return canonicalPlain(url) ?? normalised(url);
}

const WITH_WWW = /^www\.(?!www\.)[\d\-a-z]{1,63}\.[\d\-.a-z]{2,63}$/;

/**
 * What `normalised` gives, twenty times as fast, for an address without parameters, escapes and oddities: nine in ten
 * of those that feeds bring. `null` for any other.
 */
function canonicalPlain(url: URL): string | null {
  const { pathname, hostname, host, port } = url;
  const plain = !url.href.includes('?') && !/[%:]|\/\//.test(pathname) && !hostname.endsWith('.');
  if (!plain) return null;
  const scheme = port === '' ? 'https:' : url.protocol;
  const name = WITH_WWW.test(hostname) ? host.slice('www.'.length) : host;
  return `${scheme}//${name}${pathname.endsWith('/') ? pathname.slice(0, -1) : pathname}`;
}

function normalised(url: URL): string {
  return normalizeUrl(url.href, {
    forceHttps: url.port === '',
    stripAuthentication: true,
    stripHash: true,
    stripWWW: true,
    removeQueryParameters: TRACKING,
    removeTrailingSlash: true,
    sortQueryParameters: true,
  });
}

/** Adults read about 230 words of English prose a minute (Brysbaert 2019 finds 238 for non-fiction). */
const WORDS_PER_MINUTE = 230;

/** Whole minutes, at least one; `null` for an unread text. */
export function readingMinutes(wordCount: number | null): number | null {
  return wordCount ? Math.max(1, Math.round(wordCount / WORDS_PER_MINUTE)) : null;
}
