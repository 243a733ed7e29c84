// What anyone may put behind an address, against the product's own client, collector and threads: each costs its own
// source a failure at most, and this process no more memory than what came over the wire.
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FRESH_STATE } from '../../src/domain/source.ts';
import { createCollector, type SourceCollector } from '../../src/sources/collector.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { createThreadPool, type ThreadPool } from '../../src/threads/thread-pool.ts';
import { memoryLedger } from '../support/host-ledger.ts';
import { sourceOf } from './kind-bench.ts';
import { startLoopback } from './loopback.ts';

const MB = 1_000_000;
const item = (n: number): string => `<item><title>T${n}</title><link>https://e.org/${n}</link></item>`;
const rss = (inside: string): string =>
  `<rss version="2.0"><channel><title>F</title>${inside}</channel></rss>`;
const repeat = (text: string, times: number): string => text.repeat(times);

/** Deeper than any parser's recursion. */
const NESTED = rss(
  `<item><title>T</title><link>https://e.org/1</link><description>${repeat('<b>', 50_000)}x${repeat('</b>', 50_000)}</description></item>`,
);
/** "Billion laughs": each entity ten of the one before. */
const LAUGHS = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">${Array.from({ length: 12 }, (_, n) => `<!ENTITY a${n + 1} "${repeat(`&a${n};`, 10)}">`).join('')}]>${rss(`<item><title>&a12;</title><link>https://e.org/1</link></item>`)}`;
const OUTSIDE = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${rss('<item><title>&f;</title><link>https://e.org/1</link></item>')}`;

/** As short as items can be: 200,000 of them are within the cap on bytes. */
const MANY = Array.from({ length: 200_000 }, (_, n) => `<item><link>http://e/${n}</link></item>`).join('');

const HOSTILE: [string, string | Buffer, string?][] = [
  ['50,000 elements inside each other', NESTED],
  ['the same, never closed', NESTED.slice(0, 160_000)],
  ['entities that make a billion of one', LAUGHS],
  ['an entity that names a file', OUTSIDE],
  ['200,000 items', rss(MANY)],
  ['200,000 items, not well-formed', rss(`& ${MANY}`)],
  [
    'invalid UTF-8 throughout',
    Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="utf-8"?><rss><channel><title>'),
      Buffer.alloc(3 * MB, 0xff),
      Buffer.from(`</title>${item(1)}</channel></rss>`),
    ]),
  ],
  [
    '300,000 attributes on one element',
    `<rss ${Array.from({ length: 300_000 }, (_, n) => `a${n}="1"`).join(' ')}><channel>${item(1)}</channel></rss>`,
  ],
  [
    'namespaces without end',
    `<rss ${Array.from({ length: 60_000 }, (_, n) => `xmlns:n${n}="u${n}"`).join(' ')}><channel>&${item(1)}</channel></rss>`,
  ],
  [
    'one title of 4 MB',
    rss(`<item><title>${repeat('<a', 2 * MB)}</title><link>https://e.org/1</link></item>`),
  ],
  ['a comment that never ends', `<rss><!--${repeat('-', 5 * MB)}`],
  ['JSON nested 100,000 deep', repeat('[', 100_000)],
  [
    'JSON of 200,000 items',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'F',
      items: Array.from({ length: 200_000 }, (_, n) => ({ url: `http://e/${n}` })),
    }),
  ],
  ['a bomb packed with gzip', gzipSync(Buffer.alloc(300 * MB)), 'gzip'],
  ['a bomb packed with brotli', brotliCompressSync(Buffer.alloc(300 * MB), { params: { 1: 1 } }), 'br'],
  ['a bomb packed with zstd', zstdCompressSync(Buffer.alloc(300 * MB)), 'zstd'],
];

test('what is meant to be read in full is within the cap on bytes', () => {
  const many = HOSTILE.filter(([what]) => what.includes('200,000 items'));
  expect(many.map(([, body]) => body.length < 10_000_000)).toEqual([true, true, true]);
});

let threads: ThreadPool;
beforeAll(() => {
  threads = createThreadPool({ maxThreads: 1 });
});
afterAll(() => threads.close());

async function collectorFor(host: string): Promise<SourceCollector> {
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [host] });
  onTestFinished(() => http.close());
  const now = (): Date => new Date('2026-11-24T12:00:00Z');
  return createCollector(http, { now, hosts: memoryLedger(now), threads });
}

test.each(HOSTILE)('%s', { timeout: 60_000 }, async (_what, body, encoding) => {
  const server = await startLoopback((_request, response) => {
    const packed = encoding ? { 'content-encoding': encoding } : {};
    response.writeHead(200, { 'content-type': 'application/xml', ...packed }).end(body);
  });
  const collector = await collectorFor(server.host);
  const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const before = held();
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, held());
  }, 20);
  const outcome = await collector.collect(sourceOf('feed', server.origin), FRESH_STATE);
  clearInterval(look);
  most = Math.max(most, held());
  expect(['items', 'failed']).toContain(outcome.kind);
  if (outcome.kind === 'items') {
    expect(outcome.items.length).toBeLessThanOrEqual(1_000);
    for (const { title } of outcome.items) {
      expect(title.length).toBeLessThanOrEqual(500);
      expect(title).not.toContain('root:');
    }
  }
  // The thread's own memory is capped at 192 MB: tests/threads.
  expect(most - before).toBeLessThan(200 * MB);
});

test('after all of that the next good feed is read as ever', async () => {
  const server = await startLoopback((_request, response) => void response.end(rss(item(1))));
  const collector = await collectorFor(server.host);
  expect(await collector.collect(sourceOf('feed', server.origin), FRESH_STATE)).toMatchObject({
    kind: 'items',
    items: [{ title: 'T1' }],
  });
});
