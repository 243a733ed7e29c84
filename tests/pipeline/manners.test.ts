import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FRESH_STATE, type Source } from '../../src/domain/source.ts';
import { createCollectSource, startCollection } from '../../src/pipeline/collect-source.ts';
import { createHostLedger } from '../../src/pipeline/host-ledger.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { createCollector } from '../../src/sources/collector.ts';
import type { Politeness } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import type { Database } from '../../src/store/database.ts';
import { makeDue, subscribe } from '../../src/store/sources.ts';
import { type Loopback, startLoopback } from '../sources/loopback.ts';
import { feedSource } from '../support/feed-source.ts';
import { openTestStore } from '../support/store.ts';
import { inThisThread } from '../support/threads.ts';

const START = new Date('2026-11-24T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const feedOf = (...dates: Date[]): string =>
  `<rss version="2.0"><channel><title>F</title>${dates
    .map(
      (date, n) =>
        `<item><title>Post ${n}</title><link>https://example.org/${date.getTime()}</link><pubDate>${date.toUTCString()}</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

let db: Database;
let clock: { now: Date };

beforeAll(async () => {
  db = await openTestStore();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query('truncate source, collection, article, sighting, host restart identity cascade');
  clock = { now: START };
});

/** One process: its own HTTP client, collector and view of the ledger, over the shared store. */
function startProcess(
  server: Loopback,
  { random = () => 0, ...politeness }: Partial<Politeness> & { random?: () => number } = {},
): Deps {
  const now = (): Date => clock.now;
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const hosts = createHostLedger(db, { now, turnsByNow: true });
  return {
    db,
    http,
    now,
    random,
    log: pino({ level: 'silent' }),
    queue: { enqueue: async () => undefined, enqueueMany: async () => undefined },
    collector: createCollector(http, {
      now,
      hosts,
      threads: inThisThread(),
      politeness: { wait: passTime, ...politeness },
      endpoints: { arxivFeed: `${server.origin}/atom` },
    }),
    channels: [],
  } as unknown as Deps;
}

async function passTime(ms: number): Promise<void> {
  clock.now = new Date(clock.now.getTime() + ms);
}

const source = (id: string, url: string, kind: Source['kind'] = 'feed'): Source =>
  feedSource(id, { url, kind });

/** One collection of the sources that are due, or of all. */
async function collect(deps: Deps, which: 'due' | 'all' = 'all'): Promise<void> {
  if (which === 'all') await makeDue(db, clock.now);
  const collectionId = await startCollection(deps);
  if (collectionId === null) return;
  const asked = await db.query<{ id: string }>(
    'select source_id as id from collection_source where collection_id = $1 order by 1',
    [collectionId],
  );
  const collectSource = createCollectSource(deps);
  for (const { id } of asked) await collectSource({ collectionId, sourceId: id });
}

interface Row {
  url: string;
  enabled: boolean;
  failures: number;
  next_at: Date;
  last_error: string | null;
  etag: string | null;
  posts_per_week: number | null;
  newest_at: Date | null;
}

async function rowOf(id: string): Promise<Row> {
  const [row] = await db.query<Row>('select * from source where id = $1', [id]);
  if (!row) throw new Error(`There is no source ${id}`);
  return row;
}

const minutesUntilNext = async (id: string): Promise<number> =>
  ((await rowOf(id)).next_at.getTime() - clock.now.getTime()) / MINUTE;

describe('a pause', () => {
  test.each([429, 503])(
    'that a host asked for with %i holds for all its feeds, in another process and after a restart',
    async (status) => {
      const server = await startLoopback((request, response) => {
        if (request.url === '/a') response.writeHead(status, { 'retry-after': '3600' }).end();
        else response.end(feedOf(START));
      });
      await subscribe(db, 'config', [source('a', `${server.origin}/a`)], START);
      await collect(startProcess(server));
      expect(server.requests).toHaveLength(1);

      await subscribe(db, 'config', [source('b', `${server.origin}/b`)], START);
      const restarted = startProcess(server);
      await collect(restarted);
      expect(server.requests).toHaveLength(1);
      expect(await rowOf('b')).toMatchObject({ failures: 0, last_error: null });
      expect(await minutesUntilNext('b')).toBe(60);

      clock.now = new Date(START.getTime() + 61 * MINUTE);
      await collect(restarted);
      expect(server.requests.map(({ url }) => url)).toEqual(['/a', '/b']);
    },
  );

  test('is seen at once by a process that runs already and has just looked', async () => {
    const server = await startLoopback((request, response) => {
      if (request.url === '/c') response.end(feedOf(START));
      else response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    await subscribe(
      db,
      'config',
      [source('a', `${server.origin}/a`), source('b', `${server.origin}/b`)],
      START,
    );
    const [one, other] = [startProcess(server), startProcess(server)];
    await other.collector.collect(source('c', `${server.origin}/c`), FRESH_STATE);
    await one.collector.collect(source('a', `${server.origin}/a`), FRESH_STATE);
    await collect(other);
    expect(server.requests.map(({ url }) => url)).toEqual(['/c', '/a']);
  });

  test('only grows, in whatever order two processes were told', async () => {
    const now = (): Date => clock.now;
    const [first, second] = [createHostLedger(db, { now }), createHostLedger(db, { now })];
    const long = new Date(START.getTime() + 30 * MINUTE);
    await first.pause('example.org', long);
    await second.pause('example.org', new Date(START.getTime() + MINUTE));
    expect(await createHostLedger(db, { now }).pausedUntil('example.org')).toEqual(long);
  });

  test('is taken from an allowance that is used up, before the host has to refuse', async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { ratelimit: '"api";r=0;t=120' }).end(feedOf(START));
    });
    await subscribe(
      db,
      'config',
      [source('a', `${server.origin}/a`), source('b', `${server.origin}/b`)],
      START,
    );
    await collect(startProcess(server));
    expect(server.requests).toHaveLength(1);
    expect(await minutesUntilNext('b')).toBe(2);
  });
});

