// What the two XML readers hand on: the feed's elements as they stand, with nothing interpreted yet.
import type { XmlNode } from './xml-node.ts';

export interface XmlEntry {
  nodes: XmlNode[];
  attributes: Record<string, string>;
}

export interface XmlFeed {
  format: 'rss' | 'atom' | 'rdf';
  parser: 'rss-parser' | 'feedparser' | 'json-feed';
  /** Children of the channel or feed, without its entries. */
  nodes: XmlNode[];
  attributes: Record<string, string>;
  entries: XmlEntry[];
}
