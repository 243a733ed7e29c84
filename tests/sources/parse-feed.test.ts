import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotAFeed, type ParsedFeed, parseFeed } from '../../src/sources/parse-feed.ts';
import { readBrokenFeed } from '../../src/sources/read-broken-feed.ts';

const SHARED = '../shared/data/feeds';
const hasShared = existsSync(SHARED);

async function read(text: string | Buffer, url = 'https://example.org/feeds/all.xml'): Promise<ParsedFeed> {
  return parseFeed(Buffer.from(text as string), { contentType: null, url });
}

const rss = (items: string, channel = '<title>Feed</title><link>https://example.org/</link>'): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>${channel}${items}</channel></rss>`;
const atom = (
  entries: string,
  feed = '<title>Feed</title><link href="https://example.org/"/>',
  root = '',
): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" ${root}>${feed}${entries}</feed>`;

describe('formats', () => {
  test('RSS 2.0 gives every field of an item', async () => {
    const feed = await read(
      rss(
        `<item><title>One &amp;amp; two</title><link>https://example.org/1?a=1&amp;b=2</link>
         <guid isPermaLink="false">id-1</guid><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate>
         <dc:creator>Ada Lovelace</dc:creator><description>Short.</description>
         <content:encoded><![CDATA[<p>Long <b>text</b>.</p>]]></content:encoded>
         <comments>https://news.ycombinator.com/item?id=1</comments></item>`,
        '<title>Feed</title><link>https://example.org/</link><ttl>90</ttl>',
      ),
    );
    expect(feed).toEqual({
      title: 'Feed',
      ttlMs: 90 * 60_000,
      quiet: null,
      parser: 'rss-parser',
      skipped: 0,
      items: [
        {
          guid: 'id-1',
          url: 'https://example.org/1?a=1&b=2',
          title: 'One & two',
          publishedAt: new Date('2026-01-01T10:00:00Z'),
          authors: ['Ada Lovelace'],
          html: '<p>Long <b>text</b>.</p>',
          kind: null,
          discussionUrl: 'https://news.ycombinator.com/item?id=1',
        },
      ],
    });
  });

  test.each(['0.91', '0.92', '2.0', '2.0.1', '1.0', ''])('RSS with version "%s" is read', async (version) => {
    const feed = await read(
      `<rss${version ? ` version="${version}"` : ''}><channel><title>F</title><item><title>T</title><link>https://example.org/1</link></item></channel></rss>`,
    );
    expect(feed.items).toMatchObject([
      { title: 'T', url: 'https://example.org/1', guid: 'https://example.org/1' },
    ]);
  });

  test('RDF is read, with its items beside the channel, and rdf:about as their id', async () => {
    const feed = await read(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
       <channel rdf:about="https://example.org/"><title>F</title></channel>
       <item rdf:about="urn:x:1"><title>T</title><link>https://example.org/1</link><dc:date>2026-01-01</dc:date></item></rdf:RDF>`,
    );
    expect(feed.items).toMatchObject([{ guid: 'urn:x:1', publishedAt: new Date('2026-01-01T00:00:00Z') }]);
  });

  test('Atom keeps the order of words and mark-up in XHTML', async () => {
    const feed = await read(
      atom(
        `<entry><id>tag:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b> <i>three</i> &lt;four&gt;</div></title>
         <link rel="self" href="https://example.org/1.atom"/><link rel="alternate" href="https://example.org/1"/>
         <published>2026-01-01T00:00:00Z</published><updated>2026-02-01T00:00:00Z</updated>
         <author><name>Ada</name></author><author><name>Alan</name></author>
         <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <em>big</em> world &amp; all<br/></p></div></content></entry>`,
      ),
    );
    expect(feed.items).toMatchObject([
      {
        title: 'One two three <four>',
        url: 'https://example.org/1',
        authors: ['Ada', 'Alan'],
        publishedAt: new Date('2026-01-01T00:00:00Z'),
        html: '<div><p>Hello <em>big</em> world &amp; all<br></p></div>',
      },
    ]);
  });

  test('Atom text is literal, Atom HTML is not', async () => {
    const entry = (type: string, title: string): string =>
      `<entry><id>${type}</id><title type="${type}">${title}</title><link href="/${type}"/></entry>`;
    const feed = await read(
      atom(
        entry('text', 'The &lt;video&gt; element') + entry('html', 'The &lt;b&gt;video&lt;/b&gt; element'),
      ),
    );
    expect(feed.items.map(({ title }) => title)).toEqual(['The <video> element', 'The video element']);
  });

  test('JSON Feed is read, and one bad item costs that item alone', async () => {
    const feed = await read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'F',
        home_page_url: 'https://example.org/',
        authors: [{ name: 'Ada' }],
        items: [
          {
            id: 7,
            url: '/7',
            title: 'Seven',
            content_html: '<p>x</p>',
            date_published: '2026-01-01T00:00:00Z',
          },
          'nonsense',
          null,
          {
            id: 'https://example.org/8',
            content_text: 'Eight & <more>',
            tags: 3,
            authors: 'nobody',
            title: { a: 1 },
          },
        ],
      }),
    );
    expect(feed.parser).toBe('json-feed');
    expect(feed.items).toMatchObject([
      { guid: '7', url: 'https://example.org/7', title: 'Seven', authors: ['Ada'] },
      {
        url: 'https://example.org/8',
        title: 'Eight & <more>',
        html: 'Eight &amp; &lt;more&gt;',
        publishedAt: null,
      },
    ]);
  });

  test('RSS written as JSON is read', async () => {
    const item = { title: 'T', link: 'https://example.org/1', guid: { '#value': 'g', isPermaLink: 'false' } };
    const feed = await read(
      JSON.stringify({ rss: { version: '2.0', channel: { title: 'F', item: [item] } } }),
    );
    expect(feed).toMatchObject({ title: 'F', items: [{ title: 'T', guid: 'g' }] });
  });
});

