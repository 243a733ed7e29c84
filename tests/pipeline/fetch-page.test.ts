import { describe, expect, onTestFinished, test } from 'vitest';
import { createPageFetcher, type Page, type PageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { type Loopback, startLoopback } from '../sources/loopback.ts';
import { memoryLedger } from '../support/host-ledger.ts';

let now = new Date('2026-11-24T12:00:00Z');

function fetcherFor(...servers: Loopback[]): PageFetcher {
  const allowPrivateHosts = servers.map(({ host }) => host);
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts });
  onTestFinished(() => http.close());
  return createPageFetcher(http, { now: () => now, hosts: memoryLedger(() => now) });
}

test('a page is read where robots.txt lets programs, which is asked once; a person’s link is read on their behalf', async () => {
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /private/\nAllow: /\n');
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const pages = fetcherFor(server);
  expect(await pages.fetch(`${server.origin}/open`)).toMatchObject({ kind: 'page' });
  expect(await pages.fetch(`${server.origin}/private/a`)).toEqual({
    kind: 'unreachable',
    reason: 'its robots.txt asks programs not to read it',
  });
  expect(await pages.fetch(`${server.origin}/private/a`, undefined, 'by-person')).toMatchObject({
    kind: 'page',
  });
  expect(server.requests.map(({ url }) => url)).toEqual(['/robots.txt', '/open', '/private/a']);
});

test('a page that leads to another site is read as that site’s robots.txt says, unless a person asked', async () => {
  const elsewhere = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /\n');
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(301, { location: `${elsewhere.origin}/a` }).end();
  });
  const pages = fetcherFor(server, elsewhere);
  expect(await pages.fetch(`${server.origin}/a`)).toEqual({
    kind: 'unreachable',
    reason: 'its robots.txt asks programs not to read it',
  });
  expect(elsewhere.requests.map(({ url }) => url)).toEqual(['/robots.txt']);
  expect(await pages.fetch(`${server.origin}/a`, undefined, 'by-person')).toMatchObject({ kind: 'page' });
});

test('a host that cannot be reached is left alone for ten minutes, and the one that leads there is not', async () => {
  const dead = await startLoopback((_request, response) => void response.destroy());
  const server = await startLoopback((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: dead.origin }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const pages = fetcherFor(server, dead);
  const fetched = (url: string): Promise<Page> => pages.fetch(url, undefined, 'by-person');
  const unreachable = { kind: 'unreachable', reason: expect.stringContaining('it broke off the connection') };
  expect(await fetched(`${server.origin}/away`)).toEqual(unreachable);
  expect(await fetched(`${server.origin}/a`)).toMatchObject({ kind: 'page' });
  expect(await fetched(`${dead.origin}/a`)).toEqual(unreachable);
  expect(dead.requests).toHaveLength(1);
  now = new Date(now.getTime() + 10 * 60_000);
  expect(await fetched(`${dead.origin}/a`)).toEqual(unreachable);
  expect(dead.requests).toHaveLength(2);
});

test('a host is asked for two pages at a time', async () => {
  const waiting: (() => void)[] = [];
  const server = await startLoopback((_request, response) => {
    waiting.push(() => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>'));
  });
  const other = await startLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const pages = fetcherFor(server, other);
  const all = Array.from({ length: 4 }, (_, n) =>
    pages.fetch(`${server.origin}/${n}`, undefined, 'by-person'),
  );
  await expect.poll(() => waiting, { timeout: 30_000 }).toHaveLength(2);
  // As long as a third one would need to arrive.
  await pages.fetch(other.origin, undefined, 'by-person');
  expect(waiting).toHaveLength(2);
  waiting[0]?.();
  await expect.poll(() => waiting, { timeout: 30_000 }).toHaveLength(3);
  for (let n = 1; n < 4; n += 1) {
    await expect.poll(() => waiting[n], { timeout: 30_000 }).toBeDefined();
    waiting[n]?.();
  }
  for (const page of await Promise.all(all)) expect(page).toMatchObject({ kind: 'page' });
});

describe('what a page may be', () => {
  const fetched = async (type: string | null, body: string): Promise<Page> => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, type === null ? {} : { 'content-type': type }).end(body);
    });
    return await fetcherFor(server).fetch(`${server.origin}/a`, undefined, 'by-person');
  };

  test.each([
    ['image/png', 'image/png'],
    ['video/mp4', 'video/mp4'],
    ['audio/mpeg', 'audio/mpeg'],
    ['application/zip', 'application/zip'],
    ['application/octet-stream', 'application/octet-stream'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/javascript', 'application/javascript'],
    ['text/css', 'text/css'],
    ['application/x-text/html', 'application/x-text/html'],
  ])('%s is refused, and said to be what it is', async (type, said) => {
    expect(await fetched(type, '<p>Hello</p>')).toEqual({ kind: 'unreachable', reason: `it is ${said}` });
  });

  test.each([
    ['text/html', '<p>Hello</p>'],
    ['TEXT/HTML; charset=utf-8', '<p>Hello</p>'],
    ['application/xhtml+xml', '<p>Hello</p>'],
    ['text/plain', 'Hello'],
    ['application/pdf', 'whatever'],
    ['application/x-pdf', 'whatever'],
    ['application/octet-stream', '%PDF-1.7 and so on'],
    [null, '<p>Hello</p>'],
  ])('%s with %j is read', async (type, body) => {
    expect(await fetched(type, body)).toMatchObject({ kind: 'page', body: Buffer.from(body) });
  });
});

test('arXiv’s robots.txt takes a turn of its own: the page comes three seconds after it', async () => {
  const times: [string | undefined, number][] = [];
  const server = await startLoopback((request, response) => {
    times.push([request.url, now.getTime()]);
    if (request.url === '/robots.txt') response.end('User-agent: *\nAllow: /\n');
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const wait = async (ms: number): Promise<void> => {
    now = new Date(now.getTime() + ms);
  };
  const pages = createPageFetcher(http, {
    now: () => now,
    hosts: memoryLedger(() => now),
    endpoints: { arxiv: server.origin },
    politeness: { wait },
  });
  expect(await pages.fetch(`${server.origin}/html/2611.01234`)).toMatchObject({ kind: 'page' });
  expect(times.map(([url]) => url)).toEqual(['/robots.txt', '/html/2611.01234']);
  expect((times[1]?.[1] ?? 0) - (times[0]?.[1] ?? 0)).toBeGreaterThanOrEqual(3_000);
});

test('a site whose robots.txt is in trouble is left alone, and asked again later', async () => {
  let status = 503;
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(status).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  });
  const pages = fetcherFor(server);
  expect(await pages.fetch(`${server.origin}/a`)).toMatchObject({ kind: 'unreachable' });
  status = 404;
  now = new Date(now.getTime() + 16 * 60_000);
  expect(await pages.fetch(`${server.origin}/a`)).toMatchObject({ kind: 'page' });
});

test('a page that answers 429 pauses its host', async () => {
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(429, { 'retry-after': '600' }).end();
  });
  const pages = fetcherFor(server);
  await pages.fetch(`${server.origin}/a`);
  const asked = server.requests.length;
  expect(await pages.fetch(`${server.origin}/b`)).toMatchObject({
    reason: expect.stringContaining('left alone'),
  });
  expect(server.requests).toHaveLength(asked);
  now = new Date(now.getTime() + 601_000);
  await pages.fetch(`${server.origin}/b`);
  expect(server.requests.length).toBeGreaterThan(asked);
});
