// From any address to a source: by what the address is, by the feed that a page names, by where sites keep their feeds.
import type { CollectContext } from './ask-source.ts';
import { feedLinks, youtubeChannelOf } from './feed-links.ts';
import { FetchFailed } from './fetch-failed.ts';
import { LeaveAlone } from './host-manners.ts';
import type { HttpResponse } from './http-client.ts';
import { type Place, placeOf, usualFeeds } from './known-places.ts';
import { NotAFeed } from './read-feed.ts';

export interface Found extends Place {
  /** As the page calls it; `null` where only the feed itself tells. */
  title: string | null;
}

/** In the order in which they are worth trying. Nothing found: why not, fit for a person. */
export type Finding = { kind: 'found'; places: Found[] } | { kind: 'not-found'; reason: string };

const PAGE_BYTES = 3_000_000;
const PAGE_TIMEOUT_MS = 15_000;
const ACCEPT = 'text/html, application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.5';

type Asking = Pick<CollectContext, 'http' | 'parsers'>;

export async function findPlaces(asking: Asking, address: string, signal?: AbortSignal): Promise<Finding> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { kind: 'not-found', reason: `"${address}" is no web address` };
  }
  const place = placeOf(url);
  if (place) return { kind: 'found', places: [{ ...place, title: null }] };
  const page = await getPage(asking, url.href, signal);
  if (page.kind === 'failed') return await guess(asking, url, page.reason, signal);
  const { response } = page;
  if (await isFeed(asking, response))
    return { kind: 'found', places: [{ kind: 'feed', url: response.url, title: null }] };
  const html = response.body.toString('utf8');
  const channel = isYoutube(url) ? youtubeChannelOf(html) : null;
  if (channel) return { kind: 'found', places: [{ kind: 'youtube', url: channel, title: null }] };
  const named = feedLinks(html, response.url);
  if (named.length > 0) {
    return {
      kind: 'found',
      places: named.map(({ url: feed, title }) => ({ kind: 'feed', url: feed, title })),
    };
  }
  return await guess(asking, new URL(response.url), 'The page names no feed', signal);
}

type Page = { kind: 'page'; response: HttpResponse } | { kind: 'failed'; reason: string };

async function getPage({ http }: Asking, url: string, signal: AbortSignal | undefined): Promise<Page> {
  try {
    const response = await http.get(url, {
      headers: { accept: ACCEPT },
      maxBytes: PAGE_BYTES,
      timeoutMs: PAGE_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });
    if (response.status === 200) return { kind: 'page', response };
    return { kind: 'failed', reason: `The page answers with status ${response.status}` };
  } catch (error) {
    if (error instanceof FetchFailed || error instanceof LeaveAlone)
      return { kind: 'failed', reason: error.message };
    throw error;
  }
}

/** Asks the addresses at which sites usually keep their feed. */
async function guess(
  asking: Asking,
  url: URL,
  reason: string,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  for (const feed of usualFeeds(url)) {
    const page = await getPage(asking, feed, signal);
    if (page.kind === 'page' && (await isFeed(asking, page.response))) {
      return { kind: 'found', places: [{ kind: 'feed', url: page.response.url, title: null }] };
    }
  }
  return { kind: 'not-found', reason: `${reason}, and no feed was found where sites usually keep theirs` };
}

async function isFeed({ parsers }: Asking, response: HttpResponse): Promise<boolean> {
  try {
    await parsers.feed(response);
    return true;
  } catch (error) {
    if (error instanceof NotAFeed) return false;
    throw error;
  }
}

const isYoutube = (url: URL): boolean => /(^|\.)youtube\.com$/.test(url.hostname);
