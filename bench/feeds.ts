// Measures the feed reader on the shared test data: what it reads, what it gets right, and how fast it is.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import RssParser from 'rss-parser';
import type { FeedContent } from '../src/sources/feed-content.ts';
import { parseDate } from '../src/sources/parse-date.ts';
import { parseFeed } from '../src/sources/parse-feed.ts';
import { htmlToText } from '../src/sources/plain-text.ts';
import { readFeed } from '../src/sources/read-feed.ts';
import type { Figure } from './report.ts';

const DATA = fileURLToPath(new URL('../../shared/data/feeds/', import.meta.url));
const FOLDERS = ['ai-blogs', 'real-world', 'odd'];
/** Where the cases believe they were read from. */
const CASE_URL = 'http://127.0.0.1:8097/feed/';
const WELL_FORMED_GOAL = 0.98;
const ILL_FORMED_GOAL = 0.8;
const EXPECTATIONS_GOAL = 0.75;
const ROUNDS = 5;

/** Empty where the shared test data is absent. */
export async function benchFeeds(): Promise<Figure[]> {
  const cases = await filesBelow(join(DATA, 'feedparser'));
  const figures: Figure[] = [];
  if (cases.length > 0) figures.push(...(await measureCases(cases)));
  for (const folder of FOLDERS) {
    const files = await filesBelow(join(DATA, folder));
    if (files.length > 0) figures.push(await measureFolder(folder, files));
  }
  const real = (await Promise.all(FOLDERS.map((folder) => filesBelow(join(DATA, folder))))).flat();
  if (real.length > 0) figures.push(await measureSpeed(real));
  return figures;
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

interface Tally {
  met: number;
  of: number;
  misses: string[];
}

async function measureCases(files: string[]): Promise<Figure[]> {
  const well: Tally = { met: 0, of: 0, misses: [] };
  const ill: Tally = { met: 0, of: 0, misses: [] };
  const stated: Tally = { met: 0, of: 0, misses: [] };
  for (const file of files) {
    const body = await readFile(file);
    const name = file.slice(DATA.length);
    const tally = /[/\\]illformed[/\\]/.test(file) ? ill : well;
    tally.of += 1;
    const feed = await readOrNull(body);
    if (feed) tally.met += 1;
    else tally.misses.push(name);
    for (const expectation of expectationsOf(caseComment(body))) {
      stated.of += 1;
      if (feed && isMet(expectation, feed)) stated.met += 1;
      else stated.misses.push(`${name}: ${expectation.field} == ${String(expectation.values)}`);
    }
  }
  return [
    share('feeds: well-formed cases read', well, WELL_FORMED_GOAL),
    share('feeds: ill-formed cases read', ill, ILL_FORMED_GOAL),
    share('feeds: stated title, link, id and date met', stated, EXPECTATIONS_GOAL),
  ];
}

async function readOrNull(body: Buffer): Promise<FeedContent | null> {
  const header = /^\s*Content-type:\s*(.+)$/im.exec(
    /Header:\s*(.*)/i.exec(caseComment(body))?.[1] ?? '',
  )?.[1];
  try {
    return await readFeed(body, { contentType: header?.trim() ?? null, url: CASE_URL });
  } catch {
    // Counted as a miss by the caller; any error is one.
    return null;
  }
}

/** The comment at the top, in whatever encoding the case is: its own text is ASCII. */
function caseComment(body: Buffer): string {
  return body.subarray(0, 8_192).toString('latin1').replaceAll('\0', '');
}

interface Expectation {
  field: string;
  values: string[];
  isDate: boolean;
}

const FIELD =
  /(feed|entries\[0\])(?:\.|\[')(title_detail|title|link|id|published|updated|created|date)(_parsed)?(?:'\])?(\['value'\])?(?=\s*==)/g;

/** The comparisons of an `Expect:` line that are about a title, link, id or date; tuples are dates in UTC. */
function expectationsOf(comment: string): Expectation[] {
  const line = /Expect:\s*(.*)/.exec(comment)?.[1] ?? '';
  return [...line.matchAll(FIELD)].flatMap((match): Expectation[] => {
    const [, owner, name = '', parsed] = match;
    if (name === 'title_detail' && !match[4]) return [];
    const isDate = !/title|link|id/.test(name);
    // `a == b == 'x'`: the value stands at the end; `x or y` gives two of them.
    const rest = line.slice(match.index + match[0].length);
    if (!/^\s*==/.test(rest)) return [];
    const field = `${owner === 'feed' ? 'feed' : 'entry'}.${isDate ? 'date' : name.replace('_detail', '')}`;
    if (parsed) {
      const tuple = /==\s*\(([\d,\s]+)\)/.exec(rest)?.[1]?.split(',').map(Number);
      if (!tuple) return [];
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = tuple;
      const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
      return [{ field, values: [date.toISOString()], isDate }];
    }
    const literals = [...rest.matchAll(/==\s*u?('((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)];
    const values = (line.includes(' or ') ? literals : literals.slice(0, 1)).map((literal) =>
      unescapePython(literal[2] ?? literal[3] ?? ''),
    );
    return values.length > 0 ? [{ field, values, isDate }] : [];
  });
}

function unescapePython(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi, (_all, unicode, byte, plain) =>
    plain
      ? ({ n: '\n', t: '\t' }[plain as string] ?? plain)
      : String.fromCharCode(parseInt(unicode ?? byte, 16)),
  );
}

function isMet({ field, values, isDate }: Expectation, feed: FeedContent): boolean {
  const [entry] = feed.entries;
  const found: Record<string, (string | null | undefined)[]> = {
    'feed.title': [feed.title],
    'feed.link': [feed.siteUrl],
    'feed.id': [feed.id],
    'feed.date': [feed.published?.toISOString(), feed.updated?.toISOString()],
    'entry.title': [entry?.title],
    'entry.link': [entry?.link],
    'entry.id': [entry?.guid],
    'entry.date': [entry?.published?.toISOString(), entry?.updated?.toISOString()],
  };
  const ours = (found[field] ?? []).filter((value) => typeof value === 'string');
  return values.some((value) => ours.some((own) => isSame(field, own, value, isDate)));
}

/** We keep plain text where the expectation is HTML, and addresses as the URL standard writes them. */
function isSame(field: string, own: string, expected: string, isDate: boolean): boolean {
  if (isDate) return own === parseDate(expected)?.toISOString();
  if (field.endsWith('.link')) return own === (URL.parse(expected)?.href ?? expected);
  return own === expected || (field.endsWith('.title') && own === htmlToText(expected));
}

function share(name: string, { met, of, misses }: Tally, goal: number): Figure {
  const part = of === 0 ? 1 : met / of;
  return {
    name,
    figure: `${(100 * part).toFixed(1)} % (${met} of ${of})`,
    goal: `≥ ${100 * goal} %`,
    met: part >= goal,
    ...(misses.length > 0 ? { detail: misses.join('\n') } : {}),
  };
}

/** Every entry of every feed; an entry that stands there twice is one. */
async function measureFolder(folder: string, files: string[]): Promise<Figure> {
  let items = 0;
  let dated = 0;
  let full = 0;
  const noFeeds: string[] = [];
  const misses: string[] = [];
  for (const file of files) {
    const name = file.slice(DATA.length);
    const body = await readFile(file);
    const stated = entriesIn(body);
    if (stated === null) noFeeds.push(name);
    try {
      const feed = await parseFeed(body, { contentType: null, url: CASE_URL });
      items += feed.items.length;
      dated += feed.items.filter((item) => item.publishedAt !== null).length;
      if (stated !== null && feed.items.length === stated) full += 1;
      else misses.push(`${name}: ${feed.items.length} of ${stated} items`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      misses.push(`${name}: ${reason}`);
    }
  }
  const feeds = files.length - noFeeds.length;
  const others = noFeeds.length > 0 ? ` (${noFeeds.length} file is no feed)` : '';
  return {
    name: `feeds: files of ${folder} read in full`,
    figure: `${full} of ${feeds} feeds${others}, ${items} items, ${dated} dated`,
    goal: 'all',
    met: full === feeds,
    ...(misses.length > 0 ? { detail: misses.join('\n') } : {}),
  };
}

/**
 * How many different entries a file has, counted without a parser of feeds; null for a file that has nothing of a feed
 * (odd/AmazonWebServicesBlogFirstEntryContent.xml is the XHTML of one entry).
 */
function entriesIn(body: Buffer): number | null {
  const text = body.toString('utf8');
  if (text.trimStart().startsWith('{')) {
    const json = JSON.parse(text) as {
      items?: { url: string }[];
      rss?: { channel: { item: { link: string }[] } };
    };
    const addresses = json.items?.map(({ url }) => url) ?? json.rss?.channel.item.map(({ link }) => link);
    return new Set(addresses).size;
  }
  if (!/<(?:rss|feed|rdf:RDF)[\s>]/i.test(text)) return null;
  return new Set(text.match(/<(item|entry)[\s>][\s\S]*?<\/\1>/g)).size;
}

/** Best of several rounds each, taken in turns, on the XML that bare rss-parser can read. */
async function measureSpeed(files: string[]): Promise<Figure> {
  const bodies: Buffer[] = [];
  for (const file of files) {
    const body = await readFile(file);
    if (await bareParses(body)) bodies.push(body);
  }
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  let own = Number.POSITIVE_INFINITY;
  let bare = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    own = Math.min(
      own,
      await timeOf(bodies, (body) => parseFeed(body, { contentType: null, url: CASE_URL })),
    );
    bare = Math.min(bare, await timeOf(bodies, (body) => new RssParser().parseString(body.toString('utf8'))));
  }
  const rate = (ms: number): string => (bytes / 1000 / ms).toFixed(1);
  return {
    name: 'feeds: parseFeed beside bare rss-parser',
    figure: `${rate(own)} MB/s beside ${rate(bare)} MB/s, ${(own / bare).toFixed(2)} × the time`,
    goal: null,
    met: null,
  };
}

async function bareParses(body: Buffer): Promise<boolean> {
  try {
    await new RssParser().parseString(body.toString('utf8'));
    return true;
  } catch {
    // Not for the comparison: bare rss-parser has no time for it.
    return false;
  }
}

async function timeOf(bodies: Buffer[], parse: (body: Buffer) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (const body of bodies) await parse(body);
  return performance.now() - start;
}

if (import.meta.main) {
  const verbose = process.argv.includes('--misses');
  for (const { name, figure, goal, met, detail } of await benchFeeds()) {
    const verdict = goal === null ? '' : ` (goal ${goal}: ${met ? 'met' : 'missed'})`;
    console.log(`${name}: ${figure}${verdict}`);
    if (verbose && detail) console.log(detail.replace(/^/gm, '  '));
  }
}
