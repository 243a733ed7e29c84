// Web pages made to cost their reader time or memory.
import { type Bodies, tooMuchFor } from './hostile-bodies.ts';

const SENTENCE = 'One of many sentences about kites, long enough, with a comma. ';
const TEXT = `<p>${SENTENCE.repeat(30)}</p>`;
const page = (inside: string): string =>
  `<!doctype html><html><head><title>Kites</title></head><body>${inside}</body></html>`;
const nested = (depth: number, inside: string): string =>
  `${'<div>'.repeat(depth)}${inside}${'</div>'.repeat(depth)}`;
const listOf = (many: number, one: (n: number) => string): string =>
  Array.from({ length: many }, (_, n) => one(n)).join('');
const or = (told: string): RegExp => new RegExp(`^${told}$|${tooMuchFor.page.source}`);
const tooMany = /^it has too many elements to be read$/;

export function hostilePages(): Bodies {
  return {
    '50,000 elements inside each other': [
      /^its elements nest too deep to be read$/,
      () => page(nested(50_000, SENTENCE)),
    ],
    '900 elements inside each other, 80 times': [
      or('(read, \\d+ words|no article was found on the page)'),
      () => page(nested(900, SENTENCE).repeat(80)),
    ],
    'half a million elements': [tooMany, () => page(TEXT + '<i></i>'.repeat(500_000))],
    '140,000 elements': [
      or('(read, \\d+ words|the page has almost no text.*)'),
      () => page(`<article>${TEXT}${'<i>a</i>'.repeat(70_000)}</article>`),
    ],
    'a table of 70,000 cells': [
      or('(read, \\d+ words|no article was found on the page)'),
      () => page(`<table>${`<tr>${'<td>a, b'.repeat(100)}`.repeat(700)}</table>`),
    ],
    '70,000 links': [
      or('read, \\d+ words'),
      () =>
        page(`<main>${listOf(70_000, (n) => `<a href="/${n}">A title that is long enough ${n}</a>`)}</main>`),
    ],
    '200,000 attributes on one element': [
      or('read, 330 words'),
      () => page(`<div ${listOf(200_000, (n) => `a${n}="1" `)}>${TEXT}</div>`),
    ],
    'one paragraph of 9 MB': [or('read, \\d+ words'), () => page(`<p>${SENTENCE.repeat(140_000)}</p>`)],
    'a script of 9 MB': [tooMany, () => page(`<script>${'x<y;'.repeat(2_250_000)}</script>${TEXT}`)],
    'JSON-LD of 100,000 lists inside each other': [
      or('read, 330 words'),
      () => page(`<script type="application/ld+json">${'['.repeat(100_000)}</script>${TEXT}`),
    ],
    '4.9 MB of empty objects as JSON-LD': [
      /^read, 330 words$/,
      () => page(`<script type="application/ld+json">[${'{},'.repeat(1_630_000)}{}]</script>${TEXT}`),
    ],
    '4.9 MB of line breaks': [
      or('read, 33\\d words'),
      () => page(`${TEXT}<pre>a${'\n'.repeat(4_900_000)}b</pre>`),
    ],
    'a style of 4.9 MB of commas': [
      or('read, 330 words|the page could not be parsed.*'),
      () => page(`<style>a${','.repeat(4_900_000)}b{display:none}</style>${TEXT}`),
    ],
    '9 MB of "<"': [tooMany, () => page('<'.repeat(9_000_000))],
    '149,000 entities': [
      or('(read, \\d+ words|the page has almost no text.*)'),
      () => page(`<p>${'&amp;x'.repeat(149_000)}</p>`),
    ],
    '19 MB that are not UTF-8': [
      or('no article was found on the page'),
      () => Buffer.concat([Buffer.from(page('<p>')), Buffer.alloc(19_000_000, 0xff)]),
    ],
  };
}
