import { describe, expect, it } from 'vitest';
import { feedLinks } from '../../src/sources/feed-links.ts';

const PAGE = 'https://lab.example/blog/';
const named = (html: string): string[] => feedLinks(html, PAGE).map(({ url }) => url);
const LINK = '<link rel="alternate" type="application/rss+xml" href="feed.xml">';

describe('the feeds that a page names', () => {
  it('are not those in its comments, and start from its base', () => {
    expect(named(LINK)).toEqual(['https://lab.example/blog/feed.xml']);
    expect(named(`<!-- ${LINK} -->`)).toEqual([]);
    expect(named(`<!-- a --><base href="/news/">${LINK}<!-- b -->`)).toEqual([
      'https://lab.example/news/feed.xml',
    ]);
  });

  // As an expression over the whole page each beginning looks for its end once more: half a minute and more, where one
  // search takes milliseconds.
  it.each(['<!--', '<link ', '<a ', '<base '])(
    'are looked for in a page of nothing but %s without going over it again and again',
    { timeout: 15_000 },
    (start) => {
      expect(named(start.repeat(100_000))).toEqual([]);
    },
  );

  it('are found behind a comment that never ends', () => {
    expect(named(`<!-- ${LINK}`)).toEqual(['https://lab.example/blog/feed.xml']);
  });
});
