// READMEs: Markdown by way of HTML, so that they get the same form as any other text.
import { marked } from 'marked';
import { finishReading, NOTHING_SAID, type ReadPage } from './read-result.ts';
import { textOfHtml } from './text-of-html.ts';

/** Characters that are looked at. */
const INPUT_LIMIT = 500_000;

export function readMarkdown(body: Uint8Array): ReadPage {
  const source = new TextDecoder().decode(body).slice(0, INPUT_LIMIT);
  const html = marked.parse(source, { async: false, gfm: true });
  const title = /^#\s+(.{1,300}?)\s*#*$/m.exec(source)?.[1] ?? null;
  return finishReading({ ...NOTHING_SAID, title: title && textOfHtml(title), text: textOfHtml(html) });
}
