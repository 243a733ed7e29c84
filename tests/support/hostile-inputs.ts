// What anyone may put behind an address to cost its readers time or memory: bodies of every kind, made when they are
// asked for, and what people are told. Shared by the tests and by the bench that measures what each costs.
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { type Bodies, GIVEN_UP } from './hostile-bodies.ts';
import { hostileJson, hostileXml } from './hostile-feeds.ts';
import { hostilePages } from './hostile-pages.ts';
import { hostilePdfs } from './hostile-pdfs.ts';

const MB = 1_000_000;

export interface HostileInput {
  what: string;
  /** What a reader takes it for: a source's feed, its page of links, its API's answer, or an article's page. */
  as: 'feed' | 'links' | 'api' | 'page';
  type: string;
  /** Content-Encoding. */
  packed?: string;
  told: RegExp;
  body: () => Buffer;
}

export function hostileInputs(): HostileInput[] {
  return [
    ...inputs('feed', 'application/xml', hostileXml()),
    ...inputs('feed', 'application/feed+json', hostileJson()),
    ...inputs('api', 'application/json', hostileAnswers(), 'API: '),
    ...inputs('page', 'text/html', hostilePages(), 'page: '),
    ...inputs('links', 'text/html', asLinks(hostilePages()), 'page of links: '),
    ...inputs('page', 'application/pdf', hostilePdfs(), 'PDF: '),
    ...bombs(),
  ];
}

function inputs(as: HostileInput['as'], type: string, bodies: Bodies, prefix = ''): HostileInput[] {
  return Object.entries(bodies).map(([what, [told, body]]) => ({
    what: prefix + what,
    as,
    type,
    told,
    body: () => Buffer.from(body()),
  }));
}

/** What is hard for the reader of articles may be easy for the reader of links. */
function asLinks(bodies: Bodies): Bodies {
  const told = new RegExp(
    `^(\\d+ items.*|No links to articles are found on this page.*|${GIVEN_UP}|The answer is larger than 10 MB)$`,
  );
  return Object.fromEntries(Object.entries(bodies).map(([what, [, body]]) => [what, [told, body]]));
}

/** For the reader of Hacker News's API. */
function hostileAnswers(): Bodies {
  const hit = (n: number): string =>
    `{"objectID":"${n}","title":"Kites ${n}","url":"https://e.org/${n}","points":500,"created_at_i":1795593600}`;
  const hits = (inside: string): string => `{"hits":[${inside}]}`;
  const many = (entries: number): string => Array.from({ length: entries }, (_, n) => hit(n)).join();
  return {
    '2 MB of empty entries': [
      /^The answer holds more than 400,000 values$/,
      () => hits(`${'{},'.repeat(700_000)}{}`),
    ],
    '70,000 entries': [/^The answer is larger than 3 MB$/, () => hits(many(70_000))],
    '20,000 entries': [/^6000 items/, () => hits(many(20_000))],
    'one text of 3 MB': [
      /^The answer has another shape/,
      () => hits(`{"title":"${'wörd '.repeat(490_000)}"}`),
    ],
  };
}

/** Some hundred kB on the wire that unpack to 300 MB. */
function bombs(): HostileInput[] {
  const zeros = (): Buffer => Buffer.alloc(300 * MB);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  const packings: [string, string, () => Buffer][] = [
    ['gzip', 'gzip', () => gzipSync(zeros())],
    ['gzip in gzip', 'gzip, gzip', () => gzipSync(gzipSync(zeros()))],
    ['brotli', 'br', () => brotliCompressSync(zeros(), quality)],
    ['zstd', 'zstd', () => zstdCompressSync(zeros())],
  ];
  const readers = [
    { as: 'feed', type: 'application/xml', told: /^The answer is larger than 10 MB$/ },
    { as: 'page', type: 'text/html', told: /^The answer is larger than 20 MB$/ },
  ] as const;
  return readers.flatMap((reader) =>
    packings.map(([what, packed, body]) => ({
      ...reader,
      what: `${reader.as}: 300 MB packed with ${what}`,
      packed,
      body,
    })),
  );
}
