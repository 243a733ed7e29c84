// Turns text from outside into text that Slack shows as text: cut to a limit, escaped, without mentions.
// The only place that writes Slack's `<…>` tokens.
import type {
  MrkdwnElement,
  PlainTextElement,
  RichTextDate,
  RichTextElement,
  RichTextLink,
  RichTextText,
  RichTextUserMention,
} from '@slack/types';
import type { Reader } from '../../domain/reader.ts';
import type { Pieces } from '../words/grammar.ts';
import { CUTS } from './limits.ts';

const ELLIPSIS = '…';
const GRAPHEMES = new Intl.Segmenter();
const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

// Control characters, and the marks that reorder the text around them: a title must not rewrite what follows it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

// `@channel` as plain characters notifies nobody by default; a workspace or client that links names would make it.
const BROADCAST = /@(?=(?:channel|here|everyone)\b)/gi;
/** No part of a message is near this long; cleaning whole books would only take time. */
const MOST_CLEANED = 20_000;
const WORD_JOINER = '\u2060';

/** One line of well-formed text without control characters and broadcast names; may be empty. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** As `cleanLine`, with line breaks kept. */
function cleanText(text: string): string {
  return text
    .slice(0, MOST_CLEANED)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .replace(BROADCAST, `@${WORD_JOINER}`)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * At most `limit` UTF-16 units, cut between graphemes and preferably between words, ending in `…` where cut.
 * `width` says how long a piece becomes once written (after escaping, for example).
 */
export function truncate(
  text: string,
  limit: number,
  width: (piece: string) => number = (piece) => piece.length,
): string {
  if (width(text) <= limit) return text;
  let kept = '';
  let used = ELLIPSIS.length;
  // A grapheme cut in two by the slice is dropped with the rest: it lies beyond the limit.
  for (const { segment } of GRAPHEMES.segment(text.slice(0, limit + 1))) {
    used += width(segment);
    if (used > limit) break;
    kept += segment;
  }
  const lastSpace = kept.search(/\s\S*$/);
  const atWord = lastSpace > kept.length * 0.8 ? kept.slice(0, lastSpace) : kept;
  return limit < ELLIPSIS.length ? '' : `${atWord.trimEnd()}${ELLIPSIS}`;
}

/** The first sentences that fit into `limit` as a whole; where not one does, the first is cut. */
export function wholeSentences(text: string, limit: number): string {
  const line = cleanLine(text);
  let kept = '';
  for (const { segment } of SENTENCES.segment(line)) {
    if (kept.length + segment.trimEnd().length > limit) break;
    kept += segment;
  }
  return kept.trimEnd() || truncate(line, limit);
}

/** `&`, `<` and `>` become entities: after that nothing in it can be one of Slack's tokens. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cleaned, escaped and cut so that the escaped text is within `limit`. */
export function mrkdwnText(text: string, limit: number): string {
  return escapeMrkdwn(truncate(cleanLine(text), limit, (piece) => escapeMrkdwn(piece).length));
}

/** The address as Slack may link it, or `null`: http(s) only, at most `CUTS.linkUrl` long. */
export function linkable(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')) return null;
  const href = parsed.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  return escapeMrkdwn(href).length <= CUTS.linkUrl ? href : null;
}

/** `<url|label>`, or the label alone where the address cannot be linked. `limit` is for the label. */
export function mrkdwnLink(url: string, label: string, limit: number): string {
  const href = linkable(url);
  const shown = mrkdwnText(label, limit) || mrkdwnText(url, limit);
  return href ? `<${escapeMrkdwn(href)}|${shown}>` : shown;
}

/** `<@U…>` for one of Slack's own ids; anything else is shown as text. */
export function mention(personId: string): string {
  return isPersonId(personId) ? `<@${personId}>` : mrkdwnText(personId, CUTS.name);
}

function isPersonId(id: string): boolean {
  return /^[UW][A-Z0-9]{2,20}$/.test(id);
}

/** Shown in the zone of whoever looks at it; `reader` is for clients that cannot. */
export function mrkdwnDate(at: Date, reader: Reader): string {
  return `<!date^${seconds(at)}^{date_short_pretty}|${escapeMrkdwn(dayName(at, reader))}>`;
}

export function mrkdwnTime(at: Date, reader: Reader): string {
  return `<!date^${seconds(at)}^{date_short_pretty} {time}|${escapeMrkdwn(timeName(at, reader))}>`;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** `6 Nov 2026` */
export function dayName(at: Date, { language, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }).format(at);
}

/** `6 Nov 2026, 15:00 GMT` */
function timeName(at: Date, { language, timeZone }: Reader): string {
  const time = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(language, { ...day, ...time, timeZone }).format(at);
}

/** `15–22 Nov 2026`: days of the channel's own calendar, which are no point in time. */
export function daySpan(from: Date, until: Date, { language, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }).formatRange(from, until);
}

