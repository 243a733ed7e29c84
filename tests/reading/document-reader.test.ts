import { afterAll, describe, expect, it } from 'vitest';
import { createDocumentReader } from '../../src/reading/document-reader.ts';
import { createThreadPool } from '../../src/threads/thread-pool.ts';
import { makePdf, sentences } from './make-pdf.ts';

const pool = createThreadPool({ maxThreads: 1 });
afterAll(() => pool.close());

const ORIGIN = { url: 'https://example.org/kite', contentType: 'text/html' };
const page = (paragraphs: number): Buffer =>
  Buffer.from(
    `<html><body><article>${'<p>One of many sentences about kites, long enough, with a comma.</p>'.repeat(paragraphs)}</article></body></html>`,
  );

describe('the reader', () => {
  it('reads a page and the text of a feed in a thread', async () => {
    const reader = createDocumentReader(pool);
    expect(await reader.readDocument(page(10), ORIGIN)).toMatchObject({ kind: 'read', wordCount: 110 });
    expect(await reader.readSnippet('<p>Ein Satz &uuml;ber Drachen und &Auml;hnliches.</p>')).toEqual({
      text: 'Ein Satz über Drachen und Ähnliches.',
      language: 'de',
      wordCount: 6,
    });
  });

  it('reads a PDF, whatever type it is said to have', async () => {
    const file = await makePdf((document) => document.fontSize(10).text(sentences(0, 20)));
    const origin = { url: 'https://example.org/a', contentType: 'application/octet-stream' };
    expect(await createDocumentReader(pool).readDocument(file, origin)).toMatchObject({
      kind: 'read',
      pages: { read: 1, total: 1 },
    });
  });

  it('counts a page as unreadable that takes too long, says so, and goes on', async () => {
    const hasty = createDocumentReader(pool, { documentMs: 1, snippetMs: 1 });
    expect(await hasty.readDocument(page(2_000), ORIGIN)).toEqual({
      kind: 'unreadable',
      reason: 'reading it took too long',
    });
    expect(await hasty.readSnippet('<p>'.repeat(50_000))).toMatchObject({ text: '', wordCount: 0 });
    expect(await createDocumentReader(pool).readDocument(page(10), ORIGIN)).toMatchObject({ kind: 'read' });
  });
});
