// One collector whose services are all one server on loopback, for tests of the kinds of source.
import type { RequestListener } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import { type Collected, type CollectedItems, FRESH_STATE, type Source } from '../../src/domain/source.ts';
import type { SourceKind } from '../../src/domain/source-kinds.ts';
import { type CollectorOptions, createCollector, type SourceCollector } from '../../src/sources/collector.ts';
import { ENDPOINTS, type Endpoints } from '../../src/sources/endpoints.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { memoryLedger } from '../support/host-ledger.ts';
import { inThisThread } from '../support/threads.ts';
import { type Loopback, startLoopback } from './loopback.ts';

export interface KindBench {
  server: Loopback;
  collector: SourceCollector;
  clock: { now: Date };
  /** What was asked, in order, without the server's own address. */
  asked(): string[];
  /** Asks once, as if for the first time. */
  collect(kind: SourceKind, url: string, changes?: Partial<Source>): Promise<Collected>;
}

/** Every service is `ORIGIN/NAME`, named as in `Endpoints`. */
export async function openKindBench(
  answer: RequestListener,
  now: Date,
  options: Partial<CollectorOptions> = {},
): Promise<KindBench> {
  const server = await startLoopback(answer);
  const http = createHttpClient({ userAgent: 'discuss-ai/test', allowPrivateHosts: [server.host] });
  onTestFinished(() => http.close());
  const clock = { now };
  const names = Object.keys(ENDPOINTS) as (keyof Endpoints)[];
  const collector = createCollector(http, {
    now: () => clock.now,
    threads: inThisThread(),
    hosts: memoryLedger(() => clock.now),
    endpoints: Object.fromEntries(names.map((name) => [name, `${server.origin}/${name}`])),
    politeness: { arxivGapMs: 0 },
    ...options,
  });
  return {
    server,
    collector,
    clock,
    asked: () => server.requests.map(({ url }) => decodeURIComponent(url ?? '').replaceAll('+', ' ')),
    collect: (kind, url, changes = {}) => collector.collect(sourceOf(kind, url, changes), FRESH_STATE),
  };
}

export function sourceOf(kind: SourceKind, url: string, changes: Partial<Source> = {}): Source {
  return { id: 'it', kind, url, title: 'It', weight: 1, defaultKind: null, ...changes };
}

export function itemsOf(outcome: Collected): CollectedItems['items'] {
  expect(outcome).toMatchObject({ kind: 'items' });
  return (outcome as CollectedItems).items;
}

/** Answers with JSON. */
export const json =
  (body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
