// An XML element as the feed readers hand it on, and how to look into one. Knows nothing of feeds.

/** The shape of xml2js with `explicitChildren` and `preserveChildrenOrder`; names in lower case. */
export interface XmlNode {
  '#name': string;
  /** Text of the element itself. */
  _?: string;
  $?: Record<string, string>;
  /** Children in document order; text between elements as `__text__`. */
  $$?: XmlNode[];
}

export const TEXT_NODE = '__text__';

/** Children by name. */
export type Fields = Map<string, XmlNode[]>;

export function fieldsOf(nodes: readonly XmlNode[] | undefined): Fields {
  const fields: Fields = new Map();
  for (const node of nodes ?? []) {
    const known = fields.get(node['#name']);
    if (known) known.push(node);
    else fields.set(node['#name'], [node]);
  }
  return fields;
}

/** Text of the element, with that of elements inside it; trimmed. */
export function textOf(node: XmlNode | undefined): string {
  if (!node) return '';
  if (!hasElements(node)) return (node._ ?? '').trim();
  return collectText(node, 0).trim();
}

/** The first of the named children that has text. */
export function firstText(fields: Fields, ...names: string[]): string {
  for (const name of names) {
    for (const node of fields.get(name) ?? []) {
      const text = textOf(node);
      if (text !== '') return text;
    }
  }
  return '';
}

/** By name in any case, with or without a prefix; trimmed. */
export function attributeOf(node: XmlNode, name: string): string {
  const attributes = node.$;
  if (!attributes) return '';
  const exact = attributes[name];
  if (exact !== undefined) return exact.trim();
  const key = Object.keys(attributes).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? '' : (attributes[key] ?? '').trim();
}

export function hasElements(node: XmlNode): boolean {
  return node.$$?.some((child) => child['#name'] !== TEXT_NODE) ?? false;
}

/** Nesting beyond this is an attack or an accident, and is left out. */
const MAX_DEPTH = 100;

function collectText(node: XmlNode, depth: number): string {
  if (depth > MAX_DEPTH) return '';
  if (!node.$$) return node._ ?? '';
  return node.$$.map((child) => collectText(child, depth + 1)).join('');
}

/** What stands between the element's tags, as HTML. */
export function innerMarkup(node: XmlNode, depth = 0): string {
  if (depth > MAX_DEPTH) return '';
  return (node.$$ ?? [])
    .map((child) => {
      if (child['#name'] === TEXT_NODE) return escapeHtml(child._ ?? '');
      const name = child['#name'].replace(/^.*:/, '');
      const attributes = Object.entries(child.$ ?? {})
        .filter(([key]) => !key.startsWith('xmlns'))
        .map(([key, value]) => ` ${key}="${escapeHtml(value).replaceAll('"', '&quot;')}"`)
        .join('');
      if (VOID_ELEMENTS.has(name)) return `<${name}${attributes}>`;
      return `<${name}${attributes}>${innerMarkup(child, depth + 1)}</${name}>`;
    })
    .join('');
}

const VOID_ELEMENTS = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'source', 'track', 'wbr']);

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
