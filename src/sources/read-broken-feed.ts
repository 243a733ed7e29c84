// The second parser: feedparser, which keeps what can be kept of a feed that is not well-formed XML.
import { setImmediate } from 'node:timers/promises';
import FeedParser from 'feedparser';
import type { XmlEntry, XmlFeed } from './xml-feed.ts';
import { TEXT_NODE, type XmlNode } from './xml-node.ts';

/** An element as feedparser keeps it: `@` attributes, `#` text, children under their names. */
type Kept = { '@'?: Record<string, string>; '#'?: string } & Record<string, unknown>;

/** Characters parsed at a time. */
const CHUNK = 65_536;
/** Open elements past which it is an attack: feedparser's time grows with the square of the depth. */
const MAX_OPEN = 2_000;
/** Namespace declarations past which it is one: its time grows with the square of their number too. */
const MAX_NAMESPACES = 5_000;

/** Throws when nothing in the text looks like a feed. */
export async function readBrokenFeed(text: string): Promise<XmlFeed> {
  if (text.split(/\sxmlns:/, MAX_NAMESPACES + 2).length > MAX_NAMESPACES + 1)
    throw new Error('It declares namespaces without end');
  // Without `normalize` it leaves out its own interpretation, which scans hostile texts many times over.
  const parser = new FeedParser({ normalize: false, addmeta: false });
  const items: Kept[] = [];
  const { meta, stack } = parser as unknown as { meta: Kept; stack: unknown[] };
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('data', (item: Kept) => items.push(item));
    parser.on('error', reject);
    parser.on('end', resolve);
  });
  // Heard below, but perhaps not before it fails.
  ended.catch(() => undefined);
  for (let at = 0; at < text.length; at += CHUNK) {
    parser.write(text.slice(at, at + CHUNK));
    if (stack.length > MAX_OPEN) throw new Error('Its elements are nested without end');
    // A broken feed of some megabytes takes a second or more, in which others want their turn.
    await setImmediate();
  }
  parser.end();
  await ended;
  const type = String(meta['#type'] ?? 'rss');
  const format = type === 'atom' || type === 'rdf' ? type : 'rss';
  const rootAttributes = ((meta['@'] ?? []) as unknown as Record<string, string>[]).filter(Boolean);
  return {
    format,
    parser: 'feedparser',
    nodes: nodesOf(meta, format),
    attributes: Object.assign({}, ...rootAttributes, meta[`${format}:@`]) as Record<string, string>,
    entries: items.map(
      (item): XmlEntry => ({
        nodes: nodesOf(item, format),
        attributes: (item[`${format}:@`] ?? {}) as Record<string, string>,
      }),
    ),
  };
}

/** Names without the prefix that feedparser gives to the format's own elements. */
function nodesOf(kept: Kept, format: string): XmlNode[] {
  const nodes: XmlNode[] = [];
  for (const [key, value] of Object.entries(kept)) {
    if (key.startsWith('#') || key.endsWith('@')) continue;
    const name = key.startsWith(`${format}:`) ? key.slice(format.length + 1) : key;
    if (name === 'item' || name === 'entry') continue;
    for (const one of Array.isArray(value) ? value : [value]) nodes.push(nodeOf(name, one, 0));
  }
  return nodes;
}

const MAX_DEPTH = 20;

function nodeOf(name: string, value: unknown, depth: number): XmlNode {
  if (typeof value === 'string') return { '#name': name, _: value };
  if (typeof value !== 'object' || value === null) return { '#name': name };
  const kept = value as Kept;
  const node: XmlNode = { '#name': name, _: kept['#'] ?? '', $: kept['@'] ?? {} };
  // An XHTML element comes with its mark-up as text already.
  if (node.$?.type === 'xhtml' || depth > MAX_DEPTH) return node;
  const children = Object.entries(kept)
    .filter(([key]) => key !== '#' && key !== '@')
    .flatMap(([key, child]) =>
      (Array.isArray(child) ? child : [child]).map((one) => nodeOf(key, one, depth + 1)),
    );
  if (children.length > 0) node.$$ = [{ '#name': TEXT_NODE, _: node._ ?? '' }, ...children];
  return node;
}
