// PDFs for tests, made when they are needed.
import PDFDocument from 'pdfkit';

export type Draw = (document: PDFKit.PDFDocument) => void;

export function makePdf(draw: Draw, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const document = new PDFDocument(options);
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const made = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(parts))));
  draw(document);
  document.end();
  return made;
}

const WORDS =
  'speed model layer draft check token train score batch small large first every second without quality memory'.split(
    ' ',
  );

/** Sentences that differ from one another: number `n` and words in an order of its own. */
export function sentence(n: number): string {
  const words = Array.from({ length: 9 }, (_, at) => WORDS[(n * 7 + at * (1 + (n % 5))) % WORDS.length]);
  return `Sentence ${n} says ${words.join(' ')}.`;
}

export const sentences = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => sentence(from + at)).join(' ');

/** Lines at given places, as other programs draw them: in any order. */
export function drawAt(
  document: PDFKit.PDFDocument,
  lines: readonly [x: number, y: number, text: string][],
): void {
  for (const [x, y, text] of lines) document.text(text, x, y, { lineBreak: false });
}
