import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Collected, FRESH_STATE, type Source } from '../../src/domain/source.ts';
import { createCollector, type SourceCollector } from '../../src/sources/collector.ts';
import type { Politeness } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { memoryLedger } from '../support/host-ledger.ts';
import { inThisThread } from '../support/threads.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const ARXIV = '../shared/data/api/arxiv_transformer.xml';

const FEED =
  '<rss version="2.0"><channel><title>F</title><link>https://example.org/</link><ttl>60</ttl>' +
  '<skipHours><hour>3</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Saturday</day></skipDays>' +
  '<item><title>Now</title><link>https://example.org/1</link><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>' +
  '<item><title>Then</title><link>https://example.org/2</link><pubDate>Sun, 22 Nov 2037 10:00:00 GMT</pubDate></item>' +
  '</channel></rss>';

interface Bench {
  server: Loopback;
  collector: SourceCollector;
  feed: (path?: string) => Source;
}

async function bench(
  answer: RequestListener,
  politeness: Partial<Politeness> = {},
  now = () => NOW,
): Promise<Bench> {
  const server = await startLoopback(answer);
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const collector = createCollector(http, {
    now,
    threads: inThisThread(),
    hosts: memoryLedger(now),
    politeness: { wait: async () => undefined, ...politeness },
    endpoints: { arxivApi: `${server.origin}/api/query` },
  });
  return { server, collector, feed: (path = '/feed') => source('feed', `${server.origin}${path}`) };
}

function source(kind: Source['kind'], url: string): Source {
  return { id: 'it', kind, url, title: 'It', weight: 1, defaultKind: null };
}

const always =
  (status: number, headers: Record<string, string> = {}, body: string | Buffer = ''): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

function expectItems(outcome: Collected): Extract<Collected, { kind: 'items' }> {
  expect(outcome.kind).toBe('items');
  return outcome as Extract<Collected, { kind: 'items' }>;
}

