// Asks arXiv's query API once, at arXiv's pace, and hands on papers without their versions.
import type { Item } from '../domain/article.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import type { Collected, Source } from '../domain/source.ts';
import { type CollectContext, hostPaused, refused, withoutFutureDates } from './collect-feed.ts';
import type { FeedContent, FeedEntry } from './feed-content.ts';
import { htmlToText } from './plain-text.ts';
import { readFeed } from './read-feed.ts';

/** Newest papers asked for at once; a day of one category has fewer that match a query. */
const MAX_RESULTS = 100;
/** arXiv takes its time under load. */
const TIMEOUT_MS = 45_000;

/** `source.url` is a query (`cat:cs.CL AND abs:agents`). Throws `FetchFailed` and `NotAFeed`. */
export async function collectArxiv(
  context: CollectContext,
  source: Source,
  signal?: AbortSignal,
): Promise<Collected> {
  const url = queryUrl(context.manners.arxivEndpoint, source.url);
  const paused = hostPaused(context, url);
  if (paused) return paused;
  const response = await context.manners.inArxivTurn(
    () =>
      context.http.get(url, {
        headers: { accept: 'application/atom+xml' },
        timeoutMs: TIMEOUT_MS,
        ...(signal ? { signal } : {}),
      }),
    signal,
  );
  if (response.status !== 200) return refused(context, response);
  const feed = await readFeed(response.body, {
    contentType: response.headers['content-type'] ?? null,
    url: response.url,
  });
  const error = errorOf(feed);
  if (error) return { kind: 'failed', reason: error, notBeforeMs: null };
  const items = feed.entries.flatMap(itemOf);
  // Under load arXiv answers with a valid feed that has no entries, which says nothing about papers.
  if (items.length === 0) {
    return { kind: 'failed', reason: 'arXiv sent an empty answer, as it does under load', notBeforeMs: null };
  }
  return {
    kind: 'items',
    title: source.title,
    items: withoutFutureDates(items, context.now()),
    etag: null,
    lastModified: null,
    movedTo: null,
    notBeforeMs: null,
    parser: feed.parser,
  };
}

function queryUrl(endpoint: string, query: string): string {
  const url = new URL(endpoint);
  url.searchParams.set('search_query', query);
  url.searchParams.set('sortBy', 'submittedDate');
  url.searchParams.set('sortOrder', 'descending');
  url.searchParams.set('start', '0');
  url.searchParams.set('max_results', String(MAX_RESULTS));
  return url.href;
}

/** A query that arXiv does not understand comes back as one entry that tells the mistake. */
function errorOf(feed: FeedContent): string | null {
  const [entry] = feed.entries;
  if (!entry || !/arxiv\.org\/api\/errors/i.test(entry.guid)) return null;
  return `arXiv does not understand the query: ${htmlToText(entry.html) || entry.title}`;
}

function itemOf(entry: FeedEntry): Item[] {
  const paper = arxivId(entry.guid) ?? (entry.link ? arxivId(entry.link) : null);
  if (!paper) return [];
  const version = paper.version === null ? '' : `v${paper.version}`;
  return [
    {
      guid: `arXiv:${paper.id}`,
      // The version stays in the address: the abstract is that version's.
      url: `https://arxiv.org/abs/${paper.id}${version}`,
      title: entry.title || `arXiv:${paper.id}`,
      publishedAt: entry.published ?? entry.updated,
      authors: entry.authors,
      html: entry.html,
      kind: 'paper',
      discussionUrl: null,
    },
  ];
}