describe('broken feeds', () => {
  test.each([
    ['a bare ampersand', rss('<item><title>Q & A</title><link>https://example.org/1?a=1&b=2</link></item>')],
    [
      'an end that is cut off',
      rss('<item><title>T</title><link>https://example.org/1</link></item>').slice(0, -12),
    ],
    [
      'an unclosed tag',
      rss('<item><title>T</title><link>https://example.org/1</link><description><p>x</description></item>'),
    ],
    [
      'an attribute without quotes',
      '<rss version=2.0><channel><item><title>T</title><link>https://example.org/1</link></item></channel></rss>',
    ],
  ])('%s is left to the tolerant parser', async (_fault, text) => {
    const feed = await read(text);
    expect(feed.parser).toBe('feedparser');
    expect(feed.items).toHaveLength(1);
    expect(feed.items[0]?.url).toMatch(/^https:\/\/example\.org\/1/);
  });

  test.each([
    [
      'items outside of the channel',
      '<rss version="2.0"><channel><title>F</title></channel><item><title>T</title><link>https://example.org/1</link></item></rss>',
    ],
    [
      'a prefix for everything',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title><a:link href="https://example.org/1"/></a:entry></a:feed>',
    ],
    [
      'the doctype of a web page',
      '<!DOCTYPE html><rss version="2.0"><channel><item><title>T</title><link>https://example.org/1</link></item></channel></rss>',
    ],
    [
      'a comment before the declaration',
      `<!-- x --><?xml version="1.0"?><rss version="2.0"><channel><item><title>T</title><link>https://example.org/1</link></item></channel></rss>`,
    ],
    [
      'HTML entities',
      '<rss version="2.0"><channel><title>A&nbsp;&mdash; B</title><item><title>T</title><link>https://example.org/1</link></item></channel></rss>',
    ],
    [
      'names in capitals',
      '<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>T</TITLE><LINK>https://example.org/1</LINK></ITEM></CHANNEL></RSS>',
    ],
    [
      'white space before the declaration',
      ` \n<?xml version="1.0"?><rss version="2.0"><channel><item><title>T</title><link>https://example.org/1</link></item></channel></rss>`,
    ],
  ])('%s does not hide the items', async (_fault, text) => {
    expect((await read(text)).items).toMatchObject([{ title: 'T', url: 'https://example.org/1' }]);
  });

  test('a date that cannot be read costs the date, not the feed', async () => {
    const feed = await read(
      atom('<entry><id>1</id><title>T</title><link href="/1"/><updated>soon</updated></entry>'),
    );
    expect(feed).toMatchObject({ parser: 'rss-parser', items: [{ publishedAt: null }] });
  });

  test('entities that a document defines itself are not expanded', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <rss version="2.0"><channel><title>F</title><item><title>T &b; &f;</title><link>https://example.org/1</link></item></channel></rss>`;
    const feed = await read(bomb);
    expect(feed.items[0]?.title).not.toMatch(/x{10}|root:/);
  });

  test('mark-up nested without end is read or refused, but never followed to its end', async () => {
    const deep = '<b>'.repeat(50_000);
    const item = (text: string): string =>
      rss(
        `<item><title>T</title><link>https://example.org/1</link><description>${text}</description></item>`,
      );
    expect((await read(item(`${deep}x${'</b>'.repeat(50_000)}`))).items).toHaveLength(1);
    await expect(readBrokenFeed(item(`& ${deep}`))).rejects.toThrow('nested without end');
  });

  test('a feed that declares namespaces without end is refused by the tolerant parser', async () => {
    const spaces = Array.from({ length: 6_000 }, (_unused, index) => ` xmlns:a${index}="x"`).join('');
    await expect(readBrokenFeed(`<rss${spaces}><channel/></rss>`)).rejects.toThrow('namespaces without end');
  });

  test('an Atom link without attributes is a link all the same', async () => {
    const feed = await read(
      atom('<entry><id>1</id><title>T</title><link>https://example.org/1</link></entry>'),
    );
    expect(feed).toMatchObject({ parser: 'rss-parser', items: [{ url: 'https://example.org/1' }] });
  });
});

