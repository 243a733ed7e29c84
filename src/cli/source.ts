// `source add`, `drop`, `list` and `check` at the operator's terminal; a root, like cli.ts.
import type { Config } from '../config.ts';
import { type Collected, FRESH_STATE, type Source } from '../domain/source.ts';
import { kindRules, sourcePage } from '../domain/source-kinds.ts';
import { isUnloved, type SourceHealth, UNLOVED_DAYS } from '../domain/status.ts';
import { addSource, dropSource, type FoundSource, findSource } from '../pipeline/add-source.ts';
import { createHostLedger } from '../pipeline/host-ledger.ts';
import { listSources } from '../pipeline/report-status.ts';
import { grammarOf } from '../slack/words/grammar.ts';
import { createCollector, type SourceCollector } from '../sources/collector.ts';
import { createHttpClient } from '../sources/http-client.ts';
import { userAgent } from '../start/open-parts.ts';
import type { Database } from '../store/database.ts';
import { createThreadPool, threadsFor } from '../threads/thread-pool.ts';

/** Operators are spoken to in English. */
const { count } = grammarOf('en');

type Print = (line: string) => void;
type WayOut = Pick<Config, 'allowPrivateHosts' | 'contact' | 'version' | 'serviceKeys'>;

const now = (): Date => new Date();
const day = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;
const minute = (date: Date): string => date.toISOString().slice(0, 16).replace('T', ' ');

async function withCollector<Result>(
  config: WayOut,
  db: Database,
  work: (collector: SourceCollector) => Promise<Result>,
): Promise<Result> {
  const { allowPrivateHosts, serviceKeys: keys } = config;
  const http = createHttpClient({ userAgent: userAgent(config), allowPrivateHosts });
  const threads = createThreadPool({ maxThreads: threadsFor(1) });
  try {
    const hosts = createHostLedger(db, { now });
    return await work(createCollector(http, { now, hosts, threads, keys }));
  } finally {
    await threads.close();
    await http.close();
  }
}

/** Says what was found, and adds it; false where nothing was. */
export async function addFoundSource(
  config: WayOut,
  db: Database,
  address: string,
  print: Print,
): Promise<boolean> {
  return await withCollector(config, db, async (collector) => {
    const deps = { db, now, collector };
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
  });
}

export async function dropKnownSource(db: Database, sourceId: string, print: Print): Promise<boolean> {
  const outcome = await dropSource({ db, now }, { sourceId, by: null });
  if (outcome === 'dropped') print(`${sourceId} is asked no more; what it brought stays`);
  else print(`There is no source ${sourceId} that is read: see source list for their names`);
  return outcome === 'dropped';
}

/** Every source with its health, and what nobody votes for. */
export async function printSources(db: Database, print: Print): Promise<boolean> {
  const sources = await listSources({ db, now });
  if (sources.length === 0) print('No source is read yet: start the app once, or add one by: source add URL');
  for (const source of sources) {
    print(`${source.enabled ? ' ' : '-'} ${source.sourceId.padEnd(28)} ${healthOf(source)}`);
  }
  const unloved = sources.filter(isUnloved).map(({ sourceId }) => sourceId);
  if (unloved.length > 0) {
    print(`Nobody has voted for their cards in ${UNLOVED_DAYS} days: ${unloved.join(', ')}`);
    print('To drop one: source drop NAME');
  }
  return true;
}

function healthOf(source: SourceHealth): string {
  const { itemsPerWeek, voted, posted, lastSuccessAt, nextAt, failingSince, lastError } = source;
  if (lastError) return `failing since ${failingSince ? minute(failingSince) : 'now'}: ${lastError}`;
  return [
    itemsPerWeek === null ? 'no dates' : `${itemsPerWeek.toFixed(1)} items a week`,
    ...(posted > 0 ? [`votes on ${voted} of ${count(posted, { one: 'card', other: 'cards' })}`] : []),
    lastSuccessAt ? `read ${minute(lastSuccessAt)}` : 'not read yet',
    ...(nextAt ? [`next ${minute(nextAt)}`] : []),
  ].join(', ');
}

/** Hosts asked side by side; each of them is asked for one source at a time. */
const HOSTS_AT_ONCE = 6;

/** Asks each listed source once, whatever channels take, and keeps nothing of it; false where one has no answer. */
export async function checkSources(
  config: WayOut & Pick<Config, 'sources'>,
  db: Database,
  ids: readonly string[],
  print: Print,
): Promise<boolean> {
  const unknown = ids.filter((id) => !config.sources.some((source) => source.id === id));
  for (const id of unknown) print(`FAIL   ${id.padEnd(28)} config/sources.yaml lists no such source`);
  const wanted = config.sources.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const byHost = Map.groupBy(wanted, (source) => hostOf(source)).values();
  let failed = unknown.length;
  await withCollector(config, db, async (collector) => {
    const lane = async (): Promise<void> => {
      for (const sources of byHost) {
        for (const source of sources) {
          const outcome = await collector.collect(source, FRESH_STATE);
          if (outcome.kind === 'failed' || outcome.kind === 'gone') failed += 1;
          print(checkedLine(source, outcome));
        }
      }
    };
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, lane));
  });
  print(
    `${wanted.length - (failed - unknown.length)} of ${count(wanted.length, { one: 'source answers', other: 'sources answer' })}`,
  );
  return failed === 0;
}

/** Services are one host each. */
const hostOf = ({ kind, url }: Source): string =>
  kind === 'feed' || kind === 'web-page' ? (URL.parse(url)?.host ?? url) : kind;

function checkedLine(source: Source, outcome: Collected): string {
  const name = source.id.padEnd(28);
  switch (outcome.kind) {
    case 'items': {
      const times = outcome.items.flatMap(({ publishedAt }) => publishedAt?.getTime() ?? []);
      const newest = times.length > 0 ? `, newest of ${day(new Date(Math.max(...times)))}` : '';
      const moved = outcome.movedTo ? `; has moved to ${outcome.movedTo}: change it where it is listed` : '';
      return `ok     ${name} ${count(outcome.items.length, { one: 'item', other: 'items' })}${newest}${moved}`;
    }
    case 'not-modified':
      return `ok     ${name} nothing new`;
    case 'postponed':
      return `later  ${name} ${outcome.reason}`;
    case 'gone':
      return `FAIL   ${name} it is gone for good (410): take it out of config/sources.yaml`;
    case 'failed':
      return `FAIL   ${name} ${outcome.reason}`;
  }
}

function describe({ source, items, postsPerWeek, others }: FoundSource): string[] {
  const often =
    postsPerWeek === null ? 'its items carry no dates' : `about ${postsPerWeek.toFixed(1)} items a week`;
  const address = source.url === kindRules(source.kind).only ? '' : ` ${source.url}`;
  return [
    `${source.title} (${source.kind}${address}), ${often}`,
    `  ${sourcePage(source)}`,
    ...items.map(({ title, publishedAt }) => `  ${day(publishedAt) ?? '   no date'}  ${title}`),
    ...others.map(({ title, url }) => `  also there: ${title} ${url}`),
  ];
}