describe('the next time', () => {
  test.each([
    ['weekly', 7 * DAY, 720],
    ['daily', DAY, 120],
    ['hourly', 60 * MINUTE, 15],
  ])(
    'of a source that posts %s is as far off as that is worth, and holds across a restart',
    async (_often, gap, minutes) => {
      const dates = Array.from({ length: 30 }, (_, n) => new Date(START.getTime() - n * gap));
      const server = await startLoopback((_request, response) => void response.end(feedOf(...dates)));
      const listed = [source('a', server.origin)];
      await subscribe(db, 'config', listed, START);
      await collect(startProcess(server), 'due');
      const left = await minutesUntilNext('a');
      expect(Math.abs(left - minutes) / minutes).toBeLessThan(0.15);

      await subscribe(db, 'config', listed, clock.now);
      clock.now = new Date(START.getTime() + (left - 1) * MINUTE);
      await collect(startProcess(server), 'due');
      expect(server.requests).toHaveLength(1);
      clock.now = new Date(START.getTime() + left * MINUTE);
      await collect(startProcess(server), 'due');
      expect(server.requests).toHaveLength(2);
    },
  );

  test('is not forgotten over an answer without items', async () => {
    const dates = Array.from({ length: 30 }, (_, n) => new Date(START.getTime() - n * DAY));
    let isEmpty = false;
    const server = await startLoopback((_request, response) => {
      response.end(isEmpty ? feedOf() : feedOf(...dates));
    });
    await subscribe(db, 'config', [source('a', server.origin)], START);
    await collect(startProcess(server));
    const usual = await minutesUntilNext('a');
    isEmpty = true;
    await collect(startProcess(server));
    expect(await rowOf('a')).toMatchObject({ items: 0, failures: 0, last_error: null });
    expect(await minutesUntilNext('a')).toBe(usual);
  });

  test.each([
    ['an empty one', []],
    ['the same one again', [1, 2, 3, 4]],
    ['the same one with one paper more', [1, 2, 3, 4, 5]],
  ])(
    'and the papers a week of an arXiv category are not forgotten over a batch that is %s',
    async (_what, then) => {
      const batchOf = (numbers: number[]): string =>
        `<feed xmlns="http://www.w3.org/2005/Atom"><title>cs.CL</title>${numbers
          .map(
            (n) =>
              `<entry><id>oai:arXiv.org:2611.0000${n}v1</id><title>P</title><published>2026-11-24T00:00:00-05:00</published></entry>`,
          )
          .join('')}</feed>`;
      let batch = [1, 2, 3, 4];
      const server = await startLoopback((_request, response) => void response.end(batchOf(batch)));
      await subscribe(db, 'config', [source('a', 'cs.CL', 'arxiv-feed')], START);
      await collect(startProcess(server));
      const { posts_per_week, newest_at } = await rowOf('a');
      expect(posts_per_week).toBe(28);
      batch = then;
      await collect(startProcess(server));
      expect(server.requests).toHaveLength(2);
      expect(await rowOf('a')).toMatchObject({ posts_per_week, newest_at, failures: 0 });
    },
  );

  test.each<[string, number, Record<string, string>, number]>([
    ['Cache-Control of a good answer', 200, { 'cache-control': 'max-age=21600' }, 360],
    ['Cache-Control of an answer without news', 304, { 'cache-control': 'max-age=21600' }, 360],
    ['Retry-After of a failure', 500, { 'retry-after': '14400' }, 240],
    ['Retry-After of a refusal', 429, { 'retry-after': '14400' }, 240],
    ['a wish for ten days, of which one is granted', 200, { 'cache-control': 'max-age=864000' }, 24 * 60],
  ])('is no sooner than its server wishes, by %s', async (_wish, status, headers, minutes) => {
    let wish = {};
    const server = await startLoopback((request, response) => {
      if (request.url === '/a') response.writeHead(wish === headers ? status : 200, { etag: '"x"', ...wish });
      response.end(wish === headers && status !== 200 ? undefined : feedOf(START));
    });
    await subscribe(db, 'config', [source('a', `${server.origin}/a`)], START);
    await collect(startProcess(server));
    expect(await minutesUntilNext('a')).toBeLessThan(minutes);
    wish = headers;
    await collect(startProcess(server));
    expect(await minutesUntilNext('a')).toBe(minutes);
  });

  test('is spread by up to a tenth, whatever the answer was', async () => {
    const server = await startLoopback((request, response) => {
      if (request.url === '/busy') response.writeHead(429, { 'retry-after': '3600' }).end();
      else if (request.url === '/broken') response.writeHead(500).end();
      else if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"x"' }).end(feedOf(START));
    });
    const ids = ['broken', 'good', 'same'];
    const listed = ids.map((id) => source(id, `${server.origin}/${id}`));
    await subscribe(db, 'config', listed, START);
    const spreadOf = async (random: number): Promise<number[]> => {
      await collect(startProcess(server, { random: () => random }));
      return await Promise.all(ids.map(minutesUntilNext));
    };
    await spreadOf(0);
    await db.query('update source set failures = 0, etag = null where id = $1', ['good']);
    const plain = await spreadOf(0);
    await db.query('update source set failures = 1 where id = $1', ['broken']);
    await db.query('update source set etag = null where id = $1', ['good']);
    const spread = await spreadOf(0.999);
    for (const [n, minutes] of plain.entries()) {
      expect(spread[n], ids[n]).toBeCloseTo(minutes * 1.0999, 2);
    }

    // Put off, since its host wants to be left alone.
    await subscribe(db, 'config', [...listed, source('busy', `${server.origin}/busy`)], START);
    await collect(startProcess(server, { random: () => 0.5 }));
    expect(await minutesUntilNext('good')).toBeCloseTo(60 * 1.05, 2);
  });

  test('keeps to the ttl and the quiet hours of the last feed when the answer is 304', async () => {
    const head = '<ttl>180</ttl><skipHours><hour>15</hour></skipHours>';
    const body = feedOf(START).replace('<title>F</title>', `<title>F</title>${head}`);
    const server = await startLoopback((request, response) => {
      if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"x"' }).end(body);
    });
    await subscribe(db, 'config', [source('a', server.origin)], START);
    await collect(startProcess(server));
    expect(await minutesUntilNext('a')).toBe(240);
    await collect(startProcess(server));
    expect(server.requests).toHaveLength(2);
    expect(await minutesUntilNext('a')).toBe(240);
  });
});

