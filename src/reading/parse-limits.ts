// Whether a page can be parsed in reasonable time, told before it is: the parser's time grows with the square of
// the depth, and with more than the number of its pieces. Pure.

/** Levels; real pages stay under 100. */
const NESTING_LIMIT = 1000;
/** Tags and entities together; real pages stay under 20,000. */
const PIECES_LIMIT = 150_000;

/** Why a page is not to be parsed, or `null`. */
export function tooHardToParse(html: string): string | null {
  if (nestingDepth(html) > NESTING_LIMIT) return 'its elements nest too deep to be read';
  return html.split(/[<&]/, PIECES_LIMIT + 1).length > PIECES_LIMIT
    ? 'it has too many elements to be read'
    : null;
}

// biome-ignore format: a table
const NEVER_NEST = new Set([
  'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr',
  'p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'thead', 'tbody', 'tfoot', 'option', 'html', 'head', 'body',
]);
const RAW = ['script', 'style', 'textarea', 'title'];

/** An estimate that counts open tags as the parser does: an element that is never closed stays open. */
function nestingDepth(html: string): number {
  // The length of a name is bounded, so that a run of letters cannot make the search go back and forth.
  const tag = /<(\/?)([a-z][a-z0-9:-]{0,40})(?![a-z0-9:-])([^<>]*)>/gi;
  let depth = 0;
  let deepest = 0;
  for (let match = tag.exec(html); match; match = tag.exec(html)) {
    const name = match[2]?.toLowerCase() ?? '';
    if (NEVER_NEST.has(name) || match[3]?.endsWith('/')) continue;
    if (match[1]) depth = Math.max(0, depth - 1);
    else if (RAW.includes(name)) {
      const end = html.indexOf(`</${name}`, tag.lastIndex);
      if (end < 0) break;
      tag.lastIndex = end + name.length + 2;
    } else deepest = Math.max(deepest, ++depth);
  }
  return deepest;
}
