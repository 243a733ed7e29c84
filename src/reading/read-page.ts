// The article of a web page: its text and what the page says of itself. Knows no network and no store.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { decodePage } from './decode-page.ts';
import { type MeasuredText, measureText } from './language.ts';
import { withoutFurniture } from './page-furniture.ts';
import { tooHardToParse } from './parse-limits.ts';
import { tidyText } from './text-of-html.ts';
import { type TextNode, textOfNode } from './text-of-node.ts';

export interface PageOrigin {
  url: string;
  /** The Content-Type header, where there is one. */
  contentType: string | null;
}

export type ReadPage =
  | ({
      kind: 'read';
      title: string | null;
      byline: string | null;
      siteName: string | null;
      publishedAt: Date | null;
      canonicalUrl: string | null;
      /** Paragraphs apart by a blank line, list items with "- "; at most 200,000 characters. */
    } & MeasuredText)
  /** `reason` is fit to be shown: "the page asks for cookies to be accepted". */
  | { kind: 'unreadable'; reason: string };

/** Bytes (or characters) of a page that are looked at; the rest is cut off. */
const INPUT_LIMIT = 5_000_000;
/** Beyond it Readability takes seconds, in which nothing else runs; ordinary pages have about 1,000. */
const ELEMENT_LIMIT = 15_000;
const FEWEST_WORDS = 30;
/** A wall is short; an article about cookies is not. */
const WALL_WORDS = 250;

/** Reads an article with Mozilla's Readability. Never throws for what a page does wrong. */
export function readPage(html: string | Uint8Array, page: PageOrigin): ReadPage {
  const type = mediaType(page.contentType);
  if (type && !/^(?:text\/|application\/(?:xhtml\+xml|xml)$)/.test(type)) {
    return unreadable(`it is ${type === 'application/pdf' ? 'a PDF' : type}, not a web page`);
  }
  const source = html.slice(0, INPUT_LIMIT);
  const text = typeof source === 'string' ? source : decodePage(source, page.contentType);
  if (type === 'text/plain') return finish({ ...NOTHING, text });
  if (text.trim() === '') return unreadable('the page is empty');
  const tooHard = tooHardToParse(text);
  if (tooHard) return unreadable(tooHard);
  try {
    return readHtml(text, page.url);
  } catch (error) {
    // linkedom and Readability throw on some pages that are broken beyond repair.
    const reason = error instanceof Error ? error.message : String(error);
    return unreadable(`the page could not be parsed (${reason.slice(0, 120)})`);
  }
}

type Parts = Omit<Extract<ReadPage, { kind: 'read' }>, 'kind' | 'language' | 'wordCount'>;

const NOTHING: Parts = {
  title: null,
  text: '',
  byline: null,
  siteName: null,
  publishedAt: null,
  canonicalUrl: null,
};

function readHtml(html: string, url: string): ReadPage {
  const { document } = parseHTML(withDocument(html));
  // Asked before Readability takes the page apart.
  const meta = metadataOf(document, url);
  const article = document.querySelectorAll('*').length > ELEMENT_LIMIT ? null : findArticle(document);
  if (!article?.content) {
    const main = markedArticle(document);
    if (!main) return unreadable('no article was found on the page');
    return finish({ ...NOTHING, ...meta, title: clean(document.title, 500), text: textOfNode(main) });
  }
  return finish({
    title: withoutSiteName(clean(article.title, 500), clean(article.siteName, 120)),
    text: withoutFurniture(textOfNode(article.content)),
    byline: clean(article.byline, 200),
    siteName: clean(article.siteName, 120),
    publishedAt: dateOf(article.publishedTime) ?? meta.publishedAt,
    canonicalUrl: meta.canonicalUrl,
  });
}

function findArticle(document: unknown): ReturnType<Readability<TextNode>['parse']> {
  // Readability hands the article over as HTML otherwise, to be parsed once more.
  const serializer = (node: unknown): TextNode => node as TextNode;
  return new Readability<TextNode>(document as ConstructorParameters<typeof Readability>[0], {
    serializer,
  }).parse();
}

