// Reads one entry of an XML feed: its link, title, dates, authors and text. Builds no DOM.
import { type FeedEntry, isWebAddress, resolveLink } from './feed-content.ts';
import { parseDate } from './parse-date.ts';
import { htmlTitle, oneLine, plainTitle } from './plain-text.ts';
import type { XmlEntry, XmlFeed } from './xml-feed.ts';
import {
  attributeOf,
  escapeHtml,
  type Fields,
  fieldsOf,
  firstText,
  hasElements,
  innerMarkup,
  textOf,
  type XmlNode,
} from './xml-node.ts';

export const PUBLISHED = [
  'published',
  'pubdate',
  'issued',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'created',
  'date',
  'prism:publicationdate',
  'atom:published',
  'a10:published',
] as const;
export const UPDATED = [
  'updated',
  'modified',
  'dcterms:modified',
  'lastbuilddate',
  'atom:updated',
  'a10:updated',
] as const;
/** The fullest text first. */
const BODIES = [
  'content:encoded',
  'content',
  'xhtml:body',
  'body',
  'description',
  'summary',
  'atom:content',
  'atom:summary',
  'itunes:summary',
  'media:description',
] as const;
const TITLES = ['title', 'dc:title', 'itunes:title', 'media:title', 'atom:title'] as const;
/** A book in one entry is more than any reader of it needs. */
const MAX_HTML = 500_000;

/** `base` is the address that relative links of the entry start from, before its own `xml:base`. */
export function normaliseEntry(entry: XmlEntry, format: XmlFeed['format'], base: string | null): FeedEntry {
  const fields = withMediaGroup(fieldsOf(entry.nodes));
  const ownBase = resolveLink(entry.attributes['xml:base'] ?? '', base) ?? base;
  const guid = firstText(fields, 'guid', 'id', 'dc:identifier', 'atom:id');
  const link = linkOf(fields, format, ownBase);
  return {
    guid: guid || (entry.attributes['rdf:about'] ?? '').trim(),
    link,
    title: titleOf(fields, format),
    published: firstDate(fields, PUBLISHED),
    updated: firstDate(fields, UPDATED),
    authors: authorsOf(fields),
    html: bodyOf(fields, format).slice(0, MAX_HTML),
    discussionUrl: discussionOf(fields, ownBase, link),
    ...arxivOf(fields),
  };
}

function arxivOf(fields: Fields): Pick<FeedEntry, 'arxiv'> {
  const announceType = firstText(fields, 'arxiv:announce_type').toLowerCase() || null;
  const comment = firstText(fields, 'arxiv:comment') || null;
  return announceType || comment ? { arxiv: { announceType, comment } } : {};
}

/** YouTube and others keep title and text one level down, in a `media:group`. */
function withMediaGroup(fields: Fields): Fields {
  for (const [name, nodes] of fieldsOf(fields.get('media:group')?.[0]?.$$)) {
    if (!fields.has(name)) fields.set(name, nodes);
  }
  return fields;
}

/** The first of the named elements whose date can be read. */
export function firstDate(fields: Fields, names: readonly string[]): Date | null {
  for (const name of names) {
    for (const node of fields.get(name) ?? []) {
      const date = parseDate(textOf(node));
      if (date) return date;
    }
  }
  return null;
}

export function titleOf(fields: Fields, format: XmlFeed['format']): string {
  for (const name of TITLES) {
    for (const node of fields.get(name) ?? []) {
      const title = titleText(node, format === 'atom' && name === 'title');
      if (title !== '') return title;
    }
  }
  return '';
}

function titleText(node: XmlNode, mayBePlain: boolean): string {
  if (hasElements(node)) return htmlTitle(innerMarkup(node));
  const type = attributeOf(node, 'type').toLowerCase();
  const isPlain = mayBePlain ? !type.includes('html') : type === 'text' || type === 'text/plain';
  if (isBase64(node, type)) return htmlTitle(fromBase64(node._ ?? ''));
  return (isPlain ? plainTitle : htmlTitle)(node._ ?? '');
}

/** Atom 0.3 says so by `mode`, Atom 1.0 by a media type that is neither text nor XML (RFC 4287, 4.1.3.3). */
function isBase64(node: XmlNode, type: string): boolean {
  return attributeOf(node, 'mode').toLowerCase() === 'base64' || /^application\/octet-stream/.test(type);
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

function bodyOf(fields: Fields, format: XmlFeed['format']): string {
  for (const name of BODIES) {
    for (const node of fields.get(name) ?? []) {
      const html = bodyHtml(node, format);
      if (html !== '') return html;
    }
  }
  return '';
}

const LOOKS_LIKE_HTML = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);/i;

function bodyHtml(node: XmlNode, format: XmlFeed['format']): string {
  if (hasElements(node)) return innerMarkup(node).trim();
  const text = (node._ ?? '').trim();
  if (format !== 'atom') return text;
  const type = attributeOf(node, 'type').toLowerCase();
  if (isBase64(node, type)) return fromBase64(text);
  if (type.includes('html') || LOOKS_LIKE_HTML.test(text.slice(0, 5_000))) return text;
  return escapeHtml(text);
}