describe('a feed', () => {
  test('gives its items, its validators, and what it says of when to come again', async () => {
    const { collector, feed } = await bench(
      always(
        200,
        {
          etag: '"a',
          'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT',
          'cache-control': 'public, max-age=600',
        },
        FEED,
      ),
    );
    expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({
      kind: 'items',
      title: 'F',
      items: [{ title: 'Now' }, { title: 'Then' }],
      etag: '"a',
      lastModified: 'Sun, 22 Nov 2026 10:00:00 GMT',
      movedTo: null,
      notBeforeMs: 600_000,
      rhythm: { ttlMs: 3_600_000, quiet: { hours: [3, 0], days: [6] }, everyMs: null },
      parser: 'rss-parser',
    });
  });

  test('has no items from the future, only items without a date', async () => {
    const { collector, feed } = await bench(always(200, {}, FEED));
    const { items } = expectItems(await collector.collect(feed(), FRESH_STATE));
    expect(items.map(({ publishedAt }) => publishedAt)).toEqual([new Date('2026-11-22T10:00:00Z'), null]);
  });

  test('is asked with its validators byte for byte, and 304 is "not modified"', async () => {
    const etag = "W/\"odd \u00e9 'etag'-gzip";
    const modified = 'last Tuesday';
    const { server, collector, feed } = await bench((request, response) => {
      const same =
        request.headers['if-none-match'] === etag && request.headers['if-modified-since'] === modified;
      response.writeHead(same ? 304 : 200, {
        etag,
        'last-modified': modified,
        'cache-control': 'max-age=60',
      });
      response.end(same ? undefined : FEED);
    });
    const first = expectItems(await collector.collect(feed(), FRESH_STATE));
    const state = { ...FRESH_STATE, etag: first.etag, lastModified: first.lastModified };
    expect(await collector.collect(feed(), state)).toEqual({
      kind: 'not-modified',
      notBeforeMs: 60_000,
      movedTo: null,
    });
    expect(server.requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('that answers 304 to a first request has failed', async () => {
    const { collector, feed } = await bench(always(304));
    expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('304'),
    });
  });

  test('that moved for good tells its new address', async () => {
    const { server, collector, feed } = await bench((request, response) => {
      if (request.url === '/feed') response.writeHead(301, { location: '/new' }).end();
      else response.end(FEED);
    });
    expect(expectItems(await collector.collect(feed(), FRESH_STATE)).movedTo).toBe(`${server.origin}/new`);
  });

  test('that is gone (410) is gone', async () => {
    const { collector, feed } = await bench(always(410));
    expect(await collector.collect(feed(), FRESH_STATE)).toEqual({ kind: 'gone' });
  });

  test.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 12:05:00 GMT', 300_000],
  ])(
    'that asks to retry after %s is left alone that long, and so is its whole host',
    async (retryAfter, ms) => {
      let now = NOW;
      const { server, collector, feed } = await bench(
        (request, response) => {
          if (request.url === '/feed') response.writeHead(429, { 'retry-after': retryAfter }).end();
          else response.end(FEED);
        },
        {},
        () => now,
      );
      expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({ kind: 'failed', notBeforeMs: ms });
      expect(await collector.collect(feed('/other'), FRESH_STATE)).toMatchObject({
        kind: 'postponed',
        notBeforeMs: ms,
      });
      expect(server.requests).toHaveLength(1);
      now = new Date(NOW.getTime() + ms);
      expectItems(await collector.collect(feed('/other'), FRESH_STATE));
    },
  );

  test.each([
    [403, '403'],
    [404, 'nothing at this address'],
    [500, 'fault of its own'],
    [503, 'not available'],
    [204, 'without content'],
  ])('that answers %i has failed, and the reason says how', async (status, reason) => {
    const { collector, feed } = await bench(always(status));
    expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    [
      'a web page',
      '<!doctype html><html><head><title>Sign in</title></head></html>',
      'a web page ("Sign in")',
    ],
    ['nothing', '', 'empty'],
    ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000, ' ')), 'larger than 10 MB'],
  ])('that answers with %s has failed, and the reason says so', async (_what, body, reason) => {
    const packed: Record<string, string> = typeof body === 'string' ? {} : { 'content-encoding': 'gzip' };
    const { collector, feed } = await bench(always(200, packed, body));
    expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  test('of 50 MB has failed, and is not read to its end', async () => {
    let written = 0;
    const { collector, feed } = await bench((_request, response) => {
      const item = `<item><title>T</title><link>https://example.org/</link><description>${'x'.repeat(60_000)}</description></item>`;
      response.write('<rss version="2.0"><channel>');
      const more = (): void => {
        while (written < 50_000_000 && !response.destroyed) {
          written += item.length;
          if (!response.write(item)) return void response.once('drain', more);
        }
        response.end('</channel></rss>');
      };
      more();
    });
    expect(await collector.collect(feed(), FRESH_STATE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('larger than 10 MB'),
    });
    expect(written).toBeLessThan(50_000_000);
  });

  test('at a private address has failed without being asked', async () => {
    const { collector } = await bench(always(200, {}, FEED));
    const inside = await startLoopback(always(200, {}, FEED));
    // For its address: its port alone would be a reason too.
    const outcome = await collector.collect(source('feed', `${inside.origin}/feed`), FRESH_STATE);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: `${inside.host} is a private or special address`,
    });
    expect(inside.requests).toHaveLength(0);
  });
});

const entry = (id: string): string =>
  `<entry><id>${id}</id><title>A\n  paper</title><summary>We x &amp;lt; y.</summary><published>2026-11-20T00:00:00Z</published>
   <updated>2026-11-21T00:00:00Z</updated><link rel="related" href="http://arxiv.org/pdf/x"/><link rel="alternate" href="${id}"/>
   <author><name>Ada Lovelace</name></author><author><name>Alan Turing</name></author></entry>`;
