// Places where people discuss articles: their address is not the article's. Pure.
import type { Item } from './article.ts';
import { canonicalUrl } from './canonical-url.ts';

const DISCUSSIONS = /^https:\/\/(?:reddit\.com\/comments\/|news\.ycombinator\.com\/item\?|lobste\.rs\/s\/)/;
/** How Reddit's feeds and those of Hacker News name the page that a thread is about. */
const SUBJECTS = [
  /<a\s[^<>]{0,300}?href=["']([^"'<>]{8,2000})["'][^<>]{0,100}>\s*\[link\]\s*<\/a>/i,
  /Article URL:\s*<a\s[^<>]{0,300}?href=["']([^"'<>]{8,2000})["']/i,
];

/** The canonical address of a discussion; `null` for what is none. */
export function discussionAddress(address: string | null): string | null {
  if (!address || !URL.canParse(address) || !/^https?:/i.test(address)) return null;
  const canonical = canonicalUrl(address);
  return DISCUSSIONS.test(canonical) ? canonical : null;
}

/** An item that leads to a discussion becomes one that leads to what is discussed, where it says so. */
export function withItsArticle(item: Item): Item {
  const discussion = discussionAddress(item.url);
  if (!discussion) return item;
  for (const pattern of SUBJECTS) {
    const subject = pattern.exec(item.html.slice(0, 20_000))?.[1]?.replaceAll('&amp;', '&');
    if (!subject || !/^https?:/i.test(subject) || !URL.canParse(subject) || discussionAddress(subject))
      continue;
    return { ...item, url: subject, discussionUrl: item.discussionUrl ?? discussion };
  }
  return item;
}
