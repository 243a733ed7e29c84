// The labelled pairs of tests/fixtures/stories, and the way on which the product joins their reports: submit, read,
// sketch, candidate index, rules, all in a real store.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Item } from '../../src/domain/article.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { readSnippet } from '../../src/reading/read-thread.ts';
import { parseFeed } from '../../src/sources/parse-feed.ts';
import type { Database } from '../../src/store/database.ts';
import { subscribe } from '../../src/store/sources.ts';
import { feedSource } from './feed-source.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FIXTURES = join(ROOT, 'tests', 'fixtures', 'stories');
export const FEEDS = join(ROOT, '..', 'shared', 'data', 'feeds');

/** What each is for stands in the README beside the fixtures. */
export type Half = 'dev' | 'held-out' | 'retold' | 'squeezed';

interface Labelled {
  title: string;
  at: string;
  how?: string;
  text?: string;
  links?: string[];
  kind?: Item['kind'];
  /** A real item: its feed below the shared test data, and its id there. */
  item?: string;
  guid?: string;
  /** Came at `at`, not when its feed says. */
  moved?: boolean;
  /** A report of our own: the site that it stands on. */
  site?: string;
}

export interface Report {
  item: Item;
  sourceId: string;
  how: string;
  story: number;
  group: number;
}

export interface LabelledPair {
  a: Report;
  b: Report;
  same: boolean;
  /** Of the same story: how the second report came to be. Of two stories: what makes them alike. */
  kind: string;
  origin: 'feeds' | 'written';
}

export interface LabelledSet {
  reports: Report[];
  pairs: LabelledPair[];
  /** Reports whose feed is not here. */
  missing: number;
}

async function readLabelled(half: Half): Promise<LabelledSet> {
  const groups = parse(readFileSync(join(FIXTURES, `${half}.yaml`), 'utf8')) as {
    near: string;
    stories: Labelled[][];
  }[];
  const reports: Report[] = [];
  let missing = 0;
  let story = 0;
  for (const [group, { stories }] of groups.entries()) {
    for (const told of stories) {
      story += 1;
      for (const labelled of told) {
        const item = labelled.item ? await realItem(labelled) : writtenItem(labelled, reports.length);
        if (item) {
          const sourceId = labelled.item ?? labelled.site ?? '';
          reports.push({ item, sourceId, how: labelled.how ?? 'feeds', story, group });
        } else missing += 1;
      }
    }
  }
  return { reports, pairs: pairsOf(reports, groups), missing };
}

function pairsOf(reports: readonly Report[], groups: readonly { near: string }[]): LabelledPair[] {
  return reports.flatMap((b, n) =>
    reports.slice(0, n).flatMap((a) => {
      if (a.group !== b.group) return [];
      const same = a.story === b.story;
      const kind = same ? laterHow(a, b) : (groups[a.group]?.near ?? '');
      const isReal = [a, b].every(({ how, sourceId }) => how === 'feeds' || sourceId.includes('.xml'));
      return [{ a, b, same, kind, origin: isReal ? ('feeds' as const) : ('written' as const) }];
    }),
  );
}

const HARDEST_FIRST = ['translation', 'reworded', 'coverage', 'syndicated', 'reposted', 'feeds', 'written'];

function laterHow(a: Report, b: Report): string {
  return HARDEST_FIRST.find((how) => a.how === how || b.how === how) ?? 'written';
}

const feeds = new Map<string, Promise<Item[]>>();

async function realItem({ item: file = '', guid, text, moved, at }: Labelled): Promise<Item | null> {
  if (!existsSync(join(FEEDS, file))) return null;
  const items = feeds.get(file) ?? readFeed(file);
  feeds.set(file, items);
  const found = (await items).find((one) => one.guid === guid);
  if (!found) throw new Error(`${file} has no item ${guid}`);
  const html = text === undefined ? found.html : `<p>${text}</p>`;
  return { ...found, html, publishedAt: moved ? new Date(at) : found.publishedAt };
}

export async function readFeed(file: string): Promise<Item[]> {
  const origin = { url: `https://feeds.example/${file}`, contentType: null };
  const { items } = await parseFeed(readFileSync(join(FEEDS, file)), origin);
  // Many feeds give a headline and no more: it is what their pages would at least say.
  return items.map((item) => ({
    ...item,
    html: `<h1>${item.title}</h1>${item.html}<p>The whole post stands at its own address.</p>`,
  }));
}

