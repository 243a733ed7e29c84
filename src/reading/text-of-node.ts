// Turns a parsed tree into text that keeps its form: paragraphs apart by a blank line, headings with "#" marks, list
// items with "- ", code between "```" lines as it stands, cells of a row apart by " | ", formulas as characters.
// Marks stand at the start of lines alone, so that a sentence of the text is found on the page as it stands.
// Walks without recursion, so that the depth of a page cannot overflow the stack.

import { isHidden } from './hidden.ts';
import { textOfFormula } from './text-of-formula.ts';

/** The part of the DOM that is walked; linkedom's nodes have it. */
export interface TextNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly firstChild: TextNode | null;
  readonly nextSibling: TextNode | null;
  readonly parentNode: TextNode | null;
  readonly textContent?: string | null;
  getAttribute?(name: string): string | null;
}

const TEXT = 3;
const CDATA = 4;

// biome-ignore format: a table
const BLOCKS = new Set([
  'ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'BODY', 'DD', 'DETAILS', 'DIV', 'DL', 'DT', 'FIGURE',
  'FOOTER', 'FORM', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HEADER', 'HR', 'LI', 'MAIN', 'NAV', 'OL', 'P', 'PRE',
  'SECTION', 'SUMMARY', 'TABLE', 'TBODY', 'TFOOT', 'THEAD', 'TR', 'UL',
]);

// biome-ignore format: a table
const DROPPED = new Set([
  'SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'IFRAME', 'OBJECT', 'EMBED', 'SVG', 'CANVAS', 'AUDIO', 'VIDEO', 'HEAD',
  'INPUT', 'SELECT', 'TEXTAREA', 'BUTTON',
]);

