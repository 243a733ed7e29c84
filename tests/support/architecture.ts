// The rules of the layout, as a function from sources to broken rules. tests/architecture.test.ts applies them.
import { type Import, importsOf, lineAt, packageOf, type ScannedSource } from './source-scan.ts';

/** Parts that may import everything further down and nothing of their own row or above. */
const ROWS: readonly (readonly string[])[] = [
  ['root'],
  ['src/sandbox'],
  ['src/slack', 'src/web', 'workers', 'src/evaluation'],
  ['src/pipeline'],
  ['src/store', 'src/queue', 'src/sources', 'src/reading', 'src/llm'],
  ['src/threads'],
  ['src/domain'],
];

/** Packages that talk to something outside, and the only parts that may. */
const OWNERS: Record<string, readonly string[]> = {
  '@slack/bolt': ['root', 'src/slack', 'src/sandbox'],
  '@slack/web-api': ['root', 'src/slack', 'src/sandbox'],
  openai: ['src/llm'],
  bullmq: ['src/queue'],
  ioredis: ['src/queue'],
  pg: ['src/store', 'src/queue'],
  '@electric-sql/pglite': ['src/store', 'src/queue'],
  'rss-parser': ['src/sources'],
  feedparser: ['src/sources'],
  '@mozilla/readability': ['src/reading'],
  unpdf: ['src/reading'],
  piscina: ['src/threads'],
};
/** Calculations without I/O, fit for the domain. */
const PURE_PACKAGES = ['luxon', 'normalize-url'];

/** What may stand only in the named places: files, or folders that end in `/`. */
const CALLS: readonly { what: string; pattern: RegExp; only: readonly string[]; inside?: string }[] = [
  {
    what: 'process.env',
    pattern: /\bprocess\s*\.\s*env\b/g,
    only: ['src/config.ts', 'src/ensure-install.mjs'],
  },
  {
    what: 'enqueue',
    pattern: /(?<!function )\benqueue(?:Many)?\s*(?:<[^>]*>)?\(/g,
    only: ['src/pipeline/', 'src/queue/', 'workers/schedules.ts'],
  },
  {
    what: 'chat.postMessage and chat.update',
    pattern: /\bchat\s*\.\s*(?:postMessage|update|delete|startStream|scheduleMessage)\b/g,
    only: ['src/slack/publisher.ts'],
  },
  // Bolt's `say` posts without a claim.
  { what: 'say', pattern: /\bsay\(/g, only: ['src/slack/publisher.ts'], inside: 'src/slack/' },
];

const IMPURE = /\bnew\s+Date\(\s*\)|\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b/g;
const EMPTY_CATCH =
  /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}|(?:\b(\w+))?\.catch\(\s*(?:\([^)]*\)|\w+)\s*=>\s*(?:\{\s*\}|undefined|null|void 0)\s*\)/g;
