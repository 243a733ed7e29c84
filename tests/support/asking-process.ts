// A process of its own that asks arXiv's stand-in as the product does, over a database that it shares; the other side
// of asking-processes.ts.
import { createPageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createHostLedger } from '../../src/pipeline/host-ledger.ts';
import { createCollector } from '../../src/sources/collector.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import type { Ask, Asked, Settings } from './asking-processes.ts';
import { inThisThread } from './threads.ts';

const { databaseUrl, origin, arxivGapMs } = JSON.parse(process.argv[2] ?? '') as Settings;
let skippedMs = 0;
const now = (): Date => new Date(Date.now() + skippedMs);
const db = await openPostgres(databaseUrl, { poolSize: 3 });
const http = createHttpClient({
  userAgent: 'discuss-ai/test',
  allowPrivateHosts: [new URL(origin).host],
});
const options = {
  now,
  hosts: createHostLedger(db, { now }),
  politeness: { arxivGapMs },
  endpoints: {
    arxiv: `${origin}/site`,
    arxivApi: `${origin}/api/query`,
    arxivFeed: `${origin}/atom`,
  },
};
const collector = createCollector(http, { ...options, threads: inThisThread() });
const pages = createPageFetcher(http, options);

async function ask(what: Ask['what']): Promise<Pick<Asked, 'outcome' | 'reason'>> {
  if (what === 'page') {
    const page = await pages.fetch('https://arxiv.org/abs/2611.01234', undefined, 'by-person');
    return page.kind === 'page'
      ? { outcome: 'answered', reason: '' }
      : { outcome: 'not', reason: page.reason };
  }
  const source = { id: 'it', kind: what, url: 'cs.CL', title: 'It', weight: 1, defaultKind: null };
  const state = { etag: null, lastModified: null, failures: 0, memory: null };
  const collected = await collector.collect(source, state);
  if (collected.kind === 'items') return { outcome: 'answered', reason: '' };
  return { outcome: 'not', reason: 'reason' in collected ? collected.reason : collected.kind };
}

process.on('message', (asked: Ask) => {
  skippedMs = asked.skippedMs;
  void ask(asked.what).then((answer) => process.send?.({ id: asked.id, ...answer } satisfies Asked));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
