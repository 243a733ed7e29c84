// What runs in the threads of reading: parsers of what the web sent. Nothing else imports this file.
import { type MeasuredText, measureText } from './language.ts';
import { readMarkdown } from './read-markdown.ts';
import { type PageOrigin, readPage } from './read-page.ts';
import { isPdf, readPdf } from './read-pdf.ts';
import type { ReadPage } from './read-result.ts';
import { textOfHtml } from './text-of-html.ts';

export async function readDocument({
  body,
  origin,
}: {
  body: Uint8Array;
  origin: PageOrigin;
}): Promise<ReadPage> {
  if (/^text\/markdown\b/i.test(origin.contentType ?? '')) return readMarkdown(body);
  return isPdf(body, origin.contentType) ? await readPdf(body) : readPage(body, origin);
}

export function readSnippet(html: string): MeasuredText {
  return measureText(textOfHtml(html));
}
