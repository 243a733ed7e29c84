// What an article is recognised by: its text's sketch, its headline's words, where it leads. Kept in the store, so that
// each article is taken apart once, when it is read.
import { canonicalUrl } from '../domain/canonical-url.ts';
import { hostOf, type Report, type StoryView, siteOf, storyKeys } from '../domain/story-view.ts';
import { namesIn } from '../domain/title-names.ts';
import { readTitle } from '../domain/title-words.ts';
import { hash32, sketchText } from '../reading/sketch-text.ts';
import type { StoredSketch, StoryCandidate } from '../store/stories.ts';

export interface ReadArticle
  extends Pick<StoryCandidate, 'title' | 'url' | 'kind' | 'authors' | 'sourceId' | 'at'> {
  id: number;
  text: string;
  links: readonly string[];
}

export interface Sketched {
  stored: StoredSketch;
  view: Report;
  /** Keys to look under: those of the text, and those of its subject around its time. */
  lookup: { bands: number[]; subjects: number[] };
}

const MOST_LINKS = 20;
/** Reports of one thing are looked for in the article's own stretch of days and the two beside it. */
const STRETCH_MS = 3 * 24 * 3_600_000;
/** One headline is looked for longer; a column's, which comes again and again, must not bring all of it up. */
const TITLE_STRETCH_MS = 14 * 24 * 3_600_000;

export function sketchArticle(article: ReadArticle): Sketched {
  const title = readTitle(article.title, namesIn(article.text));
  const text = sketchText(article.text);
  const stretchOf = (ms: number): number => Math.floor(article.at.getTime() / ms);
  const ownLink = linkHash(article.url) ?? 0;
  const links = linksOf(article.links, ownLink);
  const subjects = (beside: number): number[] => {
    // Two reports that lead to one page, and the page itself.
    const keys = [...storyKeys(title), ...[ownLink, ...links].map((link) => `link ${link}`)];
    return keys.map((key) => {
      const stretch = stretchOf(key.startsWith('title ') ? TITLE_STRETCH_MS : STRETCH_MS);
      return hash32(`${key} ${stretch + beside}`);
    });
  };
  return {
    stored: {
      articleId: article.id,
      sketch: text?.values ?? null,
      names: title.names,
      links,
      ownLink,
      keys: [...(text?.bands ?? []), ...new Set(subjects(0))],
    },
    view: viewOf(article, title, links, ownLink, article.text),
    lookup: {
      bands: text?.bands ?? [],
      subjects: [...new Set([-1, 0, 1].flatMap(subjects))],
    },
  };
}

/** A candidate as it was when it was read; its text is fetched only where it may be the same story. */
export function viewOfCandidate(candidate: StoryCandidate, text: string): Sketched['view'] {
  const title = readTitle(candidate.title, new Set(candidate.names));
  return viewOf(candidate, title, candidate.links, candidate.ownLink, text);
}

function viewOf(
  article: Pick<ReadArticle, 'url' | 'kind' | 'authors' | 'sourceId' | 'at'>,
  title: StoryView['title'],
  links: readonly number[],
  ownLink: number,
  text: string,
): Sketched['view'] {
  const { kind, authors, sourceId, at } = article;
  const place = { site: siteOf(article.url), host: hostOf(article.url) };
  return { title, kind, ...place, sourceId, authors, at, links, ownLink, text };
}

function linksOf(addresses: readonly string[], ownLink: number): number[] {
  const hashes = addresses.flatMap((address) => linkHash(address) ?? []);
  return [...new Set(hashes)].filter((hash) => hash !== ownLink).slice(0, MOST_LINKS);
}

/** A home page is led to for other reasons than its story. */
function linkHash(address: string): number | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname.length < 2) return null;
  return hash32(canonicalUrl(address));
}

const HREF = /<a\s[^<>]{0,500}?href\s{0,3}=\s{0,3}["']?(https?:\/\/[^"'\s<>]{4,500})/gi;

/** Addresses that a piece of HTML leads to. */
export function linksIn(html: string): string[] {
  return [...html.slice(0, 200_000).matchAll(HREF)]
    .slice(0, MOST_LINKS)
    .map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
