// What sources answer while an answer is being saved is saved together: real feeds over HTTP, real collector and store.
import pino from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createCollectSource, startCollection } from '../../src/pipeline/collect-source.ts';
import { createHostLedger } from '../../src/pipeline/host-ledger.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { createCollector } from '../../src/sources/collector.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import type { Database } from '../../src/store/database.ts';
import { makeDue, subscribe } from '../../src/store/sources.ts';
import { startLoopback } from '../sources/loopback.ts';
import { feedSource } from '../support/feed-source.ts';
import { openTestStore } from '../support/store.ts';
import { inThisThread } from '../support/threads.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const IDS = ['first', 'a', 'b', 'c', 'd'];

let db: Database;
beforeAll(async () => {
  db = await openTestStore();
  // Stands for anything that a database may refuse.
  await db.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
     create trigger refuse before insert on article for each row when (new.source_id = 'c') execute function refuse()`,
  );
});
afterAll(() => db.close());

const feedOf = (id: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: `Feed ${id}`,
    items: [1, 2].map((n) => ({ id: `${n}`, url: `https://${id}.example/${n}`, title: `${id} ${n}` })),
  });

test('answers are saved in one transaction, and one that cannot be saved takes no other along', async () => {
  const server = await startLoopback((request, response) => {
    response.setHeader('content-type', 'application/feed+json');
    response.end(feedOf(request.url?.slice(1) ?? ''));
  });
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const now = (): Date => NOW;
  const collector = createCollector(http, {
    now,
    hosts: createHostLedger(db, { now }),
    threads: inThisThread(),
  });
  // The first answer is saved once all others are there.
  let answered = 0;
  let transactions = 0;
  const counted: Database = {
    ...db,
    transaction: async (work) => {
      transactions += 1;
      if (transactions === 1) await vi.waitUntil(() => answered === IDS.length, { timeout: 30_000 });
      return await db.transaction(work);
    },
  };
  const ordered: number[][] = [];
  const deps = {
    db: counted,
    now,
    random: () => 0,
    log: pino({ level: 'silent' }),
    queue: {
      enqueue: async () => undefined,
      enqueueMany: async (_name: string, jobs: { articleIds: number[] }[]) => {
        ordered.push(...jobs.map(({ articleIds }) => articleIds));
      },
    },
    collector: {
      ...collector,
      collect: async (...asked: Parameters<typeof collector.collect>) => {
        const outcome = await collector.collect(...asked);
        answered += 1;
        return outcome;
      },
    },
    channels: [],
  } as unknown as Deps;

  await subscribe(
    db,
    'run',
    IDS.map((id) => feedSource(id, { url: `${server.origin}/${id}` })),
    NOW,
  );
  await makeDue(db, NOW);
  const collectionId =
    (await startCollection({ ...deps, db, queue: { ...deps.queue, enqueueMany: async () => undefined } })) ??
    0;
  const collectSource = createCollectSource(deps);
  const runs = await Promise.allSettled(IDS.map((sourceId) => collectSource({ collectionId, sourceId })));

  expect(runs.map(({ status }) => status)).toEqual(IDS.map((id) => (id === 'c' ? 'rejected' : 'fulfilled')));
  expect(String((runs[3] as PromiseRejectedResult).reason)).toContain('not this one');
  // One alone, one for the four others, and one for each of those after that failed.
  expect(transactions).toBe(1 + 1 + 4);
  const rows = await db.query(
    `select source_id as id, state, one.items, title from collection_source one join source on source.id = source_id
     order by source_id`,
  );
  const saved = (id: string) => ({ id, state: 'collected', items: 2, title: `Feed ${id}` });
  expect(rows).toEqual([
    saved('a'),
    saved('b'),
    { id: 'c', state: 'waiting', items: 0, title: 'c' },
    saved('d'),
    saved('first'),
  ]);
  expect(ordered.map((ids) => ids.length)).toEqual([2, 2, 2, 2]);
});
