import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPdf, readPdf } from '../../src/reading/read-pdf.ts';
import type { ReadPage } from '../../src/reading/read-result.ts';
import { type Draw, drawAt, makePdf, sentence, sentences } from './make-pdf.ts';

const read = async (draw: Draw, options?: PDFKit.PDFDocumentOptions): Promise<ReadPage> =>
  await readPdf(await makePdf(draw, options));
const textOf = (result: ReadPage): string =>
  result.kind === 'read' ? result.text : `unreadable: ${result.reason}`;

/** Two columns, drawn row by row, as some programs do. */
const twoColumns: Draw = (document) => {
  document.fontSize(18).text('A Title Over Both Columns', 120, 60).fontSize(10);
  const column = (word: string, n: number): string => `${word} ${n} goes on until it fills its column well`;
  for (let n = 0; n < 30; n += 1) {
    drawAt(document, [
      [72, 120 + n * 14, column('Left', n)],
      [320, 120 + n * 14, column('Right', n)],
    ]);
  }
};

describe('readPdf', () => {
  it('reads one column after the other, whatever the order in which they are drawn', async () => {
    const text = textOf(await read(twoColumns)).replace(/\s+/g, ' ');
    expect(text).toMatch(
      /^## A Title Over Both Columns Left 0 goes on until it fills its column well Left 1 /,
    );
    expect(text).toMatch(/Left 29 goes on until it fills its column well Right 0 /);
    expect(text).toMatch(/Right 29 goes on until it fills its column well$/);
  });

  it('reads text that flows through columns, justified, over two pages', async () => {
    const text = textOf(
      await read((document) => {
        document
          .fontSize(10)
          .text(sentences(0, 60), { columns: 2, columnGap: 20, align: 'justify', height: 600 });
        document
          .addPage()
          .text(sentences(120, 180), { columns: 2, columnGap: 20, align: 'justify', height: 600 });
      }),
    ).replace(/\s+/g, ' ');
    expect(text).toContain(sentences(0, 60));
    expect(text).toContain(sentences(120, 180));
  });

  it('makes words whole that were divided at a line’s end, and leaves hyphens that are theirs', async () => {
    const text = textOf(
      await read((document) => {
        drawAt(document.fontSize(10), [
          [72, 80, `${sentences(0, 1)} This state-of-the-art method is about specu-`],
          [72, 92, 'lative decoding, and its results are again state-of-the-'],
          [72, 104, `art results. ${sentence(1)}`],
          [72, 116, sentences(2, 4)],
        ]);
      }),
    );
    expect(text).toContain('about speculative decoding');
    expect(text).toContain('again state-of-the-art results');
  });

  it('leaves out page headers, footers, page numbers and turned stamps', async () => {
    const text = textOf(
      await read((document) => {
        for (let page = 1; page <= 4; page += 1) {
          if (page > 1) document.addPage();
          drawAt(document.fontSize(9), [[72, 40, `Journal of Drafts, volume ${page}`]]);
          document.text(String(page), 300, 720, { lineBreak: false });
          document
            .save()
            .rotate(90, { origin: [30, 300] })
            .text('a stamp in the margin', 30, 300, { lineBreak: false });
          document
            .restore()
            .fontSize(10)
            .text(sentences(page * 10, page * 10 + 8), 72, 120);
        }
      }),
    );
    expect(text).not.toMatch(/Journal|volume|stamp|\n\d+\n/);
    expect(text).toContain(sentence(47));
  });

  it('keeps paragraphs, headings and list marks, and stops at the references', async () => {
    const result = await read((document) => {
      document
        .fontSize(20)
        .text('Drafting Without a Second Model')
        .moveDown()
        .fontSize(14)
        .text('1 Introduction');
      document.fontSize(10).text(sentences(0, 12)).moveDown().text(sentences(12, 20)).moveDown();
      document.text('• one thing that helps').text('• another thing').moveDown();
      document.fontSize(14).text('References').fontSize(10).text('[1] A. Author. A paper of theirs. 2020.');
    });
    expect(result).toMatchObject({ kind: 'read', title: 'Drafting Without a Second Model' });
    const text = textOf(result);
    expect(text).toContain('## 1 Introduction\n\nSentence 0 ');
    expect(text.replace(/(?<!\n)\n(?!\n)/g, ' ')).toContain(`${sentence(11)}\n\n${sentence(12)}`);
    expect(text).toMatch(/\n\n- one thing that helps\n- another thing$/);
    expect(text).not.toContain('References');
  });

  it('takes its title and author from the file, unless they name the program that made it', async () => {
    const draw: Draw = (document) => document.fontSize(10).text(sentences(0, 20));
    const info = { Title: 'A title', Author: 'Ada Example' };
    expect(await read(draw, { info })).toMatchObject({ title: 'A title', byline: 'Ada Example' });
    expect(await read(draw, { info: { Title: 'paper.dvi' } })).toMatchObject({ title: null });
  });

  it('reads the first hundred of 2,000 pages, and says so', async () => {
    const result = await read((document) => {
      for (let page = 0; page < 2_000; page += 1) {
        if (page > 0) document.addPage();
        document.fontSize(10).text(sentence(page), 72, 120, { lineBreak: false });
      }
    });
    expect(result).toMatchObject({ kind: 'read', pages: { read: 100, total: 2_000 } });
    expect(textOf(result)).toContain('Sentence 99 ');
    expect(textOf(result)).not.toContain('Sentence 100 ');
  });

  it('begins no further page when its time is over', async () => {
    const file = await makePdf((document) =>
      document.text(sentences(0, 20)).addPage().text(sentences(20, 40)),
    );
    expect(await readPdf(file, { pages: 10, timeMs: -1 })).toMatchObject({ kind: 'unreadable' });
  });

  it.each([
    ['asks for a password', (document: PDFKit.PDFDocument) => document.text(sentences(0, 20)), 'password'],
    ['has pictures alone', (document: PDFKit.PDFDocument) => document.rect(0, 0, 90, 90).fill('red'), 'scan'],
  ])('does not read a PDF that %s, and says why', async (_, draw, reason) => {
    const secret = reason === 'password' ? { userPassword: 'x', ownerPassword: 'y' } : {};
    expect(await read(draw, secret)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) });
  });

  it('reads a PDF whose index is wrong, and never throws', async () => {
    const file = await makePdf((document) => document.fontSize(10).text(sentences(0, 30)), {
      compress: false,
    });
    const misled = file.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7');
    expect(textOf(await readPdf(Buffer.from(misled, 'latin1')))).toContain(sentence(3));
    expect(await readPdf(Buffer.from('%PDF-1.7 nothing else'))).toEqual({
      kind: 'unreadable',
      reason: 'the PDF is broken',
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(file.length - 1),
        fc.nat(255),
        fc.nat(file.length),
        async (at, byte, length) => {
          const broken = Buffer.from(file);
          broken[at] = byte;
          expect(['read', 'unreadable']).toContain((await readPdf(broken.subarray(0, length))).kind);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells a PDF by its type or its first bytes', async () => {
    expect(isPdf(Buffer.from('%PDF-1.4'), 'application/octet-stream')).toBe(true);
    expect(isPdf(Buffer.from('x'), 'application/pdf')).toBe(true);
    expect(isPdf(Buffer.from('<html>'), 'text/html')).toBe(false);
  });
});
