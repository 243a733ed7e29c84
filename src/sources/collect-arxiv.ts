// Asks arXiv's query API, at arXiv's pace, and hands on papers without their versions.
import { FRESH_STATE, NO_RHYTHM } from '../domain/source.ts';
import { paperItem } from './arxiv-paper.ts';
import { type Answer, askSource, type CollectKind, itemsOutcome } from './ask-source.ts';
import type { FeedContent } from './feed-content.ts';
import { htmlToText } from './plain-text.ts';

/** Newest papers asked for at once; a day of one category has fewer that match a query. */
const MAX_RESULTS = 100;
/** arXiv takes its time under load. */
const TIMEOUT_MS = 45_000;
/** Under load arXiv answers with a valid feed without entries, which says nothing about papers: it is asked again. */
const TRIES = 3;
/** New papers appear once a day. */
const EVERY_MS = 3 * 3_600_000;

/** `source.url` is a query (`cat:cs.CL AND abs:agents`). */
export const collectArxiv: CollectKind = async (context, source, _state, signal) => {
  const url = queryUrl(context.endpoints.arxivApi, source.url);
  for (let attempt = 1; ; attempt += 1) {
    const answer: Answer = await askSource(context, FRESH_STATE, {
      url,
      accept: 'application/atom+xml',
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    if (answer.kind !== 'answer') return answer;
    const { response } = answer;
    const feed = await context.parsers.content(response, signal);
    const error = errorOf(feed);
    if (error) return { kind: 'failed', reason: error, notBeforeMs: null };
    const items = feed.entries.flatMap(paperItem);
    if (items.length > 0) {
      return itemsOutcome(response, context.now(), {
        title: source.title,
        items,
        // The API has no use for validators: its answers carry the time of the question.
        etag: null,
        lastModified: null,
        movedTo: null,
        rhythm: { ...NO_RHYTHM, everyMs: EVERY_MS },
        parser: feed.parser,
      });
    }
    if (attempt === TRIES) {
      const reason = `arXiv sent an empty answer ${TRIES} times, as it does under load`;
      return { kind: 'failed', reason, notBeforeMs: null };
    }
  }
};

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
