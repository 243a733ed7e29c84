// A page without a feed: the links on it that lead to articles, found by a CSS selector or by what looks like a list.
import type { Collected } from '../domain/source.ts';
import { askSource, type CollectKind, itemsOutcome } from './ask-source.ts';
import { NotAFeed } from './parse-feed.ts';

const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';

export const collectWebPage: CollectKind = async (context, source, state, signal): Promise<Collected> => {
  const refusal = (url: string): Promise<string | null> => context.robots.refusal(url, signal);
  const answer = await askSource(context, state, { url: source.url, accept: ACCEPT, refusal, signal });
  if (answer.kind !== 'answer') return answer;
  const { response } = answer;
  const contentType = response.headers['content-type'] ?? 'text/html';
  if (!/html/i.test(contentType)) {
    throw new NotAFeed(`The answer is ${contentType.split(';')[0]}, not a web page`);
  }
  const page = await context.parsers.links(response, source.settings?.selector ?? null, signal);
  return itemsOutcome(response, context.now(), { title: page.title, items: page.items, parser: 'web-page' });
};
