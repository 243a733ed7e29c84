// Whose turn it is: the pace of each service that publishes one, and the ceiling for any other host.
import { describe, expect, test } from 'vitest';
import { ENDPOINTS, NO_KEYS } from '../../src/sources/endpoints.ts';
import {
  createHostManners,
  type HostLedger,
  HostPaused,
  LeaveAlone,
} from '../../src/sources/host-manners.ts';
import { memoryLedger } from '../support/host-ledger.ts';

let clock = new Date('2026-11-24T12:00:00Z');
const now = (): Date => clock;
const wait = async (ms: number): Promise<void> => {
  clock = new Date(clock.getTime() + ms);
};

/** The turns that were taken, by name. */
function spied(): { turns: { name: string; gapMs: number; holdMs: number }[]; ledger: HostLedger } {
  const turns: { name: string; gapMs: number; holdMs: number }[] = [];
  const ledger = memoryLedger(now);
  return {
    turns,
    ledger: {
      ...ledger,
      takeTurn: async (turn) => {
        turns.push(turn);
        return await ledger.takeTurn(turn);
      },
    },
  };
}

describe('the pace of a service', () => {
  // Its published limit: requests, in so many seconds, and whether they may overlap.
  test.each([
    ['https://export.arxiv.org/api/query?search_query=x', 1, 3, false],
    ['https://rss.arxiv.org/atom/cs.CL', 1, 3, false],
    ['https://arxiv.org/html/2611.01234', 1, 3, false],
    ['https://www.reddit.com/r/LocalLLaMA/.rss', 1, 60, false],
    ['https://api.github.com/search/repositories', 10, 60, true],
    ['https://github.com/o/r/releases.atom', 60, 60, true],
    ['https://huggingface.co/api/daily_papers', 500, 300, true],
    ['https://hn.algolia.com/api/v1/search_by_date', 10_000, 3_600, true],
    ['https://api.semanticscholar.org/graph/v1/paper/search', 1, 1, false],
    ['https://api2.openreview.net/notes', 60, 60, false],
  ])('%s is kept: %i in %i seconds', async (url, requests, seconds, mayOverlap) => {
    const { turns, ledger } = spied();
    const manners = createHostManners(ledger, now, { wait });
    await manners.inTurn(url, async () => undefined);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.gapMs).toBeGreaterThanOrEqual((seconds * 1_000) / requests);
    expect(turns[0]?.holdMs === 0).toBe(mayOverlap);
  });

  test('is one for arXiv’s API, its feeds and its pages together', async () => {
    const { turns, ledger } = spied();
    const manners = createHostManners(ledger, now, { wait });
    for (const endpoint of [ENDPOINTS.arxivApi, ENDPOINTS.arxivFeed, ENDPOINTS.arxiv]) {
      await manners.inTurn(`${endpoint}/x`, async () => undefined);
    }
    expect(new Set(turns.map(({ name }) => name))).toEqual(new Set(['arxiv.org']));
  });

  test('is GitHub’s own for those who have a token', async () => {
    const { turns, ledger } = spied();
    const manners = createHostManners(ledger, now, { wait, keys: { ...NO_KEYS, github: 'a-key' } });
    await manners.inTurn('https://api.github.com/search/repositories', async () => undefined);
    expect(turns[0]?.gapMs).toBe(2_100);
  });

  test('keeps no more than three waiting: the next is told to come later', async () => {
    const manners = createHostManners(memoryLedger(now), now, { wait });
    const never = new Promise<void>(() => undefined);
    for (let n = 0; n < 3; n += 1) void manners.inTurn('https://arxiv.org/abs/2611.01234', () => never);
    await expect(manners.inTurn('https://arxiv.org/abs/2611.01234', () => never)).rejects.toThrow(LeaveAlone);
  });
});

describe('a pause', () => {
  const asked = (url: string, manners = createHostManners(memoryLedger(now), now, { wait })) =>
    manners.inTurn(url, async () => 'asked');

  test.each([ENDPOINTS.arxivApi, ENDPOINTS.arxiv, 'https://export.arxiv.org/rss/cs.CL'])(
    'that arXiv’s feed asked for is kept by %s too, and by no other service',
    async (url) => {
      const manners = createHostManners(memoryLedger(now), now, { wait });
      await manners.pause('https://rss.arxiv.org/atom/cs.CL', 600_000);
      await expect(asked(url, manners)).rejects.toMatchObject({ name: 'HostPaused', waitMs: 600_000 });
      await expect(asked('https://notarxiv.org/', manners)).resolves.toBe('asked');
      await wait(600_000);
      await expect(asked(url, manners)).resolves.toBe('asked');
    },
  );

  test('that begins while a request waits for its turn is kept by it', async () => {
    const manners = createHostManners(memoryLedger(now), now, { wait });
    const first = manners.inTurn('https://rss.arxiv.org/atom/cs.CL', async () => {
      await manners.pause('https://rss.arxiv.org/atom/cs.CL', 600_000);
    });
    // In line before the pause was known.
    const second = asked('https://arxiv.org/abs/2611.01234', manners);
    await first;
    await expect(second).rejects.toThrow(HostPaused);
  });

  test('that begins while a request to a host without a pace of its own waits is kept by it', async () => {
    const manners = createHostManners(memoryLedger(now), now, { wait });
    const ends: (() => void)[] = [];
    const four = Array.from({ length: 4 }, () =>
      manners.inTurn('https://blog.example/feed', () => new Promise<void>((resolve) => ends.push(resolve))),
    );
    const fifth = asked('https://blog.example/feed', manners);
    await expect.poll(() => ends, { timeout: 30_000 }).toHaveLength(4);
    await manners.pause('https://blog.example/feed', 600_000);
    for (const end of ends) end();
    await Promise.all(four);
    await expect(fifth).rejects.toThrow(HostPaused);
  });

  test('lasts a day at most', async () => {
    const manners = createHostManners(memoryLedger(now), now, { wait });
    await manners.pause('https://blog.example/feed', 10 * 24 * 3_600_000);
    await expect(asked('https://blog.example/feed', manners)).rejects.toMatchObject({
      waitMs: 24 * 3_600_000,
    });
  });
});

test('any other host sees four requests at a time, and the next in the order in which they came', async () => {
  const manners = createHostManners(memoryLedger(now), now, { wait });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const asked = Array.from({ length: 6 }, (_, n) =>
    manners.inTurn('https://blog.example/feed', async () => {
      begun.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
    }),
  );
  const elsewhere = manners.inTurn('https://other.example/feed', async () => 'answered');
  expect(await elsewhere).toBe('answered');
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.();
  await asked[2];
  await expect.poll(() => begun, { timeout: 30_000 }).toEqual([0, 1, 2, 3, 4]);
  for (const end of ends) end();
  await expect.poll(() => begun, { timeout: 30_000 }).toHaveLength(6);
  for (const end of ends) end();
  await Promise.all(asked);
});
