// The text of a PDF from its lines: without page headers, footers and references, with words that were divided at
// line ends whole again, and with the paragraphs and headings that sizes and gaps show. Pure.
import type { PdfLine } from './pdf-lines.ts';

export interface PdfPage {
  height: number;
  lines: readonly PdfLine[];
}

/** The share of a page's height, at the top and at the bottom, in which headers and footers stand. */
const EDGE = 0.12;
const PAGE_NUMBER =
  /^(?:[-–—]\s*)?(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|\/)\s*\d{1,4})?(?:\s*[-–—])?$/i;

/** Paragraphs apart by a blank line, headings with "## ", list items with "- ". */
export function textOfPdf(pages: readonly PdfPage[]): string {
  const lines = withoutEdges(pages).flatMap((page) => page.lines);
  const body = bodySize(lines);
  const blocks = blocksOf(lines, body);
  const known = compoundsOf(lines);
  const texts = blocks.map((block) => ({ ...block, text: joinLines(block.lines, known) }));
  let text = '';
  let previous: Block['kind'] | null = null;
  for (const { kind, text: words } of withoutReferences(texts)) {
    const apart = kind === 'item' && previous === 'item' ? '\n' : '\n\n';
    text += `${text === '' ? '' : apart}${MARKS[kind]}${words}`;
    previous = kind;
  }
  return text;
}

const MARKS = { heading: '## ', item: '- ', paragraph: '' };

/** The title is what is set largest on the first page; `null` where nothing stands out. */
export function titleOfPdf(pages: readonly PdfPage[]): string | null {
  const lines = withoutEdges(pages)[0]?.lines ?? [];
  const largest = Math.max(0, ...lines.map((line) => line.size));
  if (largest < 1.15 * bodySize(pages.flatMap((page) => page.lines))) return null;
  const first = lines.findIndex((line) => line.size > 0.97 * largest);
  const title = [];
  for (const line of lines.slice(first, first + 4)) {
    if (line.size <= 0.97 * largest) break;
    title.push(line);
  }
  return joinLines(title, new Set()) || null;
}

