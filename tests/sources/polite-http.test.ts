// The one way out: every address on the way, those of redirects included, in its host's turn and outside its pauses.
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ENDPOINTS } from '../../src/sources/endpoints.ts';
import { createHostManners } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { createPoliteHttp, getIfThere, type PoliteHttp } from '../../src/sources/polite-http.ts';
import { spiedLedger } from '../support/host-ledger.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const START = new Date('2026-11-24T12:00:00Z');
const MINUTE = 60_000;

interface Ways {
  http: PoliteHttp;
  clock: { now: Date };
  /** Turns that were taken, by name. */
  turns: string[];
}

/** `arxiv` stands in for arXiv, which has turns; other servers have none. */
function waysTo(arxiv: Loopback, ...others: Loopback[]): Ways {
  const clock = { now: START };
  const now = (): Date => clock.now;
  const { turns, ledger } = spiedLedger(now);
  const client = createHttpClient({
    userAgent: 'discuss-ai/test',
    allowPrivateHosts: [arxiv, ...others].map(({ host }) => host),
  });
  onTestFinished(() => client.close());
  const manners = createHostManners(ledger, now, {
    endpoints: { ...ENDPOINTS, arxiv: arxiv.origin },
    wait: async (ms) => {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  });
  return { http: createPoliteHttp(client, manners, now), clock, turns };
}

const answers =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end('here');

const leadsTo = (location: string): RequestListener => answers(302, { location });

describe('a redirect', () => {
  test('to a host with a pace of its own waits for its turn there, at each step', async () => {
    const times: number[] = [];
    const arxiv = await startLoopback((request, response) => {
      times.push(ways.clock.now.getTime());
      if (request.url === '/abs/1') response.writeHead(301, { location: '/abs/2' }).end();
      else response.end('here');
    });
    const other = await startLoopback(leadsTo(`${arxiv.origin}/abs/1`));
    const ways = waysTo(arxiv, other);
    const answer = await ways.http.get(`${other.origin}/short`);
    expect(answer).toMatchObject({ status: 200, url: `${arxiv.origin}/abs/2` });
    expect(ways.turns).toEqual(['arxiv.org', 'arxiv.org']);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(3_000);
  });

  test('to a host that wants to be left alone is not followed', async () => {
    const paused = await startLoopback(answers(429, { 'retry-after': '600' }));
    const other = await startLoopback(leadsTo(`${paused.origin}/b`));
    const { http, clock } = waysTo(await startLoopback(answers(200)), paused, other);
    await http.get(`${paused.origin}/a`);
    await expect(http.get(`${other.origin}/`)).rejects.toMatchObject({
      name: 'HostPaused',
      message: `${paused.host} asked to be left alone for a while`,
      waitMs: 10 * MINUTE,
    });
    expect(paused.requests.map(({ url }) => url)).toEqual(['/a']);
    clock.now = new Date(START.getTime() + 10 * MINUTE);
    await http.get(`${other.origin}/`);
    expect(paused.requests).toHaveLength(2);
  });

  test('to a host that asks for a pause pauses that host, not the one that led there', async () => {
    const busy = await startLoopback(answers(503, { 'retry-after': '600' }));
    const other = await startLoopback((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: busy.origin }).end();
      else response.end('here');
    });
    const { http } = waysTo(await startLoopback(answers(200)), busy, other);
    expect(await http.get(`${other.origin}/away`)).toMatchObject({ status: 503 });
    await expect(http.get(busy.origin)).rejects.toMatchObject({ name: 'HostPaused' });
    expect(await http.get(`${other.origin}/`)).toMatchObject({ status: 200 });
  });

  test('to what is not for programs is not followed', async () => {
    const closed = await startLoopback(answers(200));
    const other = await startLoopback(leadsTo(`${closed.origin}/private`));
    const { http } = waysTo(await startLoopback(answers(200)), closed, other);
    const asked: string[] = [];
    const refusal = async (url: string): Promise<string | null> => {
      asked.push(url);
      return url.includes('/private') ? 'it is private' : null;
    };
    await expect(http.get(`${other.origin}/a`, { refusal })).rejects.toMatchObject({
      name: 'NotForPrograms',
      message: 'it is private',
    });
    expect(asked).toEqual([`${other.origin}/a`, `${closed.origin}/private`]);
    expect(closed.requests).toHaveLength(0);
  });
});

describe('a pause', () => {
  test.each<[string, number, Record<string, string>, number | null]>([
    ['429 with Retry-After', 429, { 'retry-after': '120' }, 2 * MINUTE],
    ['503 with Retry-After', 503, { 'retry-after': '120' }, 2 * MINUTE],
    ['429 that names no time', 429, {}, 15 * MINUTE],
    ['503 that names no time', 503, {}, 15 * MINUTE],
    [
      '429 of an allowance that is back later than Retry-After says',
      429,
      { 'retry-after': '1', ratelimit: '"x";r=0;t=300' },
      5 * MINUTE,
    ],
    [
      '403 of an allowance that is used up',
      403,
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '60' },
      MINUTE,
    ],
    [
      '200 with the last of an allowance',
      200,
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '60' },
      MINUTE,
    ],
    ['any other 403', 403, {}, null],
    ['500', 500, { 'retry-after': '120' }, null],
    ['200', 200, { 'ratelimit-remaining': '7', 'ratelimit-reset': '60' }, null],
  ])('follows from %s as long as that says', async (_what, status, headers, ms) => {
    const host = await startLoopback(answers(status, headers));
    const { http, clock } = waysTo(await startLoopback(answers(200)), host);
    await http.get(`${host.origin}/a`);
    if (ms !== null) {
      clock.now = new Date(START.getTime() + ms - 1);
      await expect(http.get(`${host.origin}/b`)).rejects.toMatchObject({ name: 'HostPaused', waitMs: 1 });
      clock.now = new Date(START.getTime() + ms);
    }
    await http.get(`${host.origin}/c`);
    expect(host.requests.map(({ url }) => url)).toEqual(['/a', '/c']);
  });

  test('is nothing to who asks for what may be missing', async () => {
    const host = await startLoopback(answers(429));
    const { http } = waysTo(await startLoopback(answers(200)), host);
    expect(await getIfThere(http, host.origin, {})).toBeNull();
    expect(await getIfThere(http, host.origin, {})).toBeNull();
    expect(host.requests).toHaveLength(1);
  });
});
