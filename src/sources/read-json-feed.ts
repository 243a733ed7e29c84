// Reads JSON Feed (https://www.jsonfeed.org/version/1.1/), forgiving about all that a reader can do without.
import { z } from 'zod';
import { type FeedContent, type FeedEntry, isWebAddress, resolveLink } from './feed-content.ts';
import { personName } from './normalise-entry.ts';
import { parseDate } from './parse-date.ts';
import { htmlTitle, plainTitle } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

/** A wrong type in one field costs that field, not the item. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => value ?? '');

const author = z.union([
  z.object({ name: text }).transform(({ name }) => name),
  z.string(),
  z.unknown().transform(() => ''),
]);
const authors = z.array(author).nullish().catch(null);

const JsonItem = z.object({
  id: text,
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
  author: author.optional(),
  authors,
});

const JsonFeed = z.object({
  version: text,
  title: text,
  home_page_url: text,
  author: author.optional(),
  authors,
  items: z.array(z.unknown()),
});

/** `null` when the JSON is no JSON Feed. `url` is where it was read from. */
export function readJsonFeed(json: unknown, url: string): FeedContent | null {
  const parsed = JsonFeed.safeParse(json);
  if (!parsed.success) return null;
  const feed = parsed.data;
  if (!feed.version.includes('jsonfeed') && feed.title === '' && feed.home_page_url === '') return null;
  const requestUrl = isWebAddress(url) ? url : null;
  const siteUrl = resolveLink(feed.home_page_url, requestUrl);
  const feedAuthors = namesOf(feed);
  return {
    parser: 'json-feed',
    title: plainTitle(feed.title) || null,
    id: null,
    siteUrl,
    published: null,
    updated: null,
    ttlMs: null,
    quiet: null,
    totalResults: null,
    entries: feed.items.flatMap((item) => {
      const entry = JsonItem.safeParse(item);
      return entry.success ? [entryOf(entry.data, siteUrl ?? requestUrl, feedAuthors)] : [];
    }),
  };
}

function entryOf(item: z.output<typeof JsonItem>, base: string | null, feedAuthors: string[]): FeedEntry {
  const names = namesOf(item);
  const idLink = isWebAddress(item.id) ? item.id : '';
  return {
    guid: item.id.trim(),
    link: resolveLink(item.url, base) ?? resolveLink(item.external_url, base) ?? resolveLink(idLink, base),
    title: item.title.includes('<') ? htmlTitle(item.title) : plainTitle(item.title),
    published: parseDate(item.date_published),
    updated: parseDate(item.date_modified),
    authors: names.length > 0 ? names : feedAuthors,
    html: item.content_html || escapeHtml(item.content_text || item.summary),
    discussionUrl: null,
  };
}

function namesOf(holder: { author?: string | undefined; authors?: string[] | null | undefined }): string[] {
  return [...new Set([...(holder.authors ?? []), holder.author ?? ''].map(personName))].filter(Boolean);
}
