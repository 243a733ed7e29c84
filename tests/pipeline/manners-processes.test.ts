// What arXiv asks of all our machines together, held by processes that know of each other through Postgres alone.
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { startLoopback } from '../sources/loopback.ts';
import { type Ask, type AskingProcess, startAsking } from '../support/asking-processes.ts';
import { describePostgres } from '../support/backends.ts';

const TIMEOUT = { timeout: 240_000 };
const HOUR = 3_600_000;

const PAPERS =
  '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2611.01234v1</id><title>P</title></entry></feed>';

const answer: RequestListener = (request, response) => {
  if (request.url?.startsWith('/site'))
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>');
  else response.end(PAPERS);
};

describePostgres('arXiv, asked by several processes', (create) => {
  async function openDatabase(): Promise<string> {
    const url = await create();
    const db = await openPostgres(url, { poolSize: 1 });
    await migrate(db, 'src/store/migrations');
    await db.close();
    return url;
  }

  test('sees one request at a time, each a gap after the end of the one before', TIMEOUT, async () => {
    const GAP = 200;
    const requests: { path: string; begun: number; ended: number }[] = [];
    let [open, most] = [0, 0];
    const server = await startLoopback((request, response) => {
      const one = { path: request.url ?? '', begun: performance.now(), ended: 0 };
      requests.push(one);
      open += 1;
      most = Math.max(most, open);
      // Slow enough for another one to come meanwhile.
      setTimeout(() => {
        open -= 1;
        one.ended = performance.now();
        answer(request, response);
      }, 60);
    });
    const settings = { databaseUrl: await openDatabase(), origin: server.origin, arxivGapMs: GAP };
    const processes = await Promise.all([startAsking(settings), startAsking(settings)]);
    const untilAnswered = async (process: AskingProcess, what: Ask['what']): Promise<void> => {
      // One whose turn is too far off comes again, as it would with the next collection.
      for (;;) {
        const { outcome, reason } = await process.ask(what);
        if (outcome === 'answered') return;
        expect(reason).toContain('at its own pace');
      }
    };
    const kinds = ['arxiv', 'arxiv-feed', 'page'] as const;
    await Promise.all(processes.flatMap((process) => kinds.map((what) => untilAnswered(process, what))));

    const asked = requests.map(({ path }) => path.split('?')[0]).toSorted();
    expect(asked).toEqual([
      ...Array(2).fill('/api/query'),
      ...Array(2).fill('/atom/cs.CL'),
      ...Array(2).fill('/site/html/2611.01234'),
    ]);
    expect(most).toBe(1);
    for (const [n, { begun }] of requests.entries()) {
      // Clocks are read to the millisecond.
      if (n > 0) expect(begun - (requests[n - 1]?.ended ?? 0)).toBeGreaterThan(GAP - 2);
    }
  });

  test(
    'is not asked by a process that has just begun, while the gap of one that has ended lasts',
    TIMEOUT,
    async () => {
      const server = await startLoopback(answer);
      const settings = { databaseUrl: await openDatabase(), origin: server.origin, arxivGapMs: HOUR };
      const first = await startAsking(settings);
      expect(await first.ask('arxiv')).toMatchObject({ outcome: 'answered' });
      await first.kill();
      const restarted = await startAsking(settings);
      expect(await restarted.ask('arxiv-feed')).toMatchObject({
        outcome: 'not',
        reason: expect.stringContaining('at its own pace'),
      });
      expect(server.requests).toHaveLength(1);
    },
  );

  test(
    'is left alone by all of them, and after a restart, for as long as its Retry-After says',
    TIMEOUT,
    async () => {
      let isBusy = true;
      const server = await startLoopback((request, response) => {
        if (isBusy && request.url?.startsWith('/atom'))
          response.writeHead(429, { 'retry-after': '3600' }).end();
        else answer(request, response);
      });
      const settings = { databaseUrl: await openDatabase(), origin: server.origin, arxivGapMs: 0 };
      const [one, other] = await Promise.all([startAsking(settings), startAsking(settings)]);
      expect(await other.ask('arxiv')).toMatchObject({ outcome: 'answered' });
      expect(await one.ask('arxiv-feed')).toMatchObject({ reason: expect.stringContaining('(429)') });
      isBusy = false;

      const leftAlone = { outcome: 'not', reason: 'arxiv.org asked to be left alone for a while' };
      expect(await other.ask('arxiv')).toMatchObject(leftAlone);
      expect(await other.ask('page')).toMatchObject(leftAlone);
      await one.kill();
      const restarted = await startAsking(settings);
      expect(await restarted.ask('arxiv-feed')).toMatchObject(leftAlone);
      expect(server.requests).toHaveLength(2);
      expect(await restarted.ask('arxiv-feed', HOUR)).toMatchObject({ outcome: 'answered' });
    },
  );
});
