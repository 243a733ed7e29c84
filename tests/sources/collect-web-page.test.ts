// A page without a feed is read as politely as any other: robots.txt first, in the host's turn, wherever it leads.
import { expect, onTestFinished, test } from 'vitest';
import { FRESH_STATE } from '../../src/domain/source.ts';
import { createCollector, type SourceCollector } from '../../src/sources/collector.ts';
import type { HostLedger } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { memoryLedger, spiedLedger } from '../support/host-ledger.ts';
import { inThisThread } from '../support/threads.ts';
import { sourceOf } from './kind-bench.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const LISTING = '<ul><li><a href="/2026/11/a-title">A title that is long enough</a></li></ul>';
const FOUND = { settings: { selector: 'li a' } };

let clock = new Date('2026-11-24T12:00:00Z');
const now = (): Date => clock;

function collectorFor(servers: Loopback[], hosts: HostLedger, arxiv?: string): SourceCollector {
  const allowPrivateHosts = servers.map(({ host }) => host);
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts });
  onTestFinished(() => http.close());
  const wait = async (ms: number): Promise<void> => {
    clock = new Date(clock.getTime() + ms);
  };
  return createCollector(http, {
    now,
    hosts,
    threads: inThisThread(),
    politeness: { wait },
    ...(arxiv ? { endpoints: { arxiv } } : {}),
  });
}

test('a web page that has moved to another site is read as that site’s robots.txt says', async () => {
  const elsewhere = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /private');
    else response.writeHead(200, { 'content-type': 'text/html' }).end(LISTING);
  });
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(302, { location: `${elsewhere.origin}${request.url}` }).end();
  });
  const collector = collectorFor([server, elsewhere], memoryLedger(now));
  const collect = async (path: string) =>
    await collector.collect(sourceOf('web-page', `${server.origin}${path}`, FOUND), FRESH_STATE);
  expect(await collect('/private')).toMatchObject({
    kind: 'failed',
    reason: 'its robots.txt asks programs not to read it',
  });
  expect(await collect('/news')).toMatchObject({ kind: 'items', items: [{}] });
  expect(elsewhere.requests.map(({ url }) => url)).toEqual(['/robots.txt', '/news']);
});

test('a web page’s robots.txt is asked in its host’s turn, like the page', async () => {
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(LISTING);
  });
  const { turns, ledger } = spiedLedger(now);
  const collector = collectorFor([server], ledger, server.origin);
  const source = sourceOf('web-page', `${server.origin}/news`, FOUND);
  expect(await collector.collect(source, FRESH_STATE)).toMatchObject({ kind: 'items' });
  expect(server.requests.map(({ url }) => url)).toEqual(['/robots.txt', '/news']);
  expect(turns).toEqual(['arxiv.org', 'arxiv.org']);
});

test('what is no web page by its type is not looked at for links', async () => {
  const server = await startLoopback((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/zip' }).end(LISTING);
  });
  const collector = collectorFor([server], memoryLedger(now));
  const source = sourceOf('web-page', `${server.origin}/news`, FOUND);
  expect(await collector.collect(source, FRESH_STATE)).toMatchObject({
    kind: 'failed',
    reason: 'The answer is application/zip, not a web page',
  });
});
