// Measures whether one story is recognised as one: precision and recall on the labelled pairs, by what makes them hard,
// and how long the look-up takes among 10,000 and 100,000 articles, with what their index takes.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mulberry32 } from '../src/domain/seeded-random.ts';
import { MOST_ASKED } from '../src/pipeline/join-story.ts';
import { type Sketched, sketchArticle } from '../src/pipeline/sketch-article.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openPglite } from '../src/store/pglite.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { addToStory, listStoryCandidates, listStoryMembers, startStory } from '../src/store/stories.ts';
import { startPostgres } from '../tests/support/servers.ts';
import {
  FEEDS,
  type Half,
  joinLabelled,
  precisionOf,
  readFeed,
  recallOf,
  tallyOf,
} from '../tests/support/stories.ts';
import { type Figure, median, quantile, runAlone, timed } from './report.ts';

const PRECISION_GOAL = 0.98;
const RECALL_GOAL = 0.85;
const LOOKUP_GOAL_MS = 5;
const SIZES = [10_000, 100_000];
const LOOKUPS = 300;
const MEMBERS = 20;
/** Articles a day, as of some sixty sources. */
const A_DAY = 300;
const MIGRATIONS = 'src/store/migrations';

export async function benchStories(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const half of ['dev', 'held-out', 'retold', 'squeezed'] as const)
    figures.push(...(await measurePairs(half)));
  const titles = await readTitles();
  if (titles.length === 0) return figures;
  const pglite = await openPglite(null);
  figures.push(...(await measureLookups(pglite, titles, 'PGlite')));
  await pglite.close();
  const server = await startPostgres();
  if (!server) return figures;
  const postgres = await openPostgres(server.url, { poolSize: 2 });
  figures.push(...(await measureLookups(postgres, titles, 'Postgres')));
  await postgres.close();
  await server.stop();
  return figures;
}

async function measurePairs(half: Half): Promise<Figure[]> {
  const db = await openPglite(null);
  await migrate(db, MIGRATIONS);
  const { pairs, missing, isJoined } = await joinLabelled(db, half);
  await db.close();
  const all = tallyOf(pairs, isJoined);
  // Written, or chosen, to be as hard as can be: precision is what they are for.
  const isHard = half === 'retold' || half === 'squeezed';
  const kinds = Map.groupBy(pairs, ({ same, kind }) => `${same ? 'one story' : 'two stories'}, ${kind}`);
  const detail = missing > 0 ? `; ${missing} reports without their feed left out` : '';
  return [
    {
      name: `stories, precision, ${half}`,
      figure: precisionOf(all).toFixed(3),
      goal: `≥ ${PRECISION_GOAL}`,
      met: precisionOf(all) >= PRECISION_GOAL,
      detail: `${all.joined} pairs joined, ${all.right} rightly, of ${all.pairs}${detail}`,
    },
    {
      name: `stories, recall, ${half}`,
      figure: recallOf(all).toFixed(3),
      goal: isHard ? null : `≥ ${RECALL_GOAL}`,
      met: isHard ? null : recallOf(all) >= RECALL_GOAL,
      detail: `${all.right} of ${all.same} pairs of one story`,
    },
    ...[...kinds]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, some]) => ({
        name: `  ${half}: ${kind}`,
        figure: `${some.filter(isJoined).length} of ${some.length} joined`,
        goal: null,
        met: null,
        detail: `${some.filter(({ origin }) => origin === 'feeds').length} pairs of real items alone`,
      })),
  ];
}

/** Real headlines: what look-ups are made of. */
async function readTitles(): Promise<string[]> {
  const folder = join(FEEDS, 'ai-blogs');
  if (!existsSync(folder)) return [];
  const items = await Promise.all(readdirSync(folder).map((name) => readFeed(join('ai-blogs', name))));
  return items.flat().map(({ title }) => title);
}