/** Drops page numbers, and lines at an edge that come back on other pages, whatever numbers they hold. */
function withoutEdges(pages: readonly PdfPage[]): PdfPage[] {
  const seen = new Map<string, number>();
  const isEdge = (line: PdfLine, page: PdfPage): boolean =>
    line.y > (1 - EDGE) * page.height || line.y < EDGE * page.height;
  const keyOf = (line: PdfLine): string => line.text.replace(/\d+|\b[ivxlc]+\b/gi, '#').toLowerCase();
  for (const page of pages) {
    const keys = new Set(page.lines.filter((line) => isEdge(line, page)).map(keyOf));
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  // Left and right pages often have different headers, and chapters change them.
  const often = Math.max(2, Math.min(3, Math.ceil(pages.length / 3)));
  return pages.map((page) => ({
    ...page,
    lines: page.lines.filter(
      (line) =>
        !isEdge(line, page) || !(PAGE_NUMBER.test(line.text) || (seen.get(keyOf(line)) ?? 0) >= often),
    ),
  }));
}

/** The size that most characters are set in. */
function bodySize(lines: readonly PdfLine[]): number {
  const bySize = new Map<number, number>();
  for (const { size, text } of lines) {
    const rounded = Math.round(size * 2) / 2;
    bySize.set(rounded, (bySize.get(rounded) ?? 0) + text.length);
  }
  return [...bySize].reduce((best, next) => (next[1] > best[1] ? next : best), [10, 0])[0];
}

interface Block {
  kind: 'paragraph' | 'heading' | 'item';
  lines: PdfLine[];
}

const BULLET = /^[•◦▪‣∙●○■–—*-]\s+/;
const NUMBERED_HEADING = /^(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.)\s+\p{Lu}[^.!?]{2,70}$/u;
const NAMED_HEADING =
  /^(?:abstract|introduction|related work|background|methods?|methodology|experiments?|results?|discussion|limitations?|conclusions?|acknowledge?ments?|references|bibliography|appendix|摘要|引言|结论|参考文献)$/i;
/** A heading in capitals or set apart is told by size; this many times the body's, at least. */
const LARGER = 1.12;
const LONGEST_HEADING = 120;

function isHeading(line: PdfLine, body: number): boolean {
  if (line.text.length > LONGEST_HEADING || !/\p{L}{2}/u.test(line.text)) return false;
  if (NAMED_HEADING.test(bareHeading(line.text))) return true;
  if (line.size >= LARGER * body) return true;
  return line.size >= body && NUMBERED_HEADING.test(line.text) && line.right < line.columnRight - body;
}

function bareHeading(text: string): string {
  return text
    .replace(/^(?:(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d{1,2})*\.?\s+)/, '')
    .replace(/[.:]$/, '')
    .trim();
}

function blocksOf(lines: readonly PdfLine[], body: number): Block[] {
  const blocks: Block[] = [];
  let previous: PdfLine | null = null;
  for (const line of lines) {
    const open = blocks.at(-1);
    const kind = BULLET.test(line.text) ? 'item' : isHeading(line, body) ? 'heading' : 'paragraph';
    if (open && previous && continues(open, previous, line, kind)) open.lines.push(line);
    else blocks.push({ kind, lines: [line] });
    previous = line;
  }
  return blocks;
}

function continues(open: Block, previous: PdfLine, line: PdfLine, kind: Block['kind']): boolean {
  if (kind === 'item') return false;
  if ((kind === 'heading') !== (open.kind === 'heading')) return false;
  const drop = previous.y - line.y;
  if (kind === 'heading') {
    return Math.abs(previous.size - line.size) < 0.5 && drop > 0 && drop < 1.6 * line.size;
  }
  const goesOn = !/[.!?:。！？：]["'”’)\]]*$/.test(previous.text);
  const sameColumn = Math.abs(previous.columnLeft - line.columnLeft) < 2 && drop > 0;
  // On the next column or page a sentence may go on.
  if (!sameColumn) return goesOn && /^[\p{Ll}\p{N}(]/u.test(line.text);
  if (drop > 1.75 * Math.max(line.size, previous.size)) return false;
  if (Math.abs(line.size - previous.size) > 1.5) return false;
  const indented =
    line.left > line.columnLeft + 0.8 * line.size && previous.left < line.left - 0.5 * line.size;
  const endedEarly = previous.right < previous.columnRight - 4 * previous.size;
  return open.kind === 'item' || goesOn || !(indented || endedEarly);
}

/** Words with a hyphen that stand whole within a line: where a line ends in one of them, its hyphen is its own. */
function compoundsOf(lines: readonly PdfLine[]): Set<string> {
  const found = new Set<string>();
  for (const { text } of lines) {
    for (const [word] of text.matchAll(/\p{L}+(?:[-‐]\p{L}+)+/gu))
      found.add(word.toLowerCase().replaceAll('‐', '-'));
  }
  return found;
}

const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。、；：！？）】》」]/u;

function joinLines(lines: readonly PdfLine[], compounds: ReadonlySet<string>): string {
  let text = '';
  for (const line of lines) {
    const next = line.text.replace(BULLET, '');
    const divided = /(\p{L}+(?:-\p{L}+)*)[-‐\u00ad]$/u.exec(text)?.[1];
    const rest = /^\p{Ll}+/u.exec(next)?.[0];
    if (divided && rest) {
      const isCompound = compounds.has(`${divided}-${rest}`.toLowerCase());
      text = isCompound ? text + next : text.slice(0, -1) + next;
    } else if (text === '') text = next;
    else {
      const close = NO_SPACES.test(text.at(-1) ?? '') && NO_SPACES.test(next[0] ?? '');
      text += (close ? '' : ' ') + next;
    }
  }
  return text.replaceAll('\u00ad', '');
}

const REFERENCES = /^(?:references|bibliography|literature cited|works cited|参考文献)$/i;
/** A table of contents names the references too. */
const EARLIEST_REFERENCES = 0.25;

/** What comes before the list of references; appendices after it say nothing that a summary needs. */
function withoutReferences<Found extends { kind: Block['kind']; text: string }>(
  blocks: readonly Found[],
): Found[] {
  const at = blocks.findLastIndex(
    ({ kind, text }, index) =>
      kind === 'heading' && index > EARLIEST_REFERENCES * blocks.length && REFERENCES.test(bareHeading(text)),
  );
  return at < 0 ? [...blocks] : blocks.slice(0, at);
}