/** Text of a tree. Hidden elements, scripts and styles are left out. */
export function textOfNode(root: TextNode): string {
  const writer = new TextWriter();
  let node: TextNode | null = root;
  while (node) {
    const skipped = node.nodeType === 1 && isSkipped(node);
    const formula = !skipped && nameOf(node) === 'MATH';
    if (formula) writer.write(textOfFormula(node));
    else if (!skipped) enter(writer, node);
    if (!skipped && !formula && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    if (!skipped && !formula) leave(writer, node);
    while (node && node !== root && !node.nextSibling) {
      node = node.parentNode;
      if (node) leave(writer, node);
    }
    node = !node || node === root ? null : node.nextSibling;
  }
  return writer.text();
}

function isSkipped(node: TextNode): boolean {
  const name = nameOf(node);
  return (
    DROPPED.has(name) || isHidden(node) || isLineNumber(node) || (name === 'FIGCAPTION' && !isNumbered(node))
  );
}

/** Line numbers that highlighters set beside code. */
const LINE_NUMBERS =
  /(?:^|[\s_-])(?:lineno|linenos|line-?numbers?(?:-rows)?|gutter|blob-num|ln-num)(?:$|\s)/i;

function isLineNumber(node: TextNode): boolean {
  const classes = node.getAttribute?.('class');
  return classes ? LINE_NUMBERS.test(classes) && /^[\s\d]*$/.test(node.textContent ?? '') : false;
}

/** The text speaks of "Figure 3"; what stands under a photograph is not of the text. */
const NUMBERED = /^\s*(?:fig(?:ure)?|tab(?:le)?|algorithm|listing|图|表|図)\.?\s*\d/i;

function isNumbered(caption: TextNode): boolean {
  return NUMBERED.test(caption.textContent ?? '');
}

function nameOf(node: TextNode): string {
  return node.nodeName.toUpperCase();
}

function enter(writer: TextWriter, node: TextNode): void {
  const name = nameOf(node);
  if (node.nodeType === TEXT || node.nodeType === CDATA) writer.write(node.nodeValue ?? '');
  else if (name === 'BR') writer.lineBreak();
  else if (name === 'TD' || name === 'TH') writer.cell();
  else if (BLOCKS.has(name)) writer.block(LINES.has(name) ? 'line' : 'paragraph');
  if (name === 'LI') writer.mark('- ');
  else if (HEADING.test(name)) writer.mark(`${'#'.repeat(Number(name[1]))} `);
  else if (name === 'PRE') writer.openCode(languageOf(node));
}

function leave(writer: TextWriter, node: TextNode): void {
  const name = nameOf(node);
  if (name === 'PRE') writer.closeCode();
  if (BLOCKS.has(name)) writer.block(name === 'LI' || LINES.has(name) ? 'line' : 'paragraph');
}

const HEADING = /^H[1-6]$/;
/** Parts of a table follow line by line. */
const LINES = new Set(['TR', 'TBODY', 'THEAD', 'TFOOT']);

/** `<pre><code class="language-python">`; highlighters agree on that class. */
function languageOf(pre: TextNode): string {
  for (const node of [pre, pre.firstChild]) {
    const named = /\b(?:lang(?:uage)?|highlight-source|brush:?)[-\s]([\w+#.]{1,20})/i.exec(
      node?.getAttribute?.('class') ?? '',
    );
    if (named?.[1]) return named[1].toLowerCase();
  }
  return '';
}

/** Keeps the open line in pieces: looking at its end, or joining it, each time would take quadratic time. */
class TextWriter {
  readonly #parts: string[] = [];
  #line: string[] = [];
  #endsInSpace = true;
  #mark = '';
  #breaks = 0;
  #code = 0;
  #language = '';

  write(raw: string): void {
    if (this.#code > 0) {
      this.#push(raw.replace(/\r\n?/g, '\n'));
      return;
    }
    const text = raw.replace(/\s+/g, ' ');
    this.#push(this.#endsInSpace ? text.trimStart() : text);
  }

  lineBreak(): void {
    if (this.#code > 0) this.#push('\n');
    else if (this.#line.length > 0) this.#closeLine(1);
    else if (this.#parts.length > 0) this.#breaks = 2;
  }

  cell(): void {
    if (this.#line.length > 0 && this.#code === 0) this.#push(this.#endsInSpace ? '| ' : ' | ');
  }

  /** Ends the open line: what follows is a new paragraph, or only a new line. */
  block(apart: 'paragraph' | 'line'): void {
    // Some pages make each line of code a block of its own.
    if (this.#code > 0) {
      if (this.#line.length > 0 && !this.#line.at(-1)?.endsWith('\n')) this.#push('\n');
      return;
    }
    const breaks = apart === 'paragraph' ? 2 : 1;
    if (this.#line.length > 0) this.#closeLine(breaks);
    // A paragraph right at the start of a list item begins no new one.
    else if (this.#mark === '') this.#breaks = Math.max(this.#breaks, breaks);
  }

  /** Starts the next line with a mark. Items of a list stand close together. */
  mark(mark: string): void {
    const previous = this.#parts.at(-1) ?? '';
    if (previous.startsWith('- ')) this.#breaks = 1;
    this.#mark = mark;
  }

  openCode(language: string): void {
    if (this.#code === 0) {
      this.block('paragraph');
      // A mark belongs to a line of text; code cannot begin with one.
      this.#mark = '';
      this.#language = language;
    }
    this.#code++;
  }

  closeCode(): void {
    if (this.#code !== 1) {
      this.#code = Math.max(0, this.#code - 1);
      return;
    }
    const code = this.#line.join('').replace(/^\n+/, '').trimEnd();
    this.#code = 0;
    // A fence longer than any inside, as Markdown has it.
    const fence = '`'.repeat(Math.max(2, ...(code.match(/^`{3,}/gm) ?? []).map((run) => run.length)) + 1);
    this.#line = code === '' ? [] : [`${fence}${this.#language}\n${code}\n${fence}`];
    this.#closeLine(2);
  }

  text(): string {
    if (this.#code > 0) {
      this.#code = 1;
      this.closeCode();
    }
    this.#closeLine(0);
    return this.#parts.join('').trim();
  }

  #push(text: string): void {
    if (text === '') return;
    if (this.#mark !== '') {
      this.#line.push(this.#mark);
      this.#mark = '';
    }
    this.#line.push(text);
    this.#endsInSpace = text.endsWith(' ') || text.endsWith('\n');
  }

  #closeLine(breaks: number): void {
    const line = this.#line.join('').replace(/^\n+/, '').trimEnd();
    if (line !== '') {
      if (this.#parts.length > 0) this.#parts.push('\n'.repeat(Math.max(1, this.#breaks)));
      this.#parts.push(line);
      this.#breaks = breaks;
    }
    this.#line = [];
    this.#endsInSpace = true;
  }
}
