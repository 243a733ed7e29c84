// Feeds made to cost their reader time or memory, each within the cap on bytes.
import { type Bodies, tooMuchFor } from './hostile-bodies.ts';

const item = (n: number): string => `<item><title>T${n}</title><link>https://e.org/${n}</link></item>`;
const rss = (inside: string): string =>
  `<rss version="2.0"><channel><title>F</title>${inside}</channel></rss>`;
const rssItem = (inside: string): string => rss(`<item><link>https://e.org/1</link>${inside}</item>`);
const atom = (inside: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${inside}</feed>`;
const atomEntry = (inside: string): string =>
  atom(`<entry><title>T</title><link href="https://e.org/1"/><id>urn:1</id>${inside}</entry>`);
const listOf = (many: number, one: (n: number) => string, between = ''): string =>
  Array.from({ length: many }, (_, n) => one(n)).join(between);
/** Deeper than any parser's recursion. */
const nested = (name: string): string => `${`<${name}>`.repeat(50_000)}x${`</${name}>`.repeat(50_000)}`;
/** "Billion laughs": each entity ten of the one before. */
const laughs = (root: string, feed: string): string =>
  `<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY a0 "ha">${listOf(12, (n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`)}]>${feed}`;
const outside = (feed: string): string =>
  `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${feed}`;
const tooMuch = tooMuchFor.feed;
/** On a busy machine time may end what is within its memory. */
const readOrSlow = (items: string): RegExp => new RegExp(`^${items}$|took more than 10 s`);
const readOr = (items: string): RegExp => new RegExp(`^${items}$|${tooMuch.source}`);

export function hostileXml(): Bodies {
  return {
    'RSS: 50,000 elements inside each other': [
      /^1 items/,
      () => rssItem(`<description>${nested('b')}</description>`),
    ],
    'RSS: 50,000 elements inside each other, never closed': [
      /^The answer begins like a feed but cannot be read as one/,
      () => `<rss><channel><item><description>${'<b>'.repeat(50_000)}`,
    ],
    'Atom: XHTML of 50,000 elements inside each other': [
      /^1 items/,
      () => atomEntry(`<content type="xhtml"><div>${nested('b')}</div></content>`),
    ],
    'Atom: 50,000 entries inside each other': [
      /^The answer begins like a feed but cannot be read as one/,
      () => atom(nested('entry')),
    ],
    'RSS: entities that make a billion of one': [
      /^1 items, the first "&a12;"/,
      () => laughs('rss', rssItem('<title>&a12;</title>')),
    ],
    'Atom: entities that make a billion of one': [
      /^1 items, the first "T"/,
      () => laughs('feed', atomEntry('<summary>&a12;</summary>')),
    ],
    'RSS: an entity that names a file': [
      /^1 items, the first "&f;"/,
      () => outside(rssItem('<title>&f;</title>')),
    ],
    // As short as items can be.
    'RSS: 200,000 items': [
      /^1000 items/,
      () => rss(listOf(200_000, (n) => `<item><link>http://e/${n}</link></item>`)),
    ],
    'RSS: 200,000 items, not well-formed': [
      /^1000 items/,
      () => rss(`& ${listOf(200_000, (n) => `<item><link>http://e/${n}</link></item>`)}`),
    ],
    'Atom: 200,000 entries': [
      /^1000 items/,
      () => atom(listOf(200_000, (n) => `<entry><link href="http://e/${n}"/></entry>`)),
    ],
    'RSS: 2 MB of items without an end': [
      readOr('\\d+ items.*'),
      () => rss(listOf(60_000, (n) => `<item><link>http://e/${n}</link>`)),
    ],
    'RSS: 10 MB of empty elements': [tooMuch, () => rss(`<item>${'<a/>'.repeat(2_400_000)}</item>`)],
    'RSS: 10 MB of empty elements, not well-formed': [
      tooMuch,
      () => rss(`&<item>${'<a/>'.repeat(2_400_000)}</item>`),
    ],
    'RSS: 300,000 attributes on one element': [
      readOr('1 items.*'),
      () => `<rss ${listOf(300_000, (n) => `a${n}="1"`, ' ')}><channel>${item(1)}</channel></rss>`,
    ],
    'RSS: 60,000 namespaces': [
      /^The answer begins like a feed but cannot be read as one/,
      () => `<rss ${listOf(60_000, (n) => `xmlns:n${n}="u${n}"`, ' ')}><channel>&${item(1)}</channel></rss>`,
    ],
    'RSS: 9 MB of namespaces': [
      /^The answer begins like a feed but cannot be read as one/,
      () => `<rss>&<channel ${' xmlns:'.repeat(1_300_000)}>${item(1)}</channel></rss>`,
    ],
    'RSS: one title of 4 MB': [
      readOr('[01] items.*'),
      () => rssItem(`<title>${'<a'.repeat(2_000_000)}</title>`),
    ],
    'RSS: one text of 9 MB': [
      readOr('1 items.*'),
      () => rssItem(`<description>${'wörd '.repeat(1_500_000)}</description>`),
    ],
    'RSS: a comment that never ends': [readOr('0 items.*'), () => `<rss><!--${'-'.repeat(5_000_000)}`],
    'RSS: 9 MB that are not UTF-8': [
      readOrSlow('1 items.*'),
      () =>
        Buffer.concat([
          Buffer.from('<rss><channel><title>'),
          Buffer.alloc(9_000_000, 0xff),
          Buffer.from(`</title>${item(1)}</channel></rss>`),
        ]),
    ],
    'RSS: 9 MB of two bytes a letter, and one byte that is none': [
      readOrSlow('1 items.*'),
      () =>
        Buffer.concat([
          Buffer.from(`<rss><channel><title>${'я'.repeat(4_500_000)}`),
          Buffer.from([0xff]),
          Buffer.from(`</title>${item(1)}</channel></rss>`),
        ]),
    ],
  };
}

export function hostileJson(): Bodies {
  const feed = (items: string): string =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[${items}]}`;
  const tooMany = /^The answer holds more than 400,000 values$/;
  return {
    'JSON Feed: 200,000 items': [tooMany, () => feed(listOf(200_000, (n) => `{"url":"http://e/${n}"}`, ','))],
    'JSON Feed: 60,000 items': [
      readOr('1000 items.*'),
      () => feed(listOf(60_000, (n) => `{"url":"http://e/${n}"}`, ',')),
    ],
    // Unguarded, this one ends the process.
    'JSON Feed: 10 MB of empty items': [tooMany, () => feed(listOf(3_300_000, () => '{}', ','))],
    'JSON: lists 100,000 deep': [
      /^The answer begins like JSON but cannot be read as JSON$/,
      () => '['.repeat(100_000),
    ],
    'JSON: 10 MB of empty lists': [tooMany, () => `[${listOf(3_300_000, () => '[]', ',')}]`],
    'JSON: 780,000 members with names of their own': [
      tooMany,
      () => `{"title":"F",${listOf(780_000, (n) => `"${n}x":0`, ',')},"items":[]}`,
    ],
  };
}
