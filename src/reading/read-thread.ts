// What runs in the threads of reading: parsers of what the web sent. Nothing else imports this file.

import { type MeasuredText, measureText } from './language.ts';
import type { PageOrigin, ReadPage } from './read-page.ts';
import { readPage } from './read-page.ts';
import { textOfHtml } from './text-of-html.ts';

export function readDocument({ body, origin }: { body: Uint8Array; origin: PageOrigin }): ReadPage {
  return readPage(body, origin);
}

export function readSnippet(html: string): MeasuredText {
  return measureText(textOfHtml(html));
}