/** `verbatim`: Slack must not turn bare addresses and names inside into links. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** Never empty, which Slack refuses. `emoji` as a colon name is left as it is written: our own labels use the characters. */
export function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: truncate(cleanLine(text), limit) || ELLIPSIS, emoji: false };
}

export type Style = { bold?: boolean; italic?: boolean; code?: boolean };

/** Rich text shows its text as it is: no mention, link or formatting can hide in it. */
export function richText(text: string, style?: Style): RichTextText {
  return style ? { type: 'text', text, style } : { type: 'text', text };
}

/** Cleaned and cut text from outside; a space where nothing is left, since Slack refuses empty elements. */
export function richLine(text: string, limit: number, style?: Style): RichTextText {
  return richText(truncate(cleanLine(text), limit) || ' ', style);
}

export function richLink(
  url: string,
  label: string,
  limit: number,
  style?: Style,
): RichTextLink | RichTextText {
  const href = linkable(url);
  const text = truncate(cleanLine(label), limit) || truncate(cleanLine(url), limit) || ELLIPSIS;
  if (!href) return richText(text, style);
  return style ? { type: 'link', url: href, text, style } : { type: 'link', url: href, text };
}

export function richMention(personId: string): RichTextUserMention | RichTextText {
  return isPersonId(personId) ? { type: 'user', user_id: personId } : richLine(personId, CUTS.name);
}

export function richDate(at: Date, reader: Reader): RichTextDate {
  return {
    type: 'date',
    timestamp: seconds(at),
    format: '{date_short_pretty}',
    fallback: dayName(at, reader),
  };
}

export function richTime(at: Date, reader: Reader): RichTextDate {
  return {
    type: 'date',
    timestamp: seconds(at),
    format: '{date_short_pretty} {time}',
    fallback: timeName(at, reader),
  };
}

/** A sentence of ours around elements. */
export function richPieces(pieces: Pieces<RichTextElement>): RichTextElement[] {
  return pieces.map((piece) => (typeof piece === 'string' ? richText(piece) : piece));
}

/** Joins pieces with ` · `. */
export function dotted(pieces: RichTextElement[][]): RichTextElement[] {
  return pieces.flatMap((piece, index) => (index === 0 ? piece : [richText(' · '), ...piece]));
}

/**
 * The article's own address with a text fragment that lets a browser scroll to `quote`
 * (https://wicg.github.io/scroll-to-text-fragment/); `null` where the address is too long or cannot be linked.
 */
export function sentenceLink(url: string, quote: string): string | null {
  const href = linkable(url);
  if (!href || href.length > CUTS.sentenceUrl) return null;
  const words = cleanLine(quote).split(' ');
  const parts =
    words.length > 12 ? [words.slice(0, 6).join(' '), words.slice(-5).join(' ')] : [words.join(' ')];
  const letters = [...(parts[0] ?? '')];
  // Long runs without spaces (Chinese, Japanese) are found by their beginning and end.
  const ends =
    parts.length === 1 && letters.length > 60
      ? [letters.slice(0, 24).join(''), letters.slice(-12).join('')]
      : parts;
  const fragment = ends.map((end) => encodeURIComponent(end).replaceAll('-', '%2D')).join(',');
  const link = `${href}${href.includes('#') ? '' : '#'}:~:text=${fragment}`;
  return ends.includes('') || link.length > CUTS.sentenceLink ? null : link;
}
