// Reads RSS written as JSON (https://github.com/scripting/Scripting-News/tree/master/rss-in-json).
import type { XmlFeed } from './xml-feed.ts';
import type { XmlNode } from './xml-node.ts';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The feed as its XML would read, or `null` when the JSON is something else. */
export function rssInJson(json: unknown): XmlFeed | null {
  if (!isObject(json) || !isObject(json.rss) || !isObject(json.rss.channel)) return null;
  const { item: items = [], ...channel } = json.rss.channel;
  return {
    format: 'rss',
    parser: 'json-feed',
    nodes: nodesOf(channel),
    attributes: {},
    entries: asList(items)
      .filter(isObject)
      .map((item) => ({ nodes: nodesOf(item), attributes: {} })),
  };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function nodesOf(object: JsonObject): XmlNode[] {
  return Object.entries(object).flatMap(([key, value]) => asList(value).map((one) => nodeOf(key, one)));
}

/** An object holds the element's attributes, and its text as `#value`. */
function nodeOf(key: string, value: unknown): XmlNode {
  const name = key.toLowerCase();
  if (!isObject(value)) return { '#name': name, _: scalarText(value) };
  const attributes: Record<string, string> = {};
  for (const [attribute, content] of Object.entries(value)) {
    if (!isObject(content)) attributes[attribute] = scalarText(content);
  }
  return { '#name': name, _: attributes['#value'] ?? '', $: attributes };
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