describe('validators', () => {
  test('are forgotten after eight days, since some servers answer 304 for ever', async () => {
    const server = await startLoopback((request, response) => {
      if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: 'W/"a"' }).end(feedOf(START));
    });
    await subscribe(db, 'config', [source('a', server.origin)], START);
    const asked = (): unknown[] => server.requests.map(({ headers }) => headers['if-none-match']);
    for (const day of [0, 1, 7.9, 8.1, 9]) {
      clock.now = new Date(START.getTime() + day * DAY);
      await collect(startProcess(server));
    }
    expect(asked()).toEqual([undefined, 'W/"a"', 'W/"a"', undefined, 'W/"a"']);
  });
});

describe('a source that moves', () => {
  async function movesTo(
    targets: (string | null)[],
    status = 301,
  ): Promise<{ url: string; server: Loopback }> {
    let round = 0;
    const server = await startLoopback((request, response) => {
      const target = targets[round];
      if (request.url !== '/old' || !target) return void response.end(feedOf(START));
      return void response.writeHead(status, { location: target }).end();
    });
    await subscribe(db, 'config', [source('a', `${server.origin}/old`)], START);
    for (round = 0; round < targets.length; round += 1) await collect(startProcess(server));
    return { url: (await rowOf('a')).url.replace(server.origin, ''), server };
  }

  test.each([
    [['/new', '/new'], '/old'],
    [['/new', '/new', '/new'], '/new'],
    [['/new', '/new', '/other', '/new', '/new'], '/old'],
    [['/new', '/new', null, '/new'], '/old'],
    [['/new', '/other', '/other', '/other'], '/other'],
  ])('for good, %j, is read at %s afterwards', async (targets, url) => {
    expect((await movesTo(targets)).url).toBe(url);
  });

  test('for now (302) keeps its address', async () => {
    expect((await movesTo(['/new', '/new', '/new', '/new'], 302)).url).toBe('/old');
  });

  test('keeps its new address over a restart with the old list, and takes a new one from a new list', async () => {
    const { server } = await movesTo(['/new', '/new', '/new']);
    await subscribe(db, 'config', [source('a', `${server.origin}/old`)], clock.now);
    expect((await rowOf('a')).url).toBe(`${server.origin}/new`);
    await subscribe(db, 'config', [source('a', `${server.origin}/newest`)], clock.now);
    expect(await rowOf('a')).toMatchObject({ url: `${server.origin}/newest`, etag: null });
  });
});

describe('a source that is gone (410)', () => {
  test('is switched off and says so, also after a restart, until it is listed elsewhere', async () => {
    const server = await startLoopback((_request, response) => void response.writeHead(410).end());
    await subscribe(db, 'config', [source('a', server.origin)], START);
    await collect(startProcess(server));
    await subscribe(db, 'config', [source('a', server.origin)], START);
    await collect(startProcess(server));
    expect(server.requests).toHaveLength(1);
    expect(await rowOf('a')).toMatchObject({ enabled: false, last_error: expect.stringContaining('410') });
    await subscribe(db, 'config', [source('a', `${server.origin}/elsewhere`)], START);
    expect(await rowOf('a')).toMatchObject({ enabled: true });
  });
});
