// Turns a parsed tree into plain text: paragraphs apart by a blank line, list items with "- ", code as it stands.
// Walks without recursion, so that the depth of a page cannot overflow the stack.

/** The part of the DOM that is walked; linkedom's nodes have it. */
export interface TextNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly firstChild: TextNode | null;
  readonly nextSibling: TextNode | null;
  readonly parentNode: TextNode | null;
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
  'INPUT', 'SELECT', 'TEXTAREA', 'BUTTON', 'FIGCAPTION',
]);

/** Text of a tree. Hidden elements, scripts and styles are left out. */
export function textOfNode(root: TextNode): string {
  const writer = new TextWriter();
  let node: TextNode | null = root;
  while (node) {
    const skipped = node.nodeType === 1 && (DROPPED.has(nameOf(node)) || isHidden(node));
    if (!skipped) enter(writer, node);
    if (!skipped && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    if (!skipped) leave(writer, node);
    while (node && node !== root && !node.nextSibling) {
      node = node.parentNode;
      if (node) leave(writer, node);
    }
    node = !node || node === root ? null : node.nextSibling;
  }
  return writer.text();
}

function nameOf(node: TextNode): string {
  return node.nodeName.toUpperCase();
}

function isHidden(node: TextNode): boolean {
  if (!node.getAttribute) return false;
  if (node.getAttribute('hidden') !== null || node.getAttribute('aria-hidden') === 'true') return true;
  const style = node.getAttribute('style');
  return (
    style !== null && /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?\d)/i.test(style)
  );
}

function enter(writer: TextWriter, node: TextNode): void {
  const name = nameOf(node);
  if (node.nodeType === TEXT || node.nodeType === CDATA) writer.write(node.nodeValue ?? '');
  else if (name === 'BR') writer.lineBreak();
  else if (name === 'TD' || name === 'TH') writer.cell();
  else if (BLOCKS.has(name)) writer.block(name === 'TR' ? 'line' : 'paragraph');
  if (name === 'LI') writer.mark('- ');
  if (name === 'PRE') writer.openCode();
}

function leave(writer: TextWriter, node: TextNode): void {
  const name = nameOf(node);
  if (name === 'PRE') writer.closeCode();
  if (BLOCKS.has(name)) writer.block(name === 'LI' || name === 'TR' ? 'line' : 'paragraph');
}

/** Keeps the open line in pieces: looking at its end, or joining it, each time would take quadratic time. */
class TextWriter {
  readonly #parts: string[] = [];
  #line: string[] = [];
  #endsInSpace = true;
  #mark = '';
  #breaks = 0;
  #code = 0;

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
    if (this.#line.length > 0 && !this.#endsInSpace) this.#push(' ');
  }

  /** Ends the open line: what follows is a new paragraph, or only a new line. */
  block(apart: 'paragraph' | 'line'): void {
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

  openCode(): void {
    this.#code++;
  }

  closeCode(): void {
    this.#code = Math.max(0, this.#code - 1);
  }

  text(): string {
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
