// The text of a PDF. Runs in a thread: a page takes some 10 ms, and a broken file may take for ever.

import { linesOfPage, type PdfPiece } from './pdf-lines.ts';
import { type PdfPage, textOfPdf, titleOfPdf } from './pdf-text.ts';
import { finishReading, NOTHING_SAID, type ReadPage, unreadable } from './read-result.ts';

/** Pages that are read; a longer document is a book, and its summary is that of its first chapters. */
const PDF_PAGE_LIMIT = 100;
/** After this many ms no further page is begun. */
const TIME_MS = 12_000;

export function isPdf(body: Uint8Array, contentType: string | null): boolean {
  // By the standard the mark may stand anywhere in the first kilobyte.
  return /^application\/(?:x-)?pdf\b/i.test(contentType ?? '') || markOf(body);
}

function markOf(body: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(body.subarray(0, 5)) === '%PDF-';
}

/** Never throws for what the file does wrong. */
export async function readPdf(
  body: Uint8Array,
  limits = { pages: PDF_PAGE_LIMIT, timeMs: TIME_MS },
): Promise<ReadPage> {
  const { getDocumentProxy } = await import('unpdf');
  try {
    // pdf.js takes the bytes over.
    const document = await getDocumentProxy(Uint8Array.from(body), OPTIONS);
    const pages = await readPages(document, limits);
    const text = textOfPdf(pages);
    if (text.trim() === '') return unreadable('the PDF holds no text: it may be a scan');
    const { info } = (await document.getMetadata()) as { info: { Title?: unknown; Author?: unknown } };
    const total = document.numPages;
    return finishReading({
      ...NOTHING_SAID,
      title: ownTitle(info.Title) ?? titleOfPdf(pages),
      byline: typeof info.Author === 'string' ? info.Author.trim().slice(0, 200) || null : null,
      text,
      pages: { read: pages.length, total },
    });
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

const OPTIONS = {
  // Errors alone: what else pdf.js finds wrong is for whoever made the file.
  verbosity: 0,
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  // Pictures are not looked at.
  maxImageSize: 1,
};

type Document = Awaited<ReturnType<typeof import('unpdf').getDocumentProxy>>;

async function readPages(document: Document, limits: { pages: number; timeMs: number }): Promise<PdfPage[]> {
  const until = performance.now() + limits.timeMs;
  const pages: PdfPage[] = [];
  for (let number = 1; number <= Math.min(document.numPages, limits.pages); number += 1) {
    if (performance.now() > until) break;
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const pieces = items.filter((item): item is typeof item & PdfPiece => 'str' in item);
    pages.push({ height: page.view[3] ?? 0, lines: linesOfPage(pieces) });
    page.cleanup();
  }
  return pages;
}

/** Many files carry the name of what they were made from, or of the program that made them. */
function ownTitle(title: unknown): string | null {
  if (typeof title !== 'string') return null;
  const words = title.replace(/\s+/g, ' ').trim().slice(0, 500);
  const isName = /\.(?:docx?|tex|dvi|pdf|indd|qxd|pptx?)$|^(?:untitled|microsoft word|title|slide \d+)/i.test(
    words,
  );
  return isName || !/\p{L}{2}/u.test(words) ? null : words;
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'PasswordException') return 'the PDF asks for a password';
  if (name === 'InvalidPDFException' || name === 'FormatError') return 'the PDF is broken';
  return `the PDF could not be read (${message.slice(0, 120)})`;
}
