// A feed in any format: RSS, RDF, Atom, JSON Feed; also what newsletters give.
import { askFeed } from './ask-feed.ts';
import type { CollectKind } from './ask-source.ts';

export const collectFeed: CollectKind = (context, source, state, signal) =>
  askFeed(context, state, { url: source.url, signal });
