import fc from 'fast-check';
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
