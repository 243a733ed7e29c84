// A subreddit's best posts of the day. Reddit takes about one such question a minute and refuses many data centres.
import type { Item } from '../domain/article.ts';
import { askFeed } from './ask-feed.ts';
import type { CollectKind } from './ask-source.ts';

export const collectReddit: CollectKind = (context, source, state, signal) => {
  const url = `${context.endpoints.reddit}/r/${source.url}/top/.rss?t=day`;
  return askFeed(context, state, { url, signal }, (feed) => ({
    ...feed,
    items: feed.items.map(postItem),
  }));
};

/** Each post ends in two links: `[link]`, what it is about, and `[comments]`, the post itself. */
const LINK = /<a\s[^>]*?href="([^"]{1,2000})"[^>]*>\s*\[link\]\s*<\/a>/i;
/** Pictures, films and galleries of Reddit's own: the post is all there is. */
const OWN_HOST = /(^|\.)(reddit\.com|redd\.it|redditmedia\.com)$/i;

function postItem(item: Item): Item {
  const linked = URL.parse((LINK.exec(item.html)?.[1] ?? '').replaceAll('&amp;', '&'));
  if (!linked || !/^https?:$/.test(linked.protocol) || OWN_HOST.test(linked.hostname)) return item;
  // What the post links to was written by someone else, and the post's text is that of its poster.
  return { ...item, url: linked.href, discussionUrl: item.url, authors: [], html: '' };
}
