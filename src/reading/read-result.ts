// What reading gives, whatever was read: the text with what the page says of itself, or why there is none. Pure.
import { type MeasuredText, measureText } from './language.ts';
import type { PageMetadata } from './page-metadata.ts';
import { wallOf } from './page-walls.ts';
import { tidyText } from './text-of-html.ts';

export type ReadPage =
  | ({
      kind: 'read';
      /** Addresses that the article's own text links to; at most 50. */
      links: string[];
      /** Of a PDF: pages that were read, and pages that there are. */
      pages: { read: number; total: number } | null;
      /**
       * `text`: paragraphs apart by a blank line, headings with "#" marks, list items with "- ", code between "```"
       * lines, cells of a table's row apart by " | ". At most 200,000 characters.
       */
    } & Omit<PageMetadata, 'isFree'> &
      MeasuredText)
  /** `reason` is fit to be shown: "the page asks for cookies to be accepted". */
  | { kind: 'unreadable'; reason: string };

/** What a reader found out before the text is measured. */
export type ReadParts = Omit<Extract<ReadPage, { kind: 'read' }>, 'kind' | 'language' | 'wordCount'>;

export const NOTHING_SAID: ReadParts = {
  title: null,
  text: '',
  byline: null,
  siteName: null,
  publishedAt: null,
  canonicalUrl: null,
  doi: null,
  links: [],
  pages: null,
};

const FEWEST_WORDS = 30;

/** Text that is only a wall, or next to nothing, counts as unread. */
export function finishReading(parts: ReadParts, isFree = true): ReadPage {
  const text = tidyText(parts.text);
  const measured = measureText(text);
  const wall = wallOf({ ...measured, title: parts.title ?? '', isFree });
  if (wall) return unreadable(wall);
  if (measured.wordCount < FEWEST_WORDS) {
    return unreadable(`the page has almost no text (${measured.wordCount} words)`);
  }
  return { kind: 'read', ...parts, ...measured };
}

export function unreadable(reason: string): ReadPage {
  return { kind: 'unreadable', reason };
}