describe('links and ids', () => {
  test('relative links start from xml:base, else from the feed’s link, else from where the feed was read', async () => {
    const entry = '<entry><id>1</id><title>T</title><link href="a"/></entry>';
    const based = await read(atom(entry, '<title>F</title>', 'xml:base="https://base.org/x/"'));
    const nested = await read(
      atom(
        '<entry xml:base="y/"><id>1</id><title>T</title><link href="a"/></entry>',
        '',
        'xml:base="https://base.org/x/"',
      ),
    );
    const linked = await read(atom(entry, '<link href="https://site.org/blog/"/>'));
    const bare = await read(atom(entry, '<title>F</title>'));
    expect([based, nested, linked, bare].map((feed) => feed.items[0]?.url)).toEqual([
      'https://base.org/x/a',
      'https://base.org/x/y/a',
      'https://site.org/blog/a',
      'https://example.org/feeds/a',
    ]);
  });

  test.each([
    ['a permalink guid', '<guid>https://example.org/g</guid>', 'https://example.org/g'],
    ['a relative permalink guid', '<guid isPermaLink="true">/g</guid>', 'https://example.org/g'],
    [
      'a web address as guid that is said to be none',
      '<guid isPermaLink="false">https://example.org/g</guid>',
      'https://example.org/g',
    ],
    [
      'a recording',
      '<guid isPermaLink="false">7</guid><enclosure url="https://example.org/a.mp3" type="audio/mpeg"/>',
      'https://example.org/a.mp3',
    ],
    [
      'FeedBurner’s original',
      '<link>https://feedproxy.example.org/~r/x</link><feedburner:origLink>https://example.org/o</feedburner:origLink>',
      'https://example.org/o',
    ],
    [
      'a link that is no web address',
      '<link>javascript:alert(1)</link><guid>https://example.org/g</guid>',
      'https://example.org/g',
    ],
    ['a link without its scheme', '<link>www.example.org/w</link>', 'http://www.example.org/w'],
    ['a link with a password', '<link>https://user:pass@example.org/p</link>', 'https://example.org/p'],
  ])('%s leads to the article', async (_case, fields, url) => {
    expect((await read(rss(`<item><title>T</title>${fields}</item>`))).items[0]?.url).toBe(url);
  });

  test('an item without any address is left out and counted', async () => {
    const feed = await read(rss('<item><title>T</title></item><item><title>U</title><link>/u</link></item>'));
    expect(feed).toMatchObject({ skipped: 1, items: [{ title: 'U' }] });
  });

  test('the same item twice is one; one guid on different articles tells nothing and gives way to the link', async () => {
    const item = (guid: string, path: string): string =>
      `<item><title>${path}</title><link>https://example.org/${path}</link><guid isPermaLink="false">${guid}</guid></item>`;
    const feed = await read(rss(item('a', '1') + item('a', '1') + item('b', '2') + item('b', '3')));
    expect(feed.skipped).toBe(1);
    expect(feed.items.map(({ guid }) => guid)).toEqual([
      'a',
      'https://example.org/2',
      'https://example.org/3',
    ]);
  });

  test('entries without guid that share one link are told apart by their content, the same way each time', async () => {
    const item = (title: string): string =>
      `<item><title>${title}</title><link>https://example.org/changes</link></item>`;
    const once = await read(rss(item('1.0') + item('1.1')));
    const again = await read(rss(item('1.2') + item('1.0') + item('1.1')));
    expect(once.items).toHaveLength(2);
    expect(again.items.slice(1).map(({ guid }) => guid)).toEqual(once.items.map(({ guid }) => guid));
  });

  test('a new version of an arXiv paper keeps its id', async () => {
    const entry = (version: number): string =>
      atom(
        `<entry><id>oai:arXiv.org:2606.13677v${version}</id><title>T</title><link href="https://arxiv.org/abs/2606.13677"/></entry>`,
      );
    const [first, second] = [await read(entry(1)), await read(entry(2))];
    expect(first.items[0]).toMatchObject({ guid: 'oai:arXiv.org:2606.13677', kind: 'paper' });
    expect(second.items[0]?.guid).toBe(first.items[0]?.guid);
  });

  test.each([
    ['https://arxiv.org/pdf/2606.13677v2', 'paper'],
    ['https://openreview.net/forum?id=x', 'paper'],
    ['https://github.com/vllm-project/vllm/releases/tag/v1', 'tool'],
    ['https://huggingface.co/org/model-7b', 'model'],
    ['https://huggingface.co/blog/some-post', null],
    ['https://example.org/2026/post', null],
  ])('%s is hinted to be of kind %s', async (link, kind) => {
    expect((await read(rss(`<item><title>T</title><link>${link}</link></item>`))).items[0]?.kind).toBe(kind);
  });
});

