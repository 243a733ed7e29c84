// robots.txt as RFC 9309 has it, over the wire.
import type { RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHostManners } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { createPoliteHttp } from '../../src/sources/polite-http.ts';
import { createRobots } from '../../src/sources/robots.ts';
import { memoryLedger } from '../support/host-ledger.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const HOUR = 3_600_000;
const REFUSED = 'its robots.txt asks programs not to read it';

interface Bench {
  server: Loopback;
  clock: { now: Date };
  refusal: (path: string) => Promise<string | null>;
}

async function bench(answer: RequestListener): Promise<Bench> {
  const server = await startLoopback(answer);
  const clock = { now: new Date('2026-11-24T12:00:00Z') };
  const now = (): Date => clock.now;
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const robots = createRobots(createPoliteHttp(http, createHostManners(memoryLedger(now), now), now), now);
  return { server, clock, refusal: (path) => robots.refusal(`${server.origin}${path}`) };
}

const says =
  (body: string | Buffer, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

const pass = (clock: { now: Date }, ms: number): void => {
  clock.now = new Date(clock.now.getTime() + ms);
};

describe('robots.txt', () => {
  test.each([
    ['all programs', 'User-agent: *\nDisallow: /private/'],
    [
      'us by name, beside what it allows others',
      'User-agent: *\nAllow: /\n\nUser-agent: discuss-ai\nDisallow: /private/',
    ],
    ['us, behind a byte order mark', '\uFEFFUser-agent: *\nDisallow: /private/'],
  ])('speaks to %s', async (_whom, body) => {
    const { refusal } = await bench(says(body));
    expect(await refusal('/private/a')).toBe(REFUSED);
    expect(await refusal('/open')).toBeNull();
  });

  test('is asked once a day for all pages of its site', async () => {
    const { server, clock, refusal } = await bench(says('User-agent: *\nDisallow: /private/'));
    await Promise.all([refusal('/a'), refusal('/b'), refusal('/private/c')]);
    pass(clock, 24 * HOUR - 1);
    await refusal('/d');
    expect(server.requests.map(({ url }) => url)).toEqual(['/robots.txt']);
    pass(clock, 1);
    await Promise.all([refusal('/e'), refusal('/f')]);
    expect(server.requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 410])('that answers %i asks for nothing', async (status) => {
    const { refusal } = await bench(says('User-agent: *\nDisallow: /', status));
    expect(await refusal('/a')).toBeNull();
  });

  test.each<[string, RequestListener]>([
    ['answers 500', says('', 500)],
    ['answers 503', says('', 503, { 'retry-after': '60' })],
    ['answers 429', says('', 429, { 'retry-after': '60' })],
    ['breaks off', (_request, response) => void response.destroy()],
  ])('that %s keeps its site unread for ten minutes, and says why', async (_how, trouble) => {
    let isWell = false;
    const { clock, refusal } = await bench((request, response) => {
      if (isWell) response.writeHead(404).end();
      else trouble(request, response);
    });
    expect(await refusal('/a')).toMatch(
      /^its robots\.txt could not be read, so that the page is not read for now \(.+\)$/,
    );
    isWell = true;
    pass(clock, HOUR / 6 - 1);
    expect(await refusal('/a')).not.toBeNull();
    pass(clock, 1);
    expect(await refusal('/a')).toBeNull();
  });

  test('that cannot be read any more holds as it was read last', async () => {
    let isWell = true;
    const { clock, refusal } = await bench((request, response) => {
      if (isWell) says('User-agent: *\nDisallow: /private/')(request, response);
      else response.destroy();
    });
    await refusal('/open');
    isWell = false;
    for (let times = 0; times < 3; times += 1) {
      pass(clock, 25 * HOUR);
      expect(await refusal('/open')).toBeNull();
      expect(await refusal('/private/a')).toBe(REFUSED);
    }
  });

  test('is followed to where it has moved, and is none where that never ends', async () => {
    const moved = await bench((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(301, { location: '/en/robots.txt' }).end();
      else response.end('User-agent: *\nDisallow: /private/');
    });
    expect(await moved.refusal('/private/a')).toBe(REFUSED);
    const endless = await bench((request, response) => {
      response.writeHead(302, { location: `${request.url}x` }).end();
    });
    expect(await endless.refusal('/private/a')).toBeNull();
    expect(endless.server.requests).toHaveLength(6);
  });
});

describe('a robots.txt of more than 500 kB', () => {
  const LIMIT = 512_000;
  /** Rules before the limit, one that the limit cuts in two, and one behind it. */
  const long = (): string => {
    const begin = 'User-agent: *\nDisallow: /private/\n';
    const cut = '\nDisallow: /half';
    const filled = `${begin}${'#'.repeat(LIMIT - begin.length - cut.length)}${cut}-a-name\n`;
    return `${filled}Disallow: /behind/\n${'# more\n'.repeat(20_000)}`;
  };

  test.each([
    [
      'announced',
      (body: string): RequestListener => says(body, 200, { 'content-length': String(body.length) }),
    ],
    [
      'not announced',
      (body: string): RequestListener =>
        (_request, response) => {
          response.write(body.slice(0, 1_000));
          response.end(body.slice(1_000));
        },
    ],
  ])('and whose length is %s is obeyed as far as it was read, by whole lines', async (_how, answer) => {
    const body = long();
    // The limit falls into the name that is meant to be cut.
    expect(body.slice(0, LIMIT)).toMatch(/\nDisallow: \/half$/);
    const { refusal } = await bench(answer(body));
    expect(await refusal('/private/a')).toBe(REFUSED);
    expect(await refusal('/half')).toBeNull();
    expect(await refusal('/half-a-name')).toBeNull();
    expect(await refusal('/behind/a')).toBeNull();
  });
});
