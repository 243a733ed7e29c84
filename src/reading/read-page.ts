// The article of a web page: its text and what the page says of itself. Knows no network and no store.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { decodePage } from './decode-page.ts';
import { removeHidden } from './hidden.ts';
import { withoutFurniture } from './page-furniture.ts';
import { cleanLine, dateOf, LONGEST_SCRIPT, type MetadataDocument, metadataOf } from './page-metadata.ts';
import { tooHardToParse } from './parse-limits.ts';
import { finishReading, NOTHING_SAID, type ReadPage, unreadable } from './read-result.ts';
import { type TextNode, textOfNode } from './text-of-node.ts';

export interface PageOrigin {
  url: string;
  /** The Content-Type header, where there is one. */
  contentType: string | null;
}

/** Bytes (or characters) of a page that are looked at; the rest is cut off. */
const INPUT_LIMIT = 5_000_000;
/** Beyond it Readability takes seconds, in which nothing else runs; ordinary pages have about 1,000. */
const ELEMENT_LIMIT = 15_000;

/** Reads an article with Mozilla's Readability. Never throws for what a page does wrong. */
export function readPage(html: string | Uint8Array, page: PageOrigin): ReadPage {
  const type = mediaType(page.contentType);
  if (type && !/^(?:text\/|application\/(?:xhtml\+xml|xml)$)/.test(type)) {
    return unreadable(`it is ${type === 'application/pdf' ? 'a PDF' : type}, not a web page`);
  }
  const source = html.slice(0, INPUT_LIMIT);
  const text = typeof source === 'string' ? source : decodePage(source, page.contentType);
  if (type === 'text/plain') return finishReading({ ...NOTHING_SAID, text });
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

function readHtml(html: string, url: string): ReadPage {
  const { document } = parseHTML(withDocument(html));
  // Asked before Readability takes the page apart.
  const { isFree, ...said } = metadataOf(document as MetadataDocument, url);
  removeLongScripts(document);
  removeHidden(document as unknown as Parameters<typeof removeHidden>[0]);
  const article = document.querySelectorAll('*').length > ELEMENT_LIMIT ? null : findArticle(document);
  if (!article?.content) {
    const main = markedArticle(document);
    if (!main) return unreadable('no article was found on the page');
    const title = cleanLine(document.title, 500);
    return finishReading({ ...NOTHING_SAID, ...said, title, text: textOfNode(main) }, isFree);
  }
  const siteName = said.siteName ?? cleanLine(article.siteName, 120);
  const parts = {
    ...NOTHING_SAID,
    ...said,
    title: withoutSiteName(cleanLine(article.title, 500) ?? said.title, siteName),
    text: withoutFurniture(textOfNode(article.content)),
    byline: said.byline ?? cleanLine(article.byline, 200),
    siteName,
    publishedAt: said.publishedAt ?? dateOf(article.publishedTime),
    links: linksIn(article.content, url),
  };
  return finishReading(parts, isFree);
}

/** Readability parses whatever calls itself linked data, and megabytes of `{}` become hundreds in one native call. */
function removeLongScripts(document: {
  querySelectorAll(selector: string): Iterable<{ textContent: string | null; remove(): void }>;
}): void {
  for (const script of document.querySelectorAll('script')) {
    if ((script.textContent?.length ?? 0) > LONGEST_SCRIPT) script.remove();
  }
}

const MOST_LINKS = 50;

function linksIn(content: TextNode, url: string): string[] {
  const links = new Set<string>();
  const anchors = (content as unknown as MetadataDocument).querySelectorAll('a[href]');
  for (const anchor of anchors) {
    const link = URL.parse(anchor.getAttribute('href') ?? '', url);
    if (link && /^https?:$/.test(link.protocol) && !link.href.startsWith(`${url}#`)) links.add(link.href);
    if (links.size === MOST_LINKS) break;
  }
  return [...links];
}

function findArticle(document: unknown): ReturnType<Readability<TextNode>['parse']> {
  // Readability hands the article over as HTML otherwise, to be parsed once more.
  const serializer = (node: unknown): TextNode => node as TextNode;
  return new Readability<TextNode>(document as ConstructorParameters<typeof Readability>[0], {
    serializer,
    // Classes name the language of code, and tell line numbers from it.
    keepClasses: true,
  }).parse();
}

/** What a very large page itself marks as its article. */
function markedArticle(document: { querySelector(selector: string): TextNode | null }): TextNode | null {
  return document.querySelector('article, main, [role="main"]');
}

/** linkedom builds `document.body` only where the page has an <html>. */
function withDocument(html: string): string {
  return /<html[\s>]/i.test(html.slice(0, 50_000))
    ? html
    : `<!doctype html><html><body>${html}</body></html>`;
}

function mediaType(contentType: string | null): string | null {
  return contentType?.split(';')[0]?.trim().toLowerCase() || null;
}

/** `Kite | Example` → `Kite`. Readability does it only where enough words are left. */
function withoutSiteName(title: string | null, siteName: string | null): string | null {
  if (!title || !siteName || !title.toLowerCase().endsWith(siteName.toLowerCase())) return title;
  const head = title.slice(0, -siteName.length);
  return /[|–—·:-]\s*$/.test(head) ? head.replace(/\s*[|–—·:-]\s*$/, '') || title : title;
}
