import fc from 'fast-check';
import normalizeUrl from 'normalize-url';
import { describe, expect, it } from 'vitest';
import { arxivId, canonicalUrl, readingMinutes } from '../../src/domain/article.ts';

describe('canonicalUrl', () => {
  it.each([
    ['http://www.example.com/post/', 'https://example.com/post'],
    ['https://example.com/post?utm_source=x&utm_medium=y', 'https://example.com/post'],
    ['https://example.com/post?b=2&a=1#part', 'https://example.com/post?a=1&b=2'],
    ['https://user:secret@example.com/post', 'https://example.com/post'],
    ['https://arxiv.org/pdf/2401.01234v3.pdf', 'https://arxiv.org/abs/2401.01234'],
    ['http://export.arxiv.org/abs/2401.01234v1', 'https://arxiv.org/abs/2401.01234'],
    ['https://example.com:8443/a', 'https://example.com:8443/a'],
  ])('gives %s the address %s', (address, expected) => {
    expect(canonicalUrl(address)).toBe(expected);
  });

  it('keeps articles apart that differ in a parameter of theirs', () => {
    expect(canonicalUrl('https://example.com/watch?v=1')).not.toBe(
      canonicalUrl('https://example.com/watch?v=2'),
    );
  });

  it('refuses what is no page', () => {
    expect(() => canonicalUrl('javascript:alert(1)')).toThrow(TypeError);
    expect(() => canonicalUrl('mailto:a@example.com')).toThrow(TypeError);
    expect(() => canonicalUrl('not an address')).toThrow(TypeError);
  });

  it('gives a canonical address itself back', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (address) => {
        const canonical = canonicalUrl(address);
        expect(canonicalUrl(canonical)).toBe(canonical);
      }),
    );
  });

  it('gives plain addresses what normalize-url gives them', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/);
    const host = fc
      .tuple(fc.constantFrom('', 'www.', 'www.www.', 'WWW.'), fc.array(label, { minLength: 1, maxLength: 3 }))
      .map(([www, labels]) => `${www}${labels.join('.')}`);
    const odd = fc.constantFrom(
      '',
      '/',
      '//',
      '.',
      '..',
      ':',
      '@',
      ';',
      '!',
      '~',
      '%41',
      '%2f',
      'é',
      '\\',
      'http://',
    );
    const path = fc
      .array(fc.oneof(fc.webSegment(), odd), { maxLength: 4 })
      .map((parts) => parts.map((part) => `/${part}`).join(''));
    const end = fc.constantFrom('', '/', '#part', '/#', '#/a?b');
    const port = fc.constantFrom('', ':80', ':443', ':8080', '.');
    const scheme = fc.constantFrom('http', 'https', 'HTTP');
    const address = fc
      .tuple(scheme, fc.constantFrom('', 'me:secret@'), host, port, path, end)
      .map(([s, who, h, p, rest, last]) => `${s}://${who}${h}${p}${rest}${last}`)
      .filter((text) => URL.canParse(text));
    fc.assert(
      fc.property(address, (text) => {
        const url = new URL(text);
        const expected = normalizeUrl(url.href, {
          forceHttps: url.port === '',
          stripAuthentication: true,
          stripHash: true,
          stripWWW: true,
        });
        expect(canonicalUrl(text)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('throws nothing but TypeError on arbitrary text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          canonicalUrl(text);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});

describe('arxivId', () => {
  it('knows a version, old ids, and what is not a paper', () => {
    expect(arxivId('https://arxiv.org/abs/2401.01234v2')).toEqual({ id: '2401.01234', version: 2 });
    expect(arxivId('https://arxiv.org/abs/hep-th/9901001')).toEqual({ id: 'hep-th/9901001', version: null });
    expect(arxivId('https://arxiv.org/list/cs.CL/new')).toBeNull();
    expect(arxivId('https://notarxiv.org/abs/2401.01234')).toBeNull();
  });
});

describe('readingMinutes', () => {
  it('is at least a minute, and unknown for a text that was not read', () => {
    expect(readingMinutes(10)).toBe(1);
    expect(readingMinutes(2300)).toBe(10);
    expect(readingMinutes(null)).toBeNull();
  });
});
