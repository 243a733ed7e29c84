import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotOpml, parseOpml, writeOpml } from '../../src/sources/opml.ts';

describe('OPML', () => {
  test('folders are flattened, each address is taken once, and what is no address of the web is named', () => {
    const text = `<?xml version="1.0"?><opml version="1.1"><head><title>T</title></head><body>
      <outline text="AI &amp; more"><outline text="One" title="One &lt;b&gt;" xmlUrl="https://one.example.org/feed?a=1&amp;b=2" htmlUrl="https://one.example.org/"/>
        <outline text="Deeper"><outline type="rss" TEXT="Two" xmlurl="feed:https://two.example.org/rss"></outline></outline></outline>
      <outline text="One again" xmlUrl="https://one.example.org/feed?a=1&amp;b=2"/>
      <outline text="Not the web" xmlUrl="file:///etc/passwd"/><outline text="Only a site" htmlUrl="https://three.example.org"/>
      <outline xmlUrl="https://four.example.org/atom"/></body></opml>`;
    const { entries, refused } = parseOpml(text);
    expect(refused).toEqual(['file:///etc/passwd']);
    expect(entries).toEqual([
      { title: 'One <b>', url: 'https://one.example.org/feed?a=1&b=2', siteUrl: 'https://one.example.org/' },
      { title: 'Two', url: 'https://two.example.org/rss', siteUrl: null },
      { title: 'four.example.org', url: 'https://four.example.org/atom', siteUrl: null },
    ]);
  });

  test('entities that a document defines itself are not expanded, and no file is read', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <opml version="2.0"><body><outline text="&c;&f;" xmlUrl="https://one.example.org/feed"/></body></opml>`;
    const [entry] = parseOpml(bomb).entries;
    expect(entry?.title).not.toMatch(/x{10}|root:/);
  });

  test.each(['', 'hello', '<rss version="2.0"></rss>', '<!doctype html><html></html>'])(
    '%j is no OPML',
    (text) => {
      expect(() => parseOpml(text)).toThrow(NotOpml);
    },
  );

  test('whatever is written is read back', () => {
    const title = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.replace(/[\s\p{C}]+/gu, ' ').trim());
    const list = fc.uniqueArray(
      fc.record({
        title: title.filter((text) => text !== ''),
        url: fc.webUrl({ withQueryParameters: true }),
      }),
      { selector: ({ url }) => new URL(url).href, maxLength: 20 },
    );
    fc.assert(
      fc.property(list, (sources) => {
        expect(parseOpml(writeOpml(sources)).entries).toEqual(
          sources.map(({ title: name, url }) => ({ title: name, url: new URL(url).href, siteUrl: null })),
        );
      }),
    );
  });

  test('any text gives a list or NotOpml, never another error', () => {
    const scraps = fc.constantFrom(
      '<opml>',
      '<body>',
      '<outline ',
      'xmlUrl="http://a.b/"',
      '/>',
      '">',
      '&',
      '<!DOCTYPE',
      '<![CDATA[',
      '<!--',
      '</opml>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string()), { maxLength: 15 }), (parts) => {
        try {
          return Array.isArray(parseOpml(parts.join('')).entries);
        } catch (error) {
          return error instanceof NotOpml;
        }
      }),
      { numRuns: 500 },
    );
  });
});
