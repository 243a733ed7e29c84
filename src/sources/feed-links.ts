// Finds the feeds that a page names, and a YouTube page's channel. Builds no DOM, fetches nothing.
import { decodeHTML } from 'entities';
import { resolveLink } from './feed-content.ts';
import { htmlTitle } from './plain-text.ts';

export interface FeedLink {
  url: string;
  title: string | null;
}

const HEAD = 400_000;
const LONGEST_TAG = 2_000;
/** Of one name that are looked at; a head has some dozens. */
const MOST_TAGS = 3_000;
const FEED_TYPE = /application\/(?:rss\+xml|atom\+xml|feed\+json)/i;
/** A feed of comments is never what is meant while there is another. */
const COMMENTS = /comment/i;
const LOOKS_LIKE_A_FEED =
  /(?:^|[/._-])(?:rss|atom|feed)(?:\.xml|\.json)?\/?(?:$|[?#])|\.(?:rss|atom)(?:$|[?#])/i;
const MOST = 10;

/** `<link rel=alternate>` first, then links in the text that look like feeds; those of comments last. */
export function feedLinks(html: string, pageUrl: string): FeedLink[] {
  const head = withoutComments(html.slice(0, HEAD));
  const [baseTag = ''] = tagsIn(head, 'base');
  const base = resolveLink(attributeIn(baseTag, 'href'), pageUrl) ?? pageUrl;
  const links = new Map<string, FeedLink>();
  const add = (href: string, title: string): void => {
    const url = resolveLink(href.replace(/^feed:(?:\/\/)?(?=https?:)/i, ''), base);
    if (url && url !== pageUrl && !links.has(url)) links.set(url, { url, title: htmlTitle(title) || null });
  };
  for (const tag of tagsIn(head, 'link')) {
    const isAlternate = /\balternate\b/i.test(attributeIn(tag, 'rel'));
    if (isAlternate && FEED_TYPE.test(attributeIn(tag, 'type'))) {
      add(attributeIn(tag, 'href'), attributeIn(tag, 'title'));
    }
  }
  if (links.size === 0) {
    for (const tag of tagsIn(head, 'a')) {
      const href = attributeIn(tag, 'href');
      if (LOOKS_LIKE_A_FEED.test(href)) add(href, '');
    }
  }
  const isOfComments = ({ url, title }: FeedLink): boolean =>
    COMMENTS.test(url) || COMMENTS.test(title ?? '');
  const all = [...links.values()];
  return [...all.filter((link) => !isOfComments(link)), ...all.filter(isOfComments)].slice(0, MOST);
}

// Both are searches from place to place: an expression for the whole takes minutes for a page of `<!--` alone, and this
// runs in the main thread.

function withoutComments(html: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    const open = html.indexOf('<!--', from);
    const close = open < 0 ? -1 : html.indexOf('-->', open + 4);
    if (close < 0) return kept + html.slice(from);
    kept += html.slice(from, open);
    from = close + 3;
  }
}

function* tagsIn(html: string, name: string): Generator<string> {
  const start = new RegExp(`<${name}\\b`, 'gi');
  let left = MOST_TAGS;
  for (let match = start.exec(html); match && left > 0; match = start.exec(html)) {
    left -= 1;
    const tag = html.slice(match.index, match.index + LONGEST_TAG);
    const end = tag.indexOf('>') + 1;
    if (end === 0) continue;
    yield tag.slice(0, end);
    start.lastIndex = match.index + end;
  }
}

function attributeIn(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return decodeHTML(match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim();
}

/** The id of the channel that a page on YouTube belongs to, whatever name its address has. */
export function youtubeChannelOf(html: string): string | null {
  const found =
    /channel_id=(UC[\w-]{22})/.exec(html) ??
    /<meta\s+itemprop="(?:identifier|channelId)"\s+content="(UC[\w-]{22})"/.exec(html) ??
    /<link rel="canonical" href="https:\/\/www\.youtube\.com\/channel\/(UC[\w-]{22})"/.exec(html) ??
    /"(?:externalId|channelId)":"(UC[\w-]{22})"/.exec(html);
  return found?.[1] ?? null;
}
