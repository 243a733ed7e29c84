// Whose turn it is, kept by the store: several ledgers over one database, on PGlite and on Postgres.
import type { RequestListener } from 'node:http';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { FRESH_STATE } from '../../src/domain/source.ts';
import { createHostLedger } from '../../src/pipeline/host-ledger.ts';
import { createCollector, type SourceCollector } from '../../src/sources/collector.ts';
import type { HostLedger } from '../../src/sources/host-manners.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { migrate } from '../../src/store/migrate.ts';
import { startLoopback } from '../sources/loopback.ts';
import { describeDatabases } from '../support/backends.ts';
import { feedSource } from '../support/feed-source.ts';
import { inThisThread } from '../support/threads.ts';

const START = new Date('2026-11-24T12:00:00Z');

let clock: { now: Date };
beforeEach(() => {
  clock = { now: START };
});

describeDatabases('Turns', (open) => {
  const paper = (id: string): string =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/${id}v1</id><title>P</title></entry></feed>`;

  test('arXiv is asked once in three seconds and one request at a time, by all processes together', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    await migrate(store, 'src/store/migrations');
    let [openNow, most] = [0, 0];
    const begun: number[] = [];
    const answer: RequestListener = (_request, response) => {
      openNow += 1;
      most = Math.max(most, openNow);
      setTimeout(() => {
        openNow -= 1;
        response.end(paper('2611.01234'));
      }, 20);
    };
    const server = await startLoopback(answer);
    const options = { politeness: { wait: slowly }, endpoints: { arxivApi: `${server.origin}/api/query` } };
    const processes = [store, store, store].map((database) => {
      const now = (): Date => clock.now;
      const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
      onTestFinished(() => http.close());
      const ledger = createHostLedger(database, { now, turnsByNow: true });
      const hosts: HostLedger = {
        ...ledger,
        async takeTurn(turn) {
          const at = clock.now.getTime();
          const left = await ledger.takeTurn(turn);
          if (left === null) begun.push(at);
          return left;
        },
      };
      return createCollector(http, { now, hosts, threads: inThisThread(), ...options });
    });
    // One whose turn was too far off comes again, as it would with the next collection.
    const askUntilAnswered = async (process: SourceCollector, query: string): Promise<string> => {
      for (;;) {
        const { kind } = await process.collect(feedSource('a', { url: query, kind: 'arxiv' }), FRESH_STATE);
        if (kind !== 'postponed') return kind;
        await slowly(1_000);
      }
    };
    const kinds = await Promise.all(
      processes.flatMap((process) =>
        ['cat:cs.CL', 'cat:cs.AI'].map((query) => askUntilAnswered(process, query)),
      ),
    );
    expect(kinds).toEqual(Array(6).fill('items'));
    expect(most).toBe(1);
    begun.sort((a, b) => a - b);
    for (const [n, at] of begun.entries())
      if (n > 0) expect(at - (begun[n - 1] ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  test('a process that ends in its turn holds the others up for a minute at most', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    await migrate(store, 'src/store/migrations');
    const now = (): Date => clock.now;
    const [one, other] = [1, 2].map(() => createHostLedger(store, { now, turnsByNow: true }));
    const turn = { name: 'arxiv.org', gapMs: 3_000, holdMs: 60_000 };
    expect(await one?.takeTurn({ ...turn, holder: 'a' })).toBeNull();
    clock.now = new Date(START.getTime() + 59_999);
    expect(await other?.takeTurn({ ...turn, holder: 'b' })).toBeGreaterThan(0);
    clock.now = new Date(START.getTime() + 60_000);
    expect(await other?.takeTurn({ ...turn, holder: 'b' })).toBeNull();
    // The first one's late end takes nothing from the second.
    await one?.endTurn({ ...turn, holder: 'a' });
    clock.now = new Date(START.getTime() + 70_000);
    expect(await one?.takeTurn({ ...turn, holder: 'a' })).toBeGreaterThan(0);
  });

  test('the next turn comes a gap after the end of a slow request, not after its beginning', async () => {
    const store = await open();
    onTestFinished(() => store.close());
    await migrate(store, 'src/store/migrations');
    const now = (): Date => clock.now;
    const [one, other] = [1, 2].map(() => createHostLedger(store, { now, turnsByNow: true }));
    const turn = { name: 'arxiv.org', gapMs: 3_000, holdMs: 60_000 };
    expect(await one?.takeTurn({ ...turn, holder: 'a' })).toBeNull();
    clock.now = new Date(START.getTime() + 10_000);
    await one?.endTurn({ ...turn, holder: 'a' });
    expect(await other?.takeTurn({ ...turn, holder: 'b' })).toBe(3_000);
    clock.now = new Date(START.getTime() + 12_999);
    expect(await other?.takeTurn({ ...turn, holder: 'b' })).toBe(1);
    clock.now = new Date(START.getTime() + 13_000);
    expect(await other?.takeTurn({ ...turn, holder: 'b' })).toBeNull();
  });

  /** Lets real requests get on between two looks. */
  async function slowly(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.now = new Date(clock.now.getTime() + Math.min(ms, 250));
  }
});
