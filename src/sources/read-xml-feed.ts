// The first parser: rss-parser, for every feed that is well-formed XML. Throws on all others.
import RssParser from 'rss-parser';
import type { XmlEntry, XmlFeed } from './xml-feed.ts';
import type { XmlNode } from './xml-node.ts';

/**
 * rss-parser finds the format, the channel and the entries. Its own reading of some fields is kept away from them
 * by renaming: it throws on a link without attributes, loses the order of words and mark-up, and runs expressions
 * over every text whose time grows with the square of a hostile text's length. `ORIGINAL` undoes the renaming.
 */
const HIDDEN = ['description', 'content', 'content:encoded', 'summary', 'link'] as const;
const RENAMED = new Map<string, string>(HIDDEN.map((name) => [name, `as-it-stands:${name}`]));
const ORIGINAL = new Map<string, string>(HIDDEN.map((name) => [`as-it-stands:${name}`, name]));

interface Raw {
  nodes?: XmlNode[];
  attributes?: Record<string, string>;
}

const RAW_FIELDS: [string, string, { keepArray: true }][] = [
  ['$$', 'nodes', { keepArray: true }],
  ['$', 'attributes', { keepArray: true }],
];

/** Throws what rss-parser throws: not well-formed, or no feed. */
export async function readXmlFeed(text: string): Promise<XmlFeed> {
  let root: string | null = null;
  const nameOf = (name: string): string => {
    const lower = name.toLowerCase();
    root ??= lower;
    return lower === 'rdf:rdf' ? 'rdf:RDF' : (RENAMED.get(lower) ?? lower);
  };
  const parser = new RssParser<Raw, Raw>({
    defaultRSS: 2,
    xml2js: {
      explicitChildren: true,
      preserveChildrenOrder: true,
      charsAsChildren: true,
      includeWhiteChars: true,
      tagNameProcessors: [nameOf],
    },
    // The types know only names of fields, while the code takes a pair with options.
    customFields: { feed: RAW_FIELDS as never, item: RAW_FIELDS as never },
  });
  const feed = await parser.parseString(text);
  const isAtom = root === 'feed';
  return {
    format: isAtom ? 'atom' : root === 'rss' ? 'rss' : 'rdf',
    parser: 'rss-parser',
    nodes: originalNames(feed.nodes).filter(({ '#name': name }) => name !== 'item' && name !== 'entry'),
    attributes: feed.attributes ?? {},
    entries: feed.items.map(
      (entry): XmlEntry => ({ nodes: originalNames(entry.nodes), attributes: entry.attributes ?? {} }),
    ),
  };
}

function originalNames(nodes: XmlNode[] | undefined): XmlNode[] {
  for (const node of nodes ?? []) {
    const original = ORIGINAL.get(node['#name']);
    if (original !== undefined) node['#name'] = original;
  }
  return nodes ?? [];
}
