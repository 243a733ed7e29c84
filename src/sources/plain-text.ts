// Makes one line of plain text from the markup that feeds put into titles and names. Builds no DOM.
import { decodeHTML } from 'entities';

/** A title longer than this is a text that was put in the wrong place. */
const MAX_TITLE = 500;
/** How much of a text is looked at for the start of it; keeps the cost of markup without end small. */
const MAX_SOURCE = 10_000;
/** Length of a title made from the start of a text. */
const MAX_START = 90;

/**
 * Elements of HTML. Anything else in angle brackets is text: `vector<int>`, `List<T>`.
 * (https://html.spec.whatwg.org/multipage/indices.html, with the obsolete ones that feeds still use.)
 */
const HTML_ELEMENTS = new Set(
  (
    'a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button ' +
    'canvas caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset ' +
    'figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ' +
    'ins kbd label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup ' +
    'option output p param picture pre progress q rp rt ruby s samp script section select small source span ' +
    'strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track ' +
    'tt u ul var video wbr'
  ).split(' '),
);

const INLINE_ELEMENTS = new Set(
  'a abbr acronym b bdi bdo big cite code data dfn em font i kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

const TAG = /<\/?([a-z][a-z0-9]*)(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const UNREAD = /<!--[\s\S]*?-->|<!\[CDATA\[|\]\]>|<(script|style)\b[\s\S]*?<\/\1\s*>|<[!?][^>]*>/gi;
const ENTITY = /&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);/i;
/** Markup that only a careless feed puts into a field it calls plain text. */
const PAIRED_MARKUP =
  /<(em|i|b|strong|code|span|sub|sup|a|u|tt|q|cite|abbr|mark|small|font)\b[^<>]*>[^<]*<\/\1\s*>/i;
// Control characters (Postgres takes no NUL), soft hyphens, zero-width and direction marks.
const INVISIBLE = /[[\p{Cc}--\s]\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gv;

/** Control characters by Unicode, but quotes and dashes by what the writer's editor meant. */
const C1 = /[\u0080-\u009f]/g;
const windows1252 = (character: string): string => decodeHTML(`&#${character.charCodeAt(0)};`);

/** HTML → one line of text: tags removed, entities decoded, white space collapsed. */
export function htmlToText(html: string): string {
  const source = html.length > MAX_SOURCE ? html.slice(0, MAX_SOURCE) : html;
  if (!source.includes('<')) return oneLine(decode(source));
  const untagged = source
    .replace(UNREAD, ' ')
    .replace(TAG, (tag, name: string) =>
      HTML_ELEMENTS.has(name.toLowerCase()) ? (INLINE_ELEMENTS.has(name.toLowerCase()) ? '' : ' ') : tag,
    );
  return oneLine(decode(untagged));
}

const decode = (text: string): string => (text.includes('&') ? decodeHTML(text) : text);

/** A title that the feed calls HTML, or that is in a format (RSS) where titles may be HTML. */
export function htmlTitle(html: string): string {
  const text = htmlToText(html);
  // Some publishers escape twice; nobody writes "&#8217;" as part of a title.
  return truncateText(ENTITY.test(text) ? oneLine(decodeHTML(text)) : text, MAX_TITLE);
}

/** A title that the feed calls plain text: taken literally, but for entities and markup left over by mistake. */
export function plainTitle(text: string): string {
  return PAIRED_MARKUP.test(text.slice(0, MAX_SOURCE))
    ? htmlTitle(text)
    : truncateText(decode(oneLine(text)), MAX_TITLE);
}

/** White space collapsed, what cannot be seen or stored removed. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(C1, windows1252).replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** The start of a text as its title: the first sentence where it is short, else cut between words. */
export function startOfText(html: string): string {
  const text = htmlToText(html.slice(0, MAX_SOURCE));
  if (text.length <= MAX_START) return text;
  const sentence = /^.{15,}?[.!?。！？](?=\s|$|\P{ASCII})/u.exec(text.slice(0, MAX_START))?.[0];
  return sentence ?? truncateText(text, MAX_START);
}

/** At most `length` UTF-16 units with the ellipsis, cut at white space where there is some. */
export function truncateText(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > length / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/[\s\p{P}�]+$/u, '')}…`;
}
