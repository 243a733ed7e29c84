// What a page says of itself: JSON-LD, the citation tags of publishers, Open Graph, <meta> and <time>. Pure.

export interface PageMetadata {
  title: string | null;
  byline: string | null;
  siteName: string | null;
  publishedAt: Date | null;
  canonicalUrl: string | null;
  /** Without a resolver's address: `10.48550/arXiv.1706.03762`. */
  doi: string | null;
  /** False where the page says that its article must be paid for. */
  isFree: boolean;
}

/** As much of a document as the metadata needs. */
export interface MetadataDocument {
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

interface Element {
  getAttribute(name: string): string | null;
  textContent: string | null;
}

export function metadataOf(document: MetadataDocument, url: string): PageMetadata {
  const named = metaOf(document);
  const linked = linkedDataOf(document);
  const shown = document.querySelector(
    'article time[datetime], time[pubdate], time[itemprop="datePublished"]',
  );
  const canonical =
    document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? named('og:url') ?? null;
  return {
    title: cleanLine(named('citation_title') ?? linked.title ?? named('og:title', 'twitter:title'), 500),
    byline: cleanLine(namedAuthors(document) ?? linked.author ?? named(...AUTHORS), 200),
    siteName: cleanLine(named('og:site_name') ?? linked.publisher ?? named('citation_journal_title'), 120),
    publishedAt:
      dateOf(linked.published) ??
      firstDate(PUBLISHED.map((name) => named(name))) ??
      dateOf(shown?.getAttribute('datetime')),
    canonicalUrl: webAddress(canonical, url),
    doi: doiOf(named('citation_doi', 'dc.identifier', 'prism.doi', 'bepress_citation_doi')),
    isFree: linked.isFree,
  };
}

const AUTHORS = ['author', 'article:author', 'parsely-author', 'dc.creator', 'sailthru.author', 'byl'];
const PUBLISHED = [
  'article:published_time',
  'citation_publication_date',
  'citation_online_date',
  'citation_date',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'dc.date.issued',
  'dc.date',
  'pubdate',
  'date',
];

/** The first value given under one of several names; names stand in `name`, `property` or `itemprop`. */
function metaOf(document: MetadataDocument): (...names: string[]) => string | undefined {
  const values = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta[content]')) {
    const name = ['property', 'name', 'itemprop'].map((key) => meta.getAttribute(key)).find(Boolean);
    const value = meta.getAttribute('content')?.trim();
    if (name && value && !values.has(name.toLowerCase())) values.set(name.toLowerCase(), value);
  }
  return (...names) => {
    for (const name of names) {
      const value = values.get(name);
      // Open Graph's article:author is an address as often as a name.
      if (value && !(AUTHORS.includes(name) && /^https?:/i.test(value))) return value;
    }
    return undefined;
  };
}

const MOST_AUTHORS = 10;

/** One tag for each author, as publishers and preprint servers give them: "Vaswani, Ashish". */
function namedAuthors(document: MetadataDocument): string | undefined {
  const names = [...document.querySelectorAll('meta[name="citation_author"]')]
    .map((meta) => meta.getAttribute('content')?.trim() ?? '')
    .map((name) => name.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1'))
    .filter((name) => name !== '');
  return names.slice(0, MOST_AUTHORS).join(', ') || undefined;
}

interface LinkedData {
  title?: string | undefined;
  author?: string | undefined;
  publisher?: string | undefined;
  published?: string | undefined;
  isFree: boolean;
}

const ARTICLE_TYPE = /(?:Article|Posting|Report|NewsStory|Review)$/;
export const LONGEST_SCRIPT = 200_000;

/** schema.org's articles; other things that a page describes (its site, its breadcrumbs) are passed over. */
function linkedDataOf(document: MetadataDocument): LinkedData {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const found = articleIn(parseLenient(script.textContent ?? ''), 0);
    if (!found) continue;
    return {
      title: textIn(found.headline) ?? textIn(found.name),
      author: namesIn(found.author),
      publisher: namesIn(found.publisher),
      published: textIn(found.datePublished) ?? textIn(found.dateCreated),
      isFree: !/^false$/i.test(String(found.isAccessibleForFree ?? true)),
    };
  }
  return { isFree: true };
}

function parseLenient(script: string): unknown {
  if (script.length > LONGEST_SCRIPT) return null;
  try {
    // Some pages wrap it in a comment, and some leave raw line breaks inside strings.
    return JSON.parse(script.replace(/^\s*<!--|-->\s*$/g, '').replace(/[\n\r\t]+/g, ' '));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Node = Record<string, unknown>;

function articleIn(value: unknown, depth: number): Node | null {
  if (depth > 3 || typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    for (const part of value.slice(0, 50)) {
      const found = articleIn(part, depth + 1);
      if (found) return found;
    }
    return null;
  }
  const node = value as Node;
  const types = [node['@type']].flat().map(String);
  if (types.some((type) => ARTICLE_TYPE.test(type))) return node;
  return articleIn(node['@graph'] ?? node.mainEntity, depth + 1);
}

function textIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first.trim() !== '' ? first : undefined;
}

function namesIn(value: unknown): string | undefined {
  const names = [value]
    .flat()
    .slice(0, MOST_AUTHORS)
    .map((one) => (typeof one === 'object' && one !== null ? textIn((one as Node).name) : textIn(one)))
    .filter((name) => name !== undefined && !/^https?:/i.test(name));
  return names.join(', ') || undefined;
}

function webAddress(address: string | null, url: string): string | null {
  const found = address ? URL.parse(address, url) : null;
  return found && (found.protocol === 'https:' || found.protocol === 'http:') ? found.href : null;
}

function doiOf(value: string | undefined): string | null {
  return /\b10\.\d{4,9}\/[^\s"<>]{1,200}/.exec(value ?? '')?.[0]?.replace(/[.,;]+$/, '') ?? null;
}

function firstDate(values: readonly (string | undefined)[]): Date | null {
  for (const value of values) {
    const date = dateOf(value);
    if (date) return date;
  }
  return null;
}

/** Times without a zone count as UTC, so that they do not depend on where this runs. */
export function dateOf(value: string | null | undefined): Date | null {
  const text = value?.trim().replace(/^(\d{4})\/(\d{1,2})(?:\/(\d{1,2}))?$/, isoDate);
  if (!text || text.length > 60) return null;
  const zoned =
    /(?:z|utc|gmt|[a-z]{3,4}|[+-]\d{2}:?\d{2})$/i.test(text) || /^\d{4}(?:-\d{2}){0,2}$/.test(text);
  const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text);
  const date = new Date(zoned ? text : iso ? `${text.replace(' ', 'T')}Z` : `${text} UTC`);
  const year = date.getUTCFullYear();
  return Number.isNaN(year) || year < 1990 || year > 2100 ? null : date;
}

function isoDate(_all: string, year: string, month: string, day = '1'): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** On one line, at most `limit` characters; `null` where nothing is left. */
export function cleanLine(value: string | null | undefined, limit: number): string | null {
  return value?.replace(/\s+/g, ' ').trim().slice(0, limit).trim() || null;
}
