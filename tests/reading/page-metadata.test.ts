import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { dateOf, type MetadataDocument, metadataOf } from '../../src/reading/page-metadata.ts';

const said = (head: string, body = '') =>
  metadataOf(
    parseHTML(`<!doctype html><html><head>${head}</head><body>${body}</body></html>`)
      .document as MetadataDocument,
    'https://example.org/blog/kite',
  );
const ld = (data: unknown): string => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('metadataOf', () => {
  it('takes the article of a JSON-LD graph, with its authors and publisher', () => {
    const graph = {
      '@graph': [
        { '@type': 'BreadcrumbList', name: 'Crumbs' },
        {
          '@type': ['BlogPosting'],
          headline: 'Kite',
          datePublished: '2026-08-01T10:00:00+02:00',
          author: [{ '@type': 'Person', name: 'Ada Example' }, 'Bo Example'],
          publisher: { name: 'Example Labs' },
          isAccessibleForFree: 'False',
        },
      ],
    };
    expect(said(ld(graph))).toMatchObject({
      title: 'Kite',
      byline: 'Ada Example, Bo Example',
      siteName: 'Example Labs',
      publishedAt: new Date('2026-08-01T08:00:00Z'),
      isFree: false,
    });
  });

  it('takes the citation tags of publishers, each author by themselves', () => {
    const head = `<meta name="citation_title" content="Attention"><meta name="citation_author" content="Example, Ada">
      <meta name="citation_author" content="Bo Example"><meta name="citation_publication_date" content="2017/06/12">
      <meta name="citation_doi" content="doi:10.48550/arXiv.1706.03762.">`;
    expect(said(head)).toMatchObject({
      title: 'Attention',
      byline: 'Ada Example, Bo Example',
      publishedAt: new Date('2017-06-12T00:00:00Z'),
      doi: '10.48550/arXiv.1706.03762',
    });
  });

  it.each([
    ['an author that is an address', '<meta property="article:author" content="https://example.org/ada">'],
    ['JSON-LD that is broken', '<script type="application/ld+json">{"@type": "Article", </script>'],
    [
      'JSON-LD that describes something else',
      ld({ '@type': 'Organization', name: 'Example', datePublished: '2020-01-01' }),
    ],
    ['a date that is none', '<meta name="date" content="soon">'],
  ])('passes over %s', (_, head) => {
    expect(said(head)).toMatchObject({
      title: null,
      byline: null,
      siteName: null,
      publishedAt: null,
      isFree: true,
    });
  });

  it('falls back to the time that the page shows', () => {
    expect(said('', '<article><time datetime="2026-02-03">3 February</time></article>').publishedAt).toEqual(
      new Date('2026-02-03T00:00:00Z'),
    );
  });
});

describe('dateOf', () => {
  it.each([
    ['2026-08-01', '2026-08-01T00:00:00.000Z'],
    ['2026-08-01T10:00', '2026-08-01T10:00:00.000Z'],
    ['2026-08-01 10:00:00', '2026-08-01T10:00:00.000Z'],
    ['2026-08-01T10:00:00+02:00', '2026-08-01T08:00:00.000Z'],
    ['2026/8', '2026-08-01T00:00:00.000Z'],
    ['August 1, 2026', '2026-08-01T00:00:00.000Z'],
    ['Sat, 01 Aug 2026 10:00:00 GMT', '2026-08-01T10:00:00.000Z'],
  ])('reads %s, without a zone as UTC', (text, iso) => {
    expect(dateOf(text)?.toISOString()).toBe(iso);
  });

  it.each(['', 'soon', '0001-01-01', '1970-01-01', '2999-01-01'])('does not take %j', (text) => {
    expect(dateOf(text)).toBeNull();
  });
});
