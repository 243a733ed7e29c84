// PDFs made to cost their reader time or memory, written by hand: no library makes such files.
import { deflateSync } from 'node:zlib';
import { type Bodies, tooMuchFor } from './hostile-bodies.ts';

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const ONE_PAGE = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE =
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>';
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

const { page: tooMuch } = tooMuchFor;
const or = (told: string): RegExp => new RegExp(`^${told}$|${tooMuch.source}`);

export function hostilePdfs(): Bodies {
  const text = (shows: string): Buffer => Buffer.from(`BT /F 10 Tf 50 700 Td ${shows} ET`);
  const pages = (rows: string, content: Buffer): Buffer =>
    pdf([CATALOG, `<< /Type /Pages ${rows} >>`, PAGE, stream(content), FONT]);
  return {
    'a page whose content unpacks to 300 MB': [tooMuch, () => withContent(Buffer.alloc(300_000_000, ' '))],
    'a page of 100 MB packed twice over': [
      tooMuch,
      () => pdf([CATALOG, ONE_PAGE, PAGE, packedTwice(Buffer.alloc(100_000_000, ' ')), FONT]),
    ],
    'two million pieces of text on one page': [
      or('read, \\d+ words'),
      () => withContent(text('(ab) Tj 0 -1 Td '.repeat(2_000_000))),
    ],
    'one piece of text of 40 MB': [tooMuch, () => withContent(text(`(${'word '.repeat(8_000_000)}) Tj`))],
    'lists a million deep': [
      or('the PDF holds no text: it may be a scan'),
      () => withContent(text(`${'['.repeat(1_000_000)} TJ`)),
    ],
    'says that it has a billion pages': [
      /^the page has almost no text/,
      () => pages('/Kids [3 0 R] /Count 1000000000', text('(One sentence.) Tj')),
    ],
    'pages that are their own parents': [
      /^the PDF could not be read \(Pages tree contains circular reference/,
      () => pages('/Kids [2 0 R 2 0 R 2 0 R] /Count 100', text('')),
    ],
    '100 pages of 5 MB each, all the same one': [
      or('read, \\d+ words'),
      () => pages(`/Kids [${'3 0 R '.repeat(100)}] /Count 100`, text('(ab cd) Tj 0 -1 Td '.repeat(250_000))),
    ],
    '19 MB that hold no object': [
      or('the PDF is broken'),
      () => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(19_000_000, '1 0 obj << ')]),
    ],
  };
}

const withContent = (content: Buffer): Buffer => pdf([CATALOG, ONE_PAGE, PAGE, stream(content), FONT]);

function stream(content: Buffer, filters = '/FlateDecode'): Buffer {
  const packed = deflateSync(content);
  return Buffer.concat([
    Buffer.from(`<< /Length ${packed.length} /Filter ${filters} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream'),
  ]);
}

const packedTwice = (content: Buffer): Buffer => stream(deflateSync(content), '[/FlateDecode /FlateDecode]');

/** The first object is the catalogue. */
function pdf(objects: (string | Buffer)[]): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [n, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${n + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(at);
    at += part.length;
    parts.push(part);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
