// Reads an XML feed's own fields and hands each entry on to be read. One entry that cannot be read stops no other.
import type { QuietTimes } from '../domain/pacing.ts';
import { type FeedContent, type FeedEntry, isWebAddress, resolveLink } from './feed-content.ts';
import {
  authorsOf,
  bestLink,
  firstDate,
  normaliseEntry,
  PUBLISHED,
  titleOf,
  UPDATED,
} from './normalise-entry.ts';
import type { XmlFeed } from './xml-feed.ts';
import { attributeOf, type Fields, fieldsOf, firstText, textOf } from './xml-node.ts';

/**
 * `url` is where the feed was read from. Relative links start from `xml:base`, else from the feed's own link,
 * else from `url`. `rootBase` is the `xml:base` of the outermost element, which rss-parser drops.
 */
export function normaliseFeed(feed: XmlFeed, url: string, rootBase: string): FeedContent {
  const fields = fieldsOf(feed.nodes);
  const requestUrl = isWebAddress(url) ? url : null;
  const outer = resolveLink(rootBase, requestUrl);
  const stated = resolveLink(feed.attributes['xml:base'] ?? '', outer ?? requestUrl) ?? outer;
  const siteUrl = siteOf(fields, feed.format, stated ?? requestUrl);
  const base = stated ?? siteUrl ?? requestUrl;
  const feedAuthors = feed.format === 'atom' ? authorsOf(fields) : [];
  return {
    parser: feed.parser,
    title: titleOf(fields, feed.format) || null,
    id: firstText(fields, 'id') || null,
    siteUrl,
    published: firstDate(fields, PUBLISHED),
    updated: firstDate(fields, UPDATED),
    ttlMs: ttlOf(fields),
    quiet: quietOf(fields),
    totalResults: countOf(firstText(fields, 'opensearch:totalresults')),
    entries: feed.entries.map((entry): FeedEntry => {
      const normalised = normaliseEntry(entry, feed.format, base);
      if (normalised.authors.length === 0) normalised.authors = feedAuthors;
      return normalised;
    }),
  };
}

function siteOf(fields: Fields, format: XmlFeed['format'], base: string | null): string | null {
  const links = fields.get('link') ?? [];
  if (format === 'atom') return bestLink(links, base, true);
  for (const link of links) {
    const address = resolveLink(textOf(link) || attributeOf(link, 'href'), base);
    if (address) return address;
  }
  return null;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PERIODS: Record<string, number> = {
  hourly: DAY / 24,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 30 * DAY,
  yearly: 365 * DAY,
};

/** RSS `ttl` (minutes), else the syndication module's period and frequency. */
function ttlOf(fields: Fields): number | null {
  const minutes = countOf(firstText(fields, 'ttl'));
  if (minutes) return minutes * MINUTE;
  const period = PERIODS[firstText(fields, 'sy:updateperiod').toLowerCase()];
  if (period === undefined) return null;
  return Math.round(period / Math.max(1, countOf(firstText(fields, 'sy:updatefrequency')) ?? 1));
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** RSS skipHours (0 to 23 or 1 to 24, GMT) and skipDays. */
function quietOf(fields: Fields): QuietTimes | null {
  const inside = (name: string, each: string): string[] =>
    (fields.get(name) ?? []).flatMap((node) => (fieldsOf(node.$$).get(each) ?? []).map(textOf));
  const hours = inside('skiphours', 'hour').flatMap((hour) => {
    const count = countOf(hour);
    return count === null || count > 24 ? [] : [count % 24];
  });
  const days = inside('skipdays', 'day')
    .map((day) => DAYS.indexOf(day.toLowerCase()))
    .filter((day) => day >= 0);
  return hours.length + days.length > 0 ? { hours, days } : null;
}

function countOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
