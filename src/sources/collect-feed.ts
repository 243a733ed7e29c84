// A feed in any format: RSS, RDF, Atom, JSON Feed.
import { askSource, type CollectKind, itemsOutcome } from './ask-source.ts';
import { parseFeed } from './parse-feed.ts';

const ACCEPT_FEED =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, ' +
  'application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

export const collectFeed: CollectKind = async (context, source, state, signal) => {
  const answer = await askSource(context, state, { url: source.url, accept: ACCEPT_FEED, signal });
  if (answer.kind !== 'answer') return answer;
  const { response } = answer;
  const feed = await parseFeed(response.body, {
    contentType: response.headers['content-type'] ?? null,
    url: response.url,
  });
  return itemsOutcome(response, context.now(), {
    title: feed.title,
    items: feed.items,
    rhythm: { ttlMs: feed.ttlMs, quiet: feed.quiet, everyMs: null },
    parser: feed.parser,
  });
};
