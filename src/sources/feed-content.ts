// What is read from a feed of any format, before it becomes items.
import type { QuietTimes } from '../domain/pacing.ts';

export interface FeedEntry {
  /** As the feed gives it; empty where it gives none. */
  guid: string;
  /** Absolute http(s) address, or null: then there is nothing to send a reader to. */
  link: string | null;
  /** Plain text; empty where the feed gives none. */
  title: string;
  published: Date | null;
  updated: Date | null;
  authors: string[];
  /** HTML, untrusted; may be empty. */
  html: string;
  discussionUrl: string | null;
  /** What arXiv says beside the paper itself. */
  arxiv?: { announceType: string | null; comment: string | null };
}

export interface FeedContent {
  parser: 'rss-parser' | 'feedparser' | 'json-feed';
  title: string | null;
  /** The feed's own id, where its format has one. */
  id: string | null;
  siteUrl: string | null;
  published: Date | null;
  updated: Date | null;
  /** How long the feed asks to be left alone, in ms. */
  ttlMs: number | null;
  /** When it asks to be left alone. */
  quiet: QuietTimes | null;
  /** How many results there are in all, where the feed is an answer to a query (OpenSearch). */
  totalResults: number | null;
  entries: FeedEntry[];
}

/** An absolute http(s) address from what a feed wrote, or null. */
export function resolveLink(href: string, base: string | null): string | null {
  let address = href.trim();
  if (address === '') return null;
  if (/^www\.[^/\s]+\.[a-z]{2,}/i.test(address)) address = `http://${address}`;
  const url = base === null ? URL.parse(address) : URL.parse(address, base);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  url.username = '';
  url.password = '';
  return url.href;
}

export const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s/]/i.test(text.trim());