async function measureLookups(db: Database, titles: readonly string[], name: string): Promise<Figure[]> {
  await migrate(db, MIGRATIONS);
  const figures: Figure[] = [];
  const bytes: number[] = [];
  let from = 0;
  for (const size of SIZES) {
    await fill(db, titles, from, size);
    from = size;
    await db.query('vacuum analyze');
    const times = await timeLookups(db, titles, size);
    bytes.push(await bytesOf(db));
    const p95 = quantile(times, 0.95);
    figures.push({
      name: `look-up among ${size} sketches, ${name}`,
      figure: `${median(times).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
      goal: size === Math.max(...SIZES) ? `< ${LOOKUP_GOAL_MS} ms` : null,
      met: size === Math.max(...SIZES) ? median(times) < LOOKUP_GOAL_MS : null,
      detail: `${times.length} look-ups; table and index ${(bytes.at(-1) ?? 0) >> 20} MB`,
    });
  }
  const asked = await timeMembers(db);
  figures.push({
    name: `members of a story among ${Math.max(...SIZES)}, ${name}`,
    figure: `${median(asked).toFixed(1)} ms, p95 ${quantile(asked, 0.95).toFixed(1)} ms`,
    goal: null,
    met: null,
    detail: `${MEMBERS} members; asked only when an article is like one of them`,
  });
  const growth = (bytes[1] ?? 0) / (bytes[0] ?? 1) / ((SIZES[1] ?? 0) / (SIZES[0] ?? 1));
  figures.push({
    name: `sketches, growth from ${SIZES[0]} to ${SIZES[1]}, ${name}`,
    figure: `${growth.toFixed(2)} × linear, ${Math.round((bytes[1] ?? 0) / (SIZES[1] ?? 1))} bytes an article`,
    goal: '≤ 1.1 × linear',
    met: growth <= 1.1,
  });
  return figures;
}

const random = mulberry32(7);
const START = Date.UTC(2026, 0, 1);
const DAY_MS = 24 * 3_600_000;
const timeOf = (n: number): Date => new Date(START + Math.floor((n / A_DAY) * DAY_MS));

/** Articles with headlines and texts of real ones, in words of their own, over the time in which so many come. */
async function fill(db: Database, titles: readonly string[], from: number, to: number): Promise<void> {
  const CHUNK = 1_000;
  for (let start = from; start < to; start += CHUNK) {
    const rows = Array.from({ length: CHUNK }, (_, i) => rowOf(titles, start + i));
    await db.query(
      `with given as (
         select * from json_to_recordset($1::json) as g (url text, title text, at timestamptz, names text[], keys int[], link int)
       ), inserted as (
         insert into article (canonical_url, url, title, kind, published_at, first_seen_at, read_state)
         select url, url, title, 'news', at, at, 'feed' from given returning id, url
       )
       insert into article_sketch (article_id, sketch, names, links, own_link, keys)
       select id, decode(repeat('5a', 60), 'hex'), names, '{}', link, keys from inserted join given using (url)`,
      [JSON.stringify(rows)],
    );
  }
}

function rowOf(titles: readonly string[], n: number) {
  const title = titles[n % titles.length] ?? '';
  const sketched = remade(titles, n);
  return {
    url: `https://copies.example/${n}`,
    title,
    at: timeOf(n),
    names: sketched.stored.names,
    keys: sketched.stored.keys,
    link: sketched.stored.ownLink,
  };
}

/** A real headline at another time, and a text of its own. */
function remade(titles: readonly string[], n: number): Sketched {
  const words = Array.from({ length: 120 }, () => `w${Math.floor(random() * 40_000)}`);
  return sketchArticle({
    id: 0,
    title: titles[n % titles.length] ?? '',
    url: `https://copies.example/${n}`,
    kind: 'news',
    authors: [],
    sourceId: null,
    at: timeOf(n),
    text: words.join(' '),
    links: [],
  });
}

async function timeLookups(db: Database, titles: readonly string[], size: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < LOOKUPS; i += 1) {
    const n = size - 1 - Math.floor(random() * Math.min(size, 20 * A_DAY));
    const { lookup } = remade(titles, n);
    times.push(await timed(() => listStoryCandidates(db, 0, lookup)));
  }
  return times;
}

/** The latest articles as one story, so large that not all of them are asked. */
async function timeMembers(db: Database): Promise<number[]> {
  const rows = await db.query<{ id: number }>('select id from article order by id desc limit $1', [MEMBERS]);
  const [first, ...others] = rows.map(({ id }) => id);
  if (first === undefined) return [];
  const storyId = await startStory(db, first, timeOf(0));
  for (const [n, id] of others.entries()) await addToStory(db, storyId, id, 'same-event', timeOf(n + 1));
  const times: number[] = [];
  for (let i = 0; i < LOOKUPS; i += 1)
    times.push(await timed(() => listStoryMembers(db, storyId, MOST_ASKED)));
  return times;
}

async function bytesOf(db: Database): Promise<number> {
  const [row] = await db.query<{ bytes: string }>(
    `select pg_total_relation_size('article_sketch')::text as bytes`,
  );
  return Number(row?.bytes ?? 0);
}

await runAlone(import.meta, benchStories);
