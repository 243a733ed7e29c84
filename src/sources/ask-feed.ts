// Asks an address that answers with a feed in any format, and hands it on as items.
import type { Collected, SourceState } from '../domain/source.ts';
import { askSource, type CollectContext, itemsOutcome } from './ask-source.ts';
import type { ParsedFeed } from './parse-feed.ts';

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** `refine` is what a kind makes of its feed's items. */
export async function askFeed(
  context: CollectContext,
  state: SourceState,
  { url, signal }: { url: string; signal: AbortSignal | undefined },
  refine: (feed: ParsedFeed) => ParsedFeed = (feed) => feed,
): Promise<Collected> {
  const answer = await askSource(context, state, { url, accept: ACCEPT, signal });
  if (answer.kind !== 'answer') return answer;
  const { response } = answer;
  const feed = refine(await context.parsers.feed(response, signal));
  return itemsOutcome(response, context.now(), {
    title: feed.title,
    items: feed.items,
    rhythm: { ttlMs: feed.ttlMs, quiet: feed.quiet, everyMs: null },
    parser: feed.parser,
  });
}