describe('titles and names', () => {
  test('an item without a title gets the start of its text, or words from its address', async () => {
    const feed = await read(
      rss(
        `<item><link>https://example.org/1</link><description>&lt;p&gt;We shipped a fast model today. More soon.&lt;/p&gt;</description></item>
         <item><link>https://example.org/2026/a-good-post.html</link></item><item><title> </title><link>https://example.org/7</link></item>`,
      ),
    );
    expect(feed.items.map(({ title }) => title)).toEqual([
      'We shipped a fast model today. More soon.',
      'a good post',
      'example.org',
    ]);
  });

  test('mark-up where a string belongs becomes a string', async () => {
    const feed = await read(
      rss(
        '<item><title>A <em>new</em> day</title><link>https://example.org/1</link><author><name>Ada</name></author></item>',
      ),
    );
    expect(feed.items).toMatchObject([{ title: 'A new day', authors: ['Ada'] }]);
  });

  test.each([
    ['ada@example.org (Ada Lovelace)', ['Ada Lovelace']],
    ['Ada Lovelace &lt;ada@example.org&gt;', ['Ada Lovelace']],
    ['ada@example.org', []],
    ['noreply@blogger.com (Unknown)', []],
  ])('the author %j is shown as %j', async (author, names) => {
    const feed = await read(rss(`<item><title>T</title><link>/1</link><author>${author}</author></item>`));
    expect(feed.items[0]?.authors).toEqual(names);
  });

  test('a video’s text is found inside its media group', async () => {
    const feed = await read(
      rss(
        '<item><link>/v</link><media:group><media:title>V</media:title><media:description>Words</media:description></media:group></item>',
      ),
    );
    expect(feed.items).toMatchObject([{ title: 'V', html: 'Words' }]);
  });
});

describe('limits', () => {
  test('a feed of 1,500 items gives the 1,000 newest and counts the rest', async () => {
    const items = Array.from({ length: 1_500 }, (_unused, index) => {
      const date = new Date(Date.UTC(2020, 0, 1) + index * 86_400_000).toUTCString();
      return `<item><title>${index}</title><link>/${index}</link><pubDate>${date}</pubDate></item>`;
    });
    const feed = await read(rss(items.join('')));
    expect(feed).toMatchObject({ skipped: 500, items: { length: 1_000 } });
    expect(feed.items[0]?.title).toBe('1499');
    expect(feed.items.at(-1)?.title).toBe('500');
  });

  test.each(['newest', 'oldest'])(
    'of a feed of 20,000 items, the %s first, the 1,000 newest are kept',
    async (first) => {
      const items = Array.from({ length: 20_000 }, (_unused, index) => {
        const date = new Date(Date.UTC(2020, 0, 1) + index * 3_600_000).toUTCString();
        return `<item><title>${index}</title><link>/${index}</link><pubDate>${date}</pubDate></item>`;
      });
      const feed = await read(rss((first === 'newest' ? items.toReversed() : items).join('')));
      expect(feed).toMatchObject({ parser: 'rss-parser', items: { length: 1_000 } });
      expect(feed.items[0]?.title).toBe('19999');
      expect(feed.items.at(-1)?.title).toBe('19000');
    },
  );

  test('more than 10 MB are no feed', async () => {
    await expect(read(Buffer.alloc(10_000_001, ' '))).rejects.toThrow(/larger than 10 MB/);
  });
});