/** Keywords all in one case, so that a sentence such as "Select a person from the list" is none. */
const SQL =
  /^\s*(?:select\s[\s\S]*\sfrom\s|select\s+[\d'(]|insert\s+into\s|update\s+\w+\s[\s\S]*\bset\s|delete\s+from\s|(?:create|alter|drop|truncate)\s+(?:table|index|schema)\b|with\s+(?:recursive\s+)?\w+\s+as\s*\()/;
const EMPTY_NAME = /(^|\/)(utils?|helpers?|lib|common|misc|shared|types)(\/|\.\w+$)/;
const SQL_HOMES = ['src/store/', 'src/queue/'];

/** One line for each broken rule: `src/domain/vote.ts:3: imports src/store/votes.ts: domain may not import store`. */
export function brokenRules(sources: readonly ScannedSource[]): string[] {
  return sources.flatMap((source) => [
    ...(EMPTY_NAME.test(source.path) ? [`${source.path}: a name that says nothing`] : []),
    ...importsOf(source).flatMap((found) => brokenByImport(source, found)),
    ...CALLS.flatMap(({ what, pattern, only, inside = '' }) =>
      isIn(source.path, only) || !source.path.startsWith(inside)
        ? []
        : places(source, pattern, `${what} may stand only in ${only.join(', ')}`),
    ),
    ...(isIn(source.path, ['src/domain/', 'src/pipeline/'])
      ? places(source, IMPURE, 'time and chance are passed in here')
      : []),
    ...places(source, EMPTY_CATCH, 'an empty catch hides a fault', isHeardElsewhere),
    ...brokenByStrings(source),
  ]);
}

function brokenByImport(source: ScannedSource, found: Import): string[] {
  const from = partOf(source.path);
  const broken = (why: string) => [
    `${source.path}:${found.line}: imports ${found.target ?? found.specifier}: ${why}`,
  ];
  if (found.target === null) return brokenByPackage(from, found.specifier).flatMap(broken);
  const to = partOf(found.target);
  if (isConfig(found.target) && !isConfig(source.path)) {
    return from === 'root' ? [] : broken('only roots import the configuration');
  }
  if (isConfig(source.path)) {
    const allowed = isConfig(found.target) || to === 'src/domain' || found.target === 'package.json';
    return allowed ? [] : broken('the configuration knows only the domain');
  }
  if (/(^|\/)index\.ts$/.test(found.target)) return broken('barrels are not used here');
  if (from === to) return [];
  if (rowOf(to) === -1) return broken(`${found.target} is in no part of the layout`);
  return rowOf(to) > rowOf(from) ? [] : broken(`${from} may not import ${to}`);
}

function brokenByPackage(from: string, specifier: string): string[] {
  const name = packageOf(specifier);
  if (from === 'src/domain') return PURE_PACKAGES.includes(name) ? [] : ['the domain is pure'];
  const owners = OWNERS[name];
  return owners && !owners.includes(from) ? [`only ${owners.join(', ')} may use it`] : [];
}

function brokenByStrings(source: ScannedSource): string[] {
  return source.strings.flatMap(({ at, text }) => {
    const where = `${source.path}:${lineAt(source, at)}`;
    const isSql = SQL.test(text) || SQL.test(text.toLowerCase() === text ? text : caseless(text));
    if (isSql && !isIn(source.path, SQL_HOMES))
      return [`${where}: SQL stands only in ${SQL_HOMES.join(', ')}`];
    const sends = text === 'chat.postMessage' || text === 'chat.update';
    if (sends && !isIn(source.path, ['src/slack/publisher.ts', 'src/sandbox/'])) {
      return [`${where}: ${text} may stand only in src/slack/publisher.ts`];
    }
    return [];
  });
}

/** Lower case where the first word is all upper case, as SQL may be written; else as it stands. */
function caseless(text: string): string {
  return /^\s*[A-Z]+\b/.test(text) && !/^\s*[A-Z][a-z]/.test(text) ? text.toLowerCase() : text;
}

function places(
  source: ScannedSource,
  pattern: RegExp,
  why: string,
  isFine: (source: ScannedSource, match: RegExpExecArray) => boolean = () => false,
): string[] {
  return [...source.code.matchAll(pattern)]
    .filter((match) => !isFine(source, match))
    .map(
      (match) => `${source.path}:${lineAt(source, match.index)}: ${match[0].replace(/\s+/g, ' ')}: ${why}`,
    );
}

/** `turn.catch(() => undefined)` hides nothing where `turn` itself is awaited or returned, with its error. */
function isHeardElsewhere(source: ScannedSource, [, promise]: RegExpExecArray): boolean {
  return promise !== undefined && new RegExp(`\\b(?:await|return)\\s+${promise}\\s*;`).test(source.code);
}

/** `src/slack/blocks/card.ts` → `src/slack`; files that stand directly in src/ are roots. */
/** What a root is made of stands in a folder of its name. */
const ROOT_FOLDERS = ['cli', 'config', 'start'];

function partOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (first !== 'src') return first;
  const isRoot = second.endsWith('.ts') || second.endsWith('.mjs') || ROOT_FOLDERS.includes(second);
  return isRoot ? 'root' : `${first}/${second}`;
}

function rowOf(part: string): number {
  return ROWS.findIndex((row) => row.includes(part));
}

function isConfig(path: string): boolean {
  return /^src\/config(\.ts$|\/)/.test(path);
}

function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}