function writtenItem({ title, at, text = '', links = [], kind, site = '' }: Labelled, n: number): Item {
  const anchors = links.map((href) => `<a href="${href}">${href}</a>`).join(' ');
  return {
    guid: `report ${n}`,
    url: `https://${site}/report/${n}`,
    title,
    publishedAt: new Date(at),
    authors: [],
    html: `<h1>${title}</h1><p>${text} ${anchors}</p>`,
    kind: kind ?? null,
    discussionUrl: null,
  };
}

/** Takes the reports in as their sources would have brought them, and answers with each one's story. */
export async function joinReports(
  db: Database,
  reports: readonly Pick<Report, 'item' | 'sourceId'>[],
): Promise<(string | null)[]> {
  const inTime = [...reports].sort((a, b) => timeOf(a.item) - timeOf(b.item));
  const ids = new Map<object, number>();
  const sources = [...new Set(reports.map(({ sourceId }) => sourceId))];
  await subscribe(db, 'run', sources.map(sourceOf), new Date(0));
  for (const report of inTime) {
    const now = report.item.publishedAt ?? new Date(0);
    const broughtBy = { kind: 'source' as const, sourceId: report.sourceId };
    const submission = { items: [report.item], broughtBy, collectionId: null, defaultKind: null };
    const { all } = await db.transaction((tx) => submitArticles(tx, submission, now));
    const [articleId] = all;
    if (articleId === undefined) continue;
    ids.set(report, articleId);
    await readArticles(depsOf(db, now), { articleIds: [articleId] });
  }
  const stories = await storiesIn(db);
  return reports.map((report) => {
    const id = ids.get(report);
    return id === undefined ? null : (stories.get(id) ?? `article ${id}`);
  });
}

export interface JoinedSet extends Omit<LabelledSet, 'reports'> {
  isJoined(pair: LabelledPair): boolean;
}

/** The pairs of one part, and which of them the product joined in `db`, which is empty before. */
export async function joinLabelled(db: Database, half: Half): Promise<JoinedSet> {
  const { reports, ...set } = await readLabelled(half);
  const stories = await joinReports(db, reports);
  const storyOf = new Map(reports.map((report, n) => [report, stories[n]]));
  return { ...set, isJoined: ({ a, b }) => storyOf.get(a) === storyOf.get(b) };
}

const timeOf = ({ publishedAt }: Item): number => publishedAt?.getTime() ?? 0;

const sourceOf = (id: string) => feedSource(id, { url: `https://feeds.example/${encodeURIComponent(id)}` });

async function storiesIn(db: Database): Promise<Map<number, string>> {
  const rows = await db.query<{ articleId: number; storyId: number }>(
    'select article_id as "articleId", story_id as "storyId" from story_article',
  );
  return new Map(rows.map(({ articleId, storyId }) => [articleId, `story ${storyId}`]));
}

/** What reading needs; there is no network, and nobody to be told. */
function depsOf(db: Database, now: Date): Deps {
  const deps: Partial<Deps> = {
    db,
    now: () => now,
    channels: [],
    pages: { fetch: async () => ({ kind: 'unreachable', reason: 'there is no network here' }) },
    reader: {
      readSnippet: async (html) => readSnippet(html),
      readDocument: async () => ({ kind: 'unreadable', reason: 'there is no network here' }),
    },
  };
  return deps as Deps;
}

export interface Tally {
  right: number;
  joined: number;
  same: number;
  pairs: number;
}

export const precisionOf = ({ right, joined }: Tally): number => (joined === 0 ? 1 : right / joined);
export const recallOf = ({ right, same }: Tally): number => (same === 0 ? 1 : right / same);

export function tallyOf(pairs: readonly LabelledPair[], isJoined: (pair: LabelledPair) => boolean): Tally {
  const joined = pairs.filter(isJoined);
  return {
    right: joined.filter(({ same }) => same).length,
    joined: joined.length,
    same: pairs.filter(({ same }) => same).length,
    pairs: pairs.length,
  };
}