/** Lower is better; absent from the table, a link leads elsewhere than to the entry. */
const LINK_RANKS: Record<string, number> = {
  alternate: 0,
  canonical: 1,
  self: 3,
  related: 4,
  via: 5,
  enclosure: 6,
};

/** The best `<link href>` of an Atom entry; with `alternateOnly`, of a feed. */
export function bestLink(
  links: readonly XmlNode[],
  base: string | null,
  alternateOnly: boolean,
): string | null {
  let best: { rank: number; address: string } | null = null;
  for (const link of links) {
    const rel =
      attributeOf(link, 'rel')
        .toLowerCase()
        .replace(/^.*[/#]/, '') || 'alternate';
    const type = attributeOf(link, 'type').toLowerCase();
    const rank =
      (LINK_RANKS[rel] ?? 99) + (rel === 'alternate' && type !== '' && !type.includes('html') ? 2 : 0);
    if (rank === 99 || (alternateOnly && rel !== 'alternate') || (best && best.rank <= rank)) continue;
    const ownBase = resolveLink(attributeOf(link, 'xml:base'), base) ?? base;
    const address = resolveLink(attributeOf(link, 'href') || textOf(link), ownBase);
    if (address) best = { rank, address };
  }
  return best?.address ?? null;
}

function linkOf(fields: Fields, format: XmlFeed['format'], base: string | null): string | null {
  // FeedBurner's own links lead through a counter that no longer works everywhere.
  const original = resolveLink(firstText(fields, 'feedburner:origlink', 'pheedo:origlink'), base);
  if (original) return original;
  const links = fields.get('link') ?? [];
  if (format === 'atom') {
    const best = bestLink(links, base, false);
    if (best) return best;
  }
  for (const link of links) {
    const address = resolveLink(
      textOf(link) || attributeOf(link, 'href') || attributeOf(link, 'rdf:resource'),
      base,
    );
    if (address) return address;
  }
  return (
    guidLink(fields, base) ??
    bestLink(fields.get('atom:link') ?? fields.get('a10:link') ?? [], base, false) ??
    sourceLink(fields, base)
  );
}

/** A guid is a link unless it says otherwise; one that says so but is a web address is still better than none. */
function guidLink(fields: Fields, base: string | null): string | null {
  const [guid] = fields.get('guid') ?? [];
  const text = guid ? textOf(guid) : firstText(fields, 'id', 'dc:identifier');
  const isPermalink = guid !== undefined && attributeOf(guid, 'ispermalink').toLowerCase() === 'true';
  return isPermalink || isWebAddress(text) ? resolveLink(text, base) : null;
}

/** What the entry carries, where it has no page of its own: a recording, a picture, a discussion. */
function sourceLink(fields: Fields, base: string | null): string | null {
  const candidates: [string, string][] = [
    ['content', 'src'],
    ['enclosure', 'url'],
    ['enclosure', 'rdf:resource'],
    ['media:content', 'url'],
    ['media:player', 'url'],
  ];
  for (const [name, attribute] of candidates) {
    for (const node of fields.get(name) ?? []) {
      const address = resolveLink(attributeOf(node, attribute), base);
      if (address) return address;
    }
  }
  return resolveLink(firstText(fields, 'comments'), base);
}

/** The comments' address, but for the lower end of the article's own page. */
function discussionOf(fields: Fields, base: string | null, link: string | null): string | null {
  const address = resolveLink(firstText(fields, 'comments'), base);
  if (!address || address === link) return null;
  return link !== null && address.split('#')[0] === link.split('#')[0] ? null : address;
}

export function authorsOf(fields: Fields): string[] {
  const names: string[] = [];
  for (const node of [...(fields.get('author') ?? []), ...(fields.get('atom:author') ?? [])]) {
    names.push(personName(hasElements(node) ? nameInside(node) : textOf(node)));
  }
  if (!names.some(Boolean)) {
    const creators =
      fields.get('dc:creator') ?? fields.get('itunes:author') ?? fields.get('media:credit') ?? [];
    names.push(...creators.map((node) => personName(textOf(node))));
  }
  return [...new Set(names)].filter(Boolean);
}

function nameInside(person: XmlNode): string {
  return firstText(fieldsOf(person.$$), 'name', 'atom:name', 'foaf:name');
}

const MAX_NAME = 200;

/** `jane@example.org (Jane Doe)`, `Jane Doe <jane@example.org>` → `Jane Doe`. Addresses are not for showing. */
export function personName(text: string): string {
  const name = htmlTitle(text.slice(0, 2 * MAX_NAME).replace(/<[^<>\s]+@[^<>\s]+>/g, ' '));
  const inBrackets = /^\S+@\S+\s*\((.+)\)$/.exec(name)?.[1];
  const plain = (inBrackets ?? name).replace(/\S+@\S+\.\S+/g, ' ').replace(/\(\s*\)/g, ' ');
  const trimmed = oneLine(plain).slice(0, MAX_NAME);
  return /^(unknown|admin|noreply)$/i.test(trimmed) ? '' : trimmed;
}