describe('what is no feed', () => {
  test.each([
    ['', 'The answer is empty'],
    [' \n ', 'The answer is empty'],
    ['hello', 'plain text'],
    ['<!doctype html><html><title>Log in</title></html>', 'a web page ("Log in")'],
    [
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
      'names https://example.org/feed.xml as its feed',
    ],
    ['<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', 'a sitemap'],
    ['<opml version="2.0"><body/></opml>', 'import it instead'],
    ['<note>hi</note>', 'XML (<note>)'],
    ['{"error":"not found"}', 'no JSON Feed'],
    ['{"items":', 'cannot be read as JSON'],
    ['%PDF-1.7', 'a PDF'],
  ])('%j is refused with words for it', async (text, reason) => {
    const refused = read(text);
    await expect(refused).rejects.toBeInstanceOf(NotAFeed);
    await expect(refused).rejects.toThrow(reason);
  });

  test('a feed without items is a feed', async () => {
    expect((await read(rss(''))).items).toEqual([]);
    expect((await read(atom(''))).items).toEqual([]);
  });

  test('arbitrary bytes give a feed or NotAFeed, never another error', async () => {
    const scraps = fc.constantFrom(
      '<rss version="2.0">',
      '<channel>',
      '</channel>',
      '<item>',
      '</item>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '<entry>',
      '</entry>',
      '<title type="xhtml">',
      '<title/>',
      '<link href="x"/>',
      '<link>',
      '<updated>x</updated>',
      '<guid/>',
      '<author>',
      '<content/>',
      '<content src=":"/>',
      '<rdf:RDF>',
      '<media:group>',
      '<constructor>',
      '<__proto__>',
      '&',
      '&#0;',
      '&#xd800;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '<?xml version="1.0" encoding="utf-16"?>',
      '<!DOCTYPE x [',
      '{"items":[',
      '{"id":1}',
      'null',
      ']}',
      '\u0000',
      '\ufeff',
      '<html>',
      '<cloud/>',
      '<itunes:owner/>',
      '<image/>',
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(fc.oneof(scraps, scraps, fc.string()), { maxLength: 25 })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.option(fc.string()), fc.webUrl(), async (bytes, contentType, url) => {
        const outcome = await parseFeed(bytes, { contentType, url }).catch((error: unknown) => error);
        if (outcome instanceof NotAFeed) return true;
        // An error of any other kind has no items, and fails here.
        return (outcome as ParsedFeed).items.every(
          ({ title, guid, url: link }) => title !== '' && guid !== '' && /^https?:/.test(link),
        );
      }),
      { numRuns: 1_500 },
    );
  });
});

describe.skipIf(!hasShared)('shared test data (../shared/data/feeds)', () => {
  const blogs = hasShared ? readdirSync(join(SHARED, 'ai-blogs')) : [];

  test.each(blogs)('ai-blogs/%s: every item has title, link, date and the same id twice', async (name) => {
    const body = readFileSync(join(SHARED, 'ai-blogs', name));
    const [once, twice] = [await read(body), await read(body)];
    const text = body.toString('utf8');
    const different = new Set(
      [...text.matchAll(/<(?:item|entry)[\s>][\s\S]*?<\/(?:item|entry)>/g)].map(
        ([item]) => /<(?:guid|id)\b[^>]*>([^<]*)</.exec(item)?.[1] ?? item,
      ),
    );
    expect(once.items).toHaveLength(different.size);
    expect(new Set(once.items.map(({ guid }) => guid)).size).toBe(once.items.length);
    expect(twice.items.map(({ guid }) => guid)).toEqual(once.items.map(({ guid }) => guid));
    const dated = /<(?:pubDate|published|updated)>/.test(text);
    for (const item of once.items) {
      expect(item.title.trim()).not.toBe('');
      expect(URL.canParse(item.url)).toBe(true);
      if (dated) expect(item.publishedAt).toBeInstanceOf(Date);
    }
  });

  test.each(hasShared ? readdirSync(join(SHARED, 'real-world')) : [])(
    'real-world/%s is read',
    async (name) => {
      const feed = await read(readFileSync(join(SHARED, 'real-world', name)));
      expect(feed.items.length).toBeGreaterThan(0);
    },
  );
});
