// What anyone may put behind an address, against the product's own client, collector, threads and parsers: each costs
// its own source or article a failure at most, says so, and leaves the process as it was. How much memory and time each
// takes is measured by `npm run bench -- hostile`.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostileInput, hostileInputs } from '../support/hostile-inputs.ts';
import { openHostileReaders } from '../support/hostile-readers.ts';

/** Held by their cap on time alone, or by what another one shows as well. */
const BENCH_ALONE = /^PDF: (100 pages|19 MB|two million)|^page of links: (?!50,000 el|half|70,000 links)/;
const INPUTS = hostileInputs().filter(({ what }) => !BENCH_ALONE.test(what));

let input: Omit<HostileInput, 'what' | 'told'>;
const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  const packed = input.packed ? { 'content-encoding': input.packed } : {};
  response.writeHead(200, { 'content-type': input.type, ...packed }).end(input.body());
});
let readers: ReturnType<typeof openHostileReaders>;
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;
  readers = openHostileReaders(host, 1);
});
afterAll(async () => {
  await readers.close();
  server.close();
  server.closeAllConnections();
});

test.each(INPUTS)('$as, $what', { timeout: 180_000 }, async ({ told, ...hostile }) => {
  input = hostile;
  expect(await readers.read(hostile.as, `${origin}/it`)).toMatch(told);
});

test('after all of that what is good is read as ever', { timeout: 180_000 }, async () => {
  const feed = '<rss><channel><item><title>T1</title><link>https://e.org/1</link></item></channel></rss>';
  input = { as: 'feed', type: 'application/rss+xml', body: () => Buffer.from(feed) };
  expect(await readers.read('feed', `${origin}/it`)).toBe('1 items, the first "T1"');
  const page = `<article>${'<p>One of many sentences about kites, with a comma.</p>'.repeat(9)}</article>`;
  input = { as: 'page', type: 'text/html', body: () => Buffer.from(`<html><body>${page}</body></html>`) };
  expect(await readers.read('page', `${origin}/it`)).toBe('read, 81 words');
});