/** What a very large page itself marks as its article. */
function markedArticle(document: Page): TextNode | null {
  return document.querySelector('article, main, [role="main"]');
}

/** linkedom builds `document.body` only where the page has an <html>. */
function withDocument(html: string): string {
  return /<html[\s>]/i.test(html.slice(0, 50_000))
    ? html
    : `<!doctype html><html><body>${html}</body></html>`;
}

function finish(parts: Parts): ReadPage {
  const text = tidyText(parts.text);
  const { language, wordCount } = measureText(text);
  if (wordCount < WALL_WORDS) {
    const wall = WALLS.find(({ says }) => says.test(text));
    if (wall) return unreadable(wall.reason);
  }
  if (wordCount < FEWEST_WORDS) return unreadable(`the page has almost no text (${wordCount} words)`);
  return { kind: 'read', ...parts, text, language, wordCount };
}

const WALLS = [
  {
    says: /\b(?:enable|turn on|activate|requires?|need) java ?script\b|\bjava ?script (?:is (?:disabled|required|not (?:enabled|available))|to run this app)|请(?:启用|开启) ?javascript/i,
    reason: 'the page shows its text only with JavaScript',
  },
  {
    says: /\b(?:accept|manage|reject|consent to|use of|we use) (?:all |our |the )?(?:non-essential )?cookies\b|\bcookie (?:policy|preferences|settings|consent)\b|\bbefore you continue\b/i,
    reason: 'the page asks for cookies to be accepted',
  },
  {
    says: /\b(?:verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|are you a robot|unusual traffic|complete the captcha|access denied|attention required)\b/i,
    reason: 'the page asks whether the reader is human',
  },
  {
    says: /\b(?:subscribe|sign in|log in|create an? (?:free )?account) to (?:continue|read|keep reading|view)\b|\bthis (?:post|content|article) is for (?:paid |paying )?(?:subscribers|members)\b/i,
    reason: 'the page asks for a login or a subscription',
  },
];

function unreadable(reason: string): ReadPage {
  return { kind: 'unreadable', reason };
}

function mediaType(contentType: string | null): string | null {
  return contentType?.split(';')[0]?.trim().toLowerCase() || null;
}

function clean(value: string | null | undefined, limit: number): string | null {
  return value?.replace(/\s+/g, ' ').trim().slice(0, limit).trim() || null;
}

/** `Kite | Example` → `Kite`. Readability does it only where enough words are left. */
function withoutSiteName(title: string | null, siteName: string | null): string | null {
  if (!title || !siteName || !title.toLowerCase().endsWith(siteName.toLowerCase())) return title;
  const head = title.slice(0, -siteName.length);
  return /[|–—·:-]\s*$/.test(head) ? head.replace(/\s*[|–—·:-]\s*$/, '') || title : title;
}

function dateOf(value: string | null | undefined): Date | null {
  if (!value) return null;
  const date = new Date(value.trim());
  return Number.isNaN(date.getTime()) ? null : date;
}

const PUBLISHED =
  'meta[property="article:published_time"], meta[name="citation_publication_date"], meta[name="citation_date"], ' +
  'meta[name="date"], meta[itemprop="datePublished"], meta[name="dc.date"]';

/** As much of a document as the metadata needs. */
interface Page {
  querySelector(selector: string): (TextNode & { getAttribute(name: string): string | null }) | null;
}

function metadataOf(document: Page, url: string): { publishedAt: Date | null; canonicalUrl: string | null } {
  const named = document.querySelector(PUBLISHED)?.getAttribute('content');
  const shown = document.querySelector('article time[datetime], time[pubdate]')?.getAttribute('datetime');
  const canonical =
    document.querySelector('link[rel="canonical"]')?.getAttribute('href') ??
    document.querySelector('meta[property="og:url"]')?.getAttribute('content');
  const address = canonical ? URL.parse(canonical, url) : null;
  const web = address && (address.protocol === 'https:' || address.protocol === 'http:');
  return { publishedAt: dateOf(named) ?? dateOf(shown), canonicalUrl: web ? address.href : null };
}
