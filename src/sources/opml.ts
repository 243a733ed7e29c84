// Reads and writes OPML, the format in which feed readers exchange their lists.
import { DOMParser } from 'linkedom';
import { resolveLink } from './feed-content.ts';
import { oneLine } from './plain-text.ts';
import { escapeHtml } from './xml-node.ts';

export interface OpmlEntry {
  title: string;
  /** Address of the feed. */
  url: string;
  /** Address of the site it belongs to. */
  siteUrl: string | null;
}

/** The text is no OPML; `message` is fit for an operator. */
export class NotOpml extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotOpml';
  }
}

const MAX_CHARACTERS = 5_000_000;

/**
 * All feeds of a list, folders flattened, each address once, and apart from them what stands for an address and is none
 * of the web. Entities that a document defines itself are not expanded. Throws `NotOpml`.
 */
export function parseOpml(text: string): { entries: OpmlEntry[]; refused: string[] } {
  if (text.length > MAX_CHARACTERS) throw new NotOpml('The list is larger than 5 MB');
  const source = text.replace(/^\ufeff/, '').trimStart();
  if (!/<opml[\s>]/i.test(source.slice(0, 20_000)))
    throw new NotOpml('This is no OPML: it has no <opml> element');
  const entries = new Map<string, OpmlEntry>();
  const refused = new Set<string>();
  const document = new DOMParser().parseFromString(source, 'text/xml');
  for (const outline of document.querySelectorAll('outline, OUTLINE, Outline')) {
    const attributes = new Map(
      [...outline.attributes].map((attribute) => [attribute.name.toLowerCase(), attribute.value]),
    );
    const address = (attributes.get('xmlurl') ?? '').trim();
    if (address === '') continue;
    const url = resolveLink(address.replace(/^feed:(\/\/)?(?=https?:)/i, ''), null);
    if (!url) refused.add(oneLine(address));
    if (!url || entries.has(url)) continue;
    entries.set(url, {
      title: oneLine(attributes.get('title') || attributes.get('text') || '') || new URL(url).hostname,
      url,
      siteUrl: resolveLink(attributes.get('htmlurl') ?? '', null),
    });
  }
  return { entries: [...entries.values()], refused: [...refused] };
}

/** OPML 2.0 (http://opml.org/spec2.opml). */
export function writeOpml(
  sources: readonly { title: string; url: string; siteUrl?: string | null }[],
): string {
  const outlines = sources.map(({ title, url, siteUrl }) => {
    const site = siteUrl ? ` htmlUrl="${attribute(siteUrl)}"` : '';
    const name = attribute(oneLine(title));
    return `    <outline type="rss" text="${name}" title="${name}" xmlUrl="${attribute(url)}"${site}/>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    '  <head>',
    '    <title>Sources of discuss-ai</title>',
    '  </head>',
    '  <body>',
    ...outlines,
    '  </body>',
    '</opml>',
    '',
  ].join('\n');
}

const attribute = (text: string): string => escapeHtml(text).replaceAll('"', '&quot;');
