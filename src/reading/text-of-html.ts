// Plain text of a piece of HTML, as feeds carry it. Plain text stays as it is.
import { parseHTML } from 'linkedom';
import { tooHardToParse } from './parse-limits.ts';
import { textOfNode } from './text-of-node.ts';

/** Characters of HTML looked at, and of text given back. */
const HTML_LIMIT = 2_000_000;
export const TEXT_LIMIT = 200_000;

const TAG = /<(?:\/?[a-z][a-z0-9:-]*(?:\s[^<>]*|\/)?>|!--|!\[CDATA\[|!doctype)/i;
const ENTITY = /&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});/i;
/** Feeds that escape twice carry closing tags as text. */
const ESCAPED_TAGS = /<\/(?:p|div|a|li|em|strong|span|h[1-6])>/i;

/**
 * Text with paragraphs apart by a blank line; scripts, styles and hidden parts are dropped. At most
 * `TEXT_LIMIT` characters. Never throws; what is too hard to parse comes back with its tags cut out.
 */
export function textOfHtml(html: string): string {
  const input = html.slice(0, HTML_LIMIT);
  if (TAG.test(input)) return tidyText(textOfMarkup(input));
  if (!ENTITY.test(input)) return tidyText(input);
  const decoded = decodeEntities(input);
  return tidyText(ESCAPED_TAGS.test(decoded) ? textOfMarkup(decoded) : decoded);
}

function textOfMarkup(html: string): string {
  if (tooHardToParse(html)) return html.replace(/<[^<>]*>/g, ' ');
  return textOfNode(parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body);
}

function decodeEntities(text: string): string {
  if (tooHardToParse(text)) return text;
  const escaped = text.replace(/</g, '&lt;').replace(/\r\n?/g, '\n');
  const body = parseHTML(`<!doctype html><html><body><pre>${escaped}</pre></body></html>`).document.body;
  return body.textContent ?? '';
}

// Characters that no one sees but that reorder or hide what is shown. Joiners stay: scripts and emoji need them.
const UNSEEN = /[[\p{Cc}--[\t\n]]\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gv;

/** Nothing unseen, line ends as \n, no trailing spaces, at most one blank line in a row, at most `TEXT_LIMIT` characters. */
export function tidyText(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .split('\n')
    // Not by a regular expression: /\s+$/m takes quadratic time on long runs of spaces.
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return lines.length > TEXT_LIMIT
    ? lines
        .slice(0, TEXT_LIMIT)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trimEnd()
    : lines;
}