const answer = (total: number, ...entries: string[]): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>arXiv Query</title>
   <opensearch:totalResults>${total}</opensearch:totalResults>${entries.join('')}</feed>`;

describe('arXiv', () => {
  test('gives papers under their id without a version, which stays in the address', async () => {
    const { server, collector } = await bench(
      always(
        200,
        {},
        answer(2, entry('http://arxiv.org/abs/2611.01234v3'), entry('http://arxiv.org/abs/cs/0112017v1')),
      ),
    );
    const { items } = expectItems(
      await collector.collect(source('arxiv', 'cat:cs.CL AND abs:"tool use"'), FRESH_STATE),
    );
    expect(items).toMatchObject([
      {
        guid: 'arXiv:2611.01234',
        url: 'https://arxiv.org/abs/2611.01234v3',
        title: 'A paper',
        authors: ['Ada Lovelace', 'Alan Turing'],
        publishedAt: new Date('2026-11-20T00:00:00Z'),
        kind: 'paper',
      },
      { guid: 'arXiv:cs/0112017', url: 'https://arxiv.org/abs/cs/0112017v1' },
    ]);
    const asked = new URL(server.requests[0]?.url ?? '', server.origin);
    expect(asked.searchParams.get('search_query')).toBe('cat:cs.CL AND abs:"tool use"');
    expect(asked.searchParams.get('sortBy')).toBe('submittedDate');
  });

  test.each([0, 812])(
    'an answer that stays empty (of %i in all) has failed: it never means that there are no papers',
    async (total) => {
      const { server, collector } = await bench(always(200, {}, answer(total)), { arxivGapMs: 0 });
      expect(await collector.collect(source('arxiv', 'cat:cs.CL'), FRESH_STATE)).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('empty answer'),
      });
      expect(server.requests).toHaveLength(3);
    },
  );

  test('an empty first answer is asked for again, in its turn', async () => {
    const waits: number[] = [];
    let now = NOW.getTime();
    const { collector } = await bench(
      (_request, response) => {
        const papers = waits.length < 2 ? [] : [entry('http://arxiv.org/abs/2611.01234v1')];
        response.end(answer(1, ...papers));
      },
      {
        wait: async (ms) => {
          waits.push(ms);
          now += ms;
        },
      },
      () => new Date(now),
    );
    expectItems(await collector.collect(source('arxiv', 'cat:cs.CL'), FRESH_STATE));
    expect(waits).toEqual([3_000, 3_000]);
  });

  test('a query that arXiv does not understand has failed with arXiv’s words', async () => {
    const error =
      '<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format</summary></entry>';
    const { collector } = await bench(always(200, {}, answer(1, error)));
    expect(await collector.collect(source('arxiv', 'nonsense('), FRESH_STATE)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('incorrect id format'),
    });
  });

  test('one entry that is no paper costs that entry alone', async () => {
    const { collector } = await bench(
      always(
        200,
        {},
        answer(2, '<entry><title>stray</title></entry>', entry('http://arxiv.org/abs/2611.01234v1')),
      ),
    );
    const outcome = await collector.collect(source('arxiv', 'cat:cs.CL'), FRESH_STATE);
    expect(expectItems(outcome).items).toHaveLength(1);
  });

  test('is asked one request at a time, three seconds apart, even when one fails', async () => {
    let open = 0;
    let most = 0;
    let count = 0;
    const waits: number[] = [];
    let now = NOW.getTime();
    const { collector } = await bench(
      (_request, response) => {
        open += 1;
        most = Math.max(most, open);
        count += 1;
        const isSecond = count === 2;
        setImmediate(() => {
          open -= 1;
          if (isSecond) response.destroy();
          else response.end(answer(1, entry('http://arxiv.org/abs/2611.01234v1')));
        });
      },
      {
        wait: async (ms) => {
          waits.push(ms);
          now += ms;
        },
      },
      () => new Date(now),
    );
    const outcomes = await Promise.all(
      ['cat:cs.CL', 'cat:cs.AI', 'cat:cs.LG'].map((query) =>
        collector.collect(source('arxiv', query), FRESH_STATE),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['items', 'failed', 'items']);
    expect(most).toBe(1);
    expect(waits).toEqual([3_000, 3_000]);
  });

  test.skipIf(!existsSync(ARXIV))(
    'shared test data (../shared/data/api): a recorded answer is read in full',
    async () => {
      const recorded = readFileSync(ARXIV);
      const { collector } = await bench(always(200, { 'content-type': 'application/atom+xml' }, recorded));
      const { items } = expectItems(await collector.collect(source('arxiv', 'all:transformer'), FRESH_STATE));
      expect(items).toHaveLength(recorded.toString().match(/<entry>/g)?.length ?? -1);
      for (const item of items) {
        expect(item.guid).toMatch(/^arXiv:\d{4}\.\d{5}$/);
        expect(item.authors.length).toBeGreaterThan(0);
        expect(item.html.length).toBeGreaterThan(200);
        expect(item.publishedAt).toBeInstanceOf(Date);
      }
    },
  );
});
