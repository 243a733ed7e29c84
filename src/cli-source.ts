// `source add` and `source drop` at the operator's terminal; a root, like cli.ts.
import type { Config } from './config.ts';
import { kindRules, sourcePage } from './domain/source-kinds.ts';
import { userAgent } from './open-parts.ts';
import { addSource, dropSource, type FoundSource, findSource } from './pipeline/add-source.ts';
import { createHostLedger } from './pipeline/host-ledger.ts';
import { createCollector } from './sources/collector.ts';
import { createHttpClient } from './sources/http-client.ts';
import type { Database } from './store/database.ts';
import { createThreadPool } from './threads/thread-pool.ts';

type Print = (line: string) => void;

/** Says what was found, and adds it; false where nothing was. */
export async function addFoundSource(
  config: Pick<Config, 'allowPrivateHosts' | 'contact' | 'version' | 'serviceKeys'>,
  db: Database,
  address: string,
  print: Print,
): Promise<boolean> {
  const now = (): Date => new Date();
  const { allowPrivateHosts, serviceKeys: keys } = config;
  const http = createHttpClient({ userAgent: userAgent(config), allowPrivateHosts });
  const threads = createThreadPool({ maxThreads: 1 });
  try {
    const hosts = createHostLedger(db, { now });
    const deps = { db, now, collector: createCollector(http, { now, hosts, threads, keys }) };
    const found = await findSource(deps, address);
    if (found.kind === 'not-found') {
      print(`Nothing to read at ${address}: ${found.reason}`);
      return false;
    }
    for (const line of describe(found)) print(line);
    const { kind, sourceId } = await addSource(deps, { source: found.source, by: null });
    if (kind === 'known') print(`It is read already, as ${sourceId}`);
    else
      print(
        `Added as ${sourceId}. It is asked with the next collection; take it out by: source drop ${sourceId}`,
      );
    return true;
  } finally {
    await threads.close();
    await http.close();
  }
}

export async function dropKnownSource(db: Database, sourceId: string, print: Print): Promise<boolean> {
  const outcome = await dropSource({ db, now: () => new Date() }, { sourceId, by: null });
  if (outcome === 'dropped') print(`${sourceId} is asked no more; what it brought stays`);
  else print(`There is no source ${sourceId} that is read: see status for their names`);
  return outcome === 'dropped';
}

function describe({ source, items, postsPerWeek, others }: FoundSource): string[] {
  const often =
    postsPerWeek === null ? 'its items carry no dates' : `about ${postsPerWeek.toFixed(1)} items a week`;
  const address = source.url === kindRules(source.kind).only ? '' : ` ${source.url}`;
  return [
    `${source.title} (${source.kind}${address}), ${often}`,
    `  ${sourcePage(source)}`,
    ...items.map(
      ({ title, publishedAt }) => `  ${publishedAt?.toISOString().slice(0, 10) ?? '   no date'}  ${title}`,
    ),
    ...others.map(({ title, url }) => `  also there: ${title} ${url}`),
  ];
}
