// From an address that a person gives to a source that is read: found, tried, shown, and only then added.
import { postingRate } from '../domain/pacing.ts';
import { FRESH_STATE, type Source } from '../domain/source.ts';
import { sourcePage } from '../domain/source-kinds.ts';
import { logChange } from '../store/change-log.ts';
import type { Queryable } from '../store/database.ts';
import * as sources from '../store/sources.ts';
import type { Deps } from './ports.ts';

export interface FoundSource {
  kind: 'found';
  /** As it would be added. */
  source: Source;
  /** What people can look at. */
  page: string;
  /** Its newest items, at most five. */
  items: { title: string; url: string; publishedAt: Date | null }[];
  /** `null`: its items carry no dates. */
  postsPerWeek: number | null;
  /** The id under which it is read already. */
  alreadyAs: string | null;
  /** Other feeds that the page names. */
  others: { title: string; url: string }[];
}

export type FindOutcome = FoundSource | { kind: 'not-found'; reason: string };

/** A page may name many feeds; the first that can be read is meant. */
const MOST_TRIED = 3;
const SHOWN_ITEMS = 5;

/** Adds nothing. Takes as long as the site does: some seconds. */
export async function findSource(
  deps: Pick<Deps, 'db' | 'collector' | 'now'>,
  address: string,
  signal?: AbortSignal,
): Promise<FindOutcome> {
  const finding = await deps.collector.find(withScheme(address), signal);
  if (finding.kind === 'not-found') return finding;
  let reason = '';
  for (const place of finding.places.slice(0, MOST_TRIED)) {
    const { kind, url } = place;
    const draft = { id: 'found', kind, url, title: place.title ?? url, weight: 1, defaultKind: null };
    const outcome = await deps.collector.collect(draft, FRESH_STATE, signal);
    if (outcome.kind !== 'items') {
      reason ||= 'reason' in outcome ? outcome.reason : 'It answers, but with nothing to read';
      continue;
    }
    const title = titleOf(draft, outcome.title ?? place.title);
    const newest = outcome.items.toSorted((a, b) => timeOf(b.publishedAt) - timeOf(a.publishedAt));
    const dates = outcome.items.map(({ publishedAt }) => publishedAt);
    return {
      kind: 'found',
      source: { ...draft, title, id: await freeId(deps.db, title) },
      page: sourcePage(draft),
      items: newest.slice(0, SHOWN_ITEMS).map((item) => ({
        title: item.title,
        url: item.url,
        publishedAt: item.publishedAt,
      })),
      postsPerWeek: postingRate(dates, deps.now()).postsPerWeek,
      alreadyAs: await sources.findByAddress(deps.db, kind, url, { orDropped: false }),
      others: finding.places
        .filter((other) => other !== place)
        .map((other) => ({ title: other.title ?? other.url, url: other.url })),
    };
  }
  return { kind: 'not-found', reason };
}

export interface SourceToAdd {
  source: Source;
  /** Whose wish it is; `null` at the operator's terminal. */
  by: { personId: string; channelId: string } | null;
}

/** It is asked for the first time with the next collection. One that had been dropped is taken up again. */
export async function addSource(
  deps: Pick<Deps, 'db' | 'now'>,
  { source, by }: SourceToAdd,
): Promise<{ kind: 'added' | 'known'; sourceId: string }> {
  const now = deps.now();
  return await deps.db.transaction(async (tx) => {
    const known = await sources.findByAddress(tx, source.kind, source.url);
    if (known && !(await sources.takeUp(tx, known, now))) return { kind: 'known', sourceId: known };
    if (!known) await sources.insertSource(tx, source, now);
    if (by) await logSource(tx, 'source-added', source, by, now);
    return { kind: 'added', sourceId: known ?? source.id };
  });
}

/** Asks the source no more, also when the configuration still lists it; what it brought stays. */
export async function dropSource(
  deps: Pick<Deps, 'db' | 'now'>,
  { sourceId, by }: { sourceId: string; by: SourceToAdd['by'] },
): Promise<'dropped' | 'unknown'> {
  const now = deps.now();
  return await deps.db.transaction(async (tx) => {
    const source = await sources.drop(tx, sourceId, now);
    if (!source) return 'unknown';
    if (by) await logSource(tx, 'source-removed', source, by, now);
    return 'dropped';
  });
}

async function logSource(
  tx: Queryable,
  action: 'source-added' | 'source-removed',
  source: Source,
  by: { personId: string; channelId: string },
  now: Date,
): Promise<void> {
  await logChange(tx, { action, detail: { title: source.title, url: sourcePage(source) }, ...by }, now);
}

const timeOf = (date: Date | null): number => date?.getTime() ?? Number.NEGATIVE_INFINITY;

/** People write `example.org/blog`. */
function withScheme(address: string): string {
  const trimmed = address.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
}

const TITLES: Partial<Record<Source['kind'], (url: string) => string>> = {
  'arxiv-feed': (url) => `arXiv ${url}`,
  'github-releases': (url) => `${url.split('/')[1] ?? url} releases`,
  'github-repositories': (url) => `GitHub, new in ${url}`,
  'hacker-news': () => 'Hacker News',
  'hugging-face-papers': () => 'Hugging Face papers',
  'hugging-face-models': () => 'Hugging Face models',
  'hugging-face-spaces': () => 'Hugging Face spaces',
  reddit: (url) => `r/${url}`,
};

/** Services have good names; a feed has its own, else its host's. */
function titleOf(draft: Source, given: string | null): string {
  return (
    TITLES[draft.kind]?.(draft.url) ?? (given || URL.parse(draft.url)?.hostname || draft.url).slice(0, 80)
  );
}

/** A short name as sources.yaml has them, made from the title. */
async function freeId(db: Queryable, title: string): Promise<string> {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  const wanted = plain || 'source';
  const taken = await sources.idsLike(db, wanted);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}
