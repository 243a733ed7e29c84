// What the channel has had is never posted as new: real processes, ended by SIGKILL, and feeds that change meanwhile.
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describePostgres } from '../support/backends.ts';
import {
  configWithSource,
  PROCESS_TIMEOUT_MS,
  type ProductProcess,
  startProduct,
} from '../support/process.ts';

/** Its name is in every headline that it is given, and tells its cards from others'. */
interface Story {
  name: string;
  what: string;
}

const STORIES: readonly Story[] = [
  { name: 'Amberline', what: 'caches prompts of coding agents between two calls' },
  { name: 'Birchwood', what: 'is an open benchmark for retrieval in legal archives' },
  { name: 'Cormorant', what: 'quantizes speech models to three bits' },
  { name: 'Drumlin', what: 'watches agents for prompt injection in pull requests' },
  { name: 'Estuary', what: 'streams synthetic data into fine-tuning runs' },
  { name: 'Foxglove', what: 'reranks search results on a laptop without a GPU' },
  { name: 'Gullwing', what: 'draws diagrams from a repository of Python' },
  { name: 'Hawthorn', what: 'scores hallucinations in summaries of medical notes' },
  { name: 'Isthmus', what: 'routes questions between a small and a large language model' },
  { name: 'Juniper', what: 'compresses the KV cache of long conversations' },
  { name: 'Kittiwake', what: 'reads tables in scanned invoices with a vision-language model' },
  { name: 'Lodestar', what: 'plans the steps of a robot arm in a warehouse' },
  { name: 'Marigold', what: 'translates error messages of compilers for beginners' },
  { name: 'Nightjar', what: 'finds copied passages in training data of language models' },
  { name: 'Oxbow', what: 'serves adapters of a thousand tenants from one card' },
];
/** They come with the changed feeds: when one has its card, what was changed has been looked at too. */
const LATER: readonly Story[] = [
  { name: 'Pimpernel', what: 'lets agents ask each other for a review of code' },
  { name: 'Quicksand', what: 'measures how evaluations age when models learn their questions' },
];

const DAY_MS = 24 * 3_600_000;
const PER_FEED = 3;

interface Entry {
  story: Story;
  title: string;
  guid: string;
  url: string;
  date: Date;
}

/** What a publisher may do to a whole feed; each leaves its articles what they were. */
type Change = (entry: Entry, n: number) => Partial<Entry>;

const CHANGES: Readonly<Record<string, Change>> = {
  'all-ids': ({ guid }) => ({ guid: `urn:new-system:${guid}` }),
  'tracked-addresses': ({ url, guid }) => ({
    url: `${url}/?utm_source=rss&utm_campaign=november&fbclid=IwAR0`,
    guid: `${guid}?utm_source=rss`,
  }),
  're-dated': ({ title, guid }) => ({ title: `Update: ${title}`, guid, date: new Date() }),
  'moved-with-canonical': ({ title, url, guid }, n) => ({
    title: n === 0 ? title : title.replace(': it ', ' now '),
    url: url.replace('/posts/', '/2026/'),
    guid: `moved-${guid}`,
    date: new Date(),
  }),
  'all-at-once': ({ url, guid }) => ({
    url: url.replace('/posts/', '/blog/article/'),
    guid: `https://elsewhere.example/?p=${guid}`,
    date: new Date(),
  }),
};

const headline = ({ name, what }: Story): string => `${name}: it ${what}`;
const paragraphs = ({ name, what }: Story): string[] => [
  `${name} ${what}, and its makers have put the sources of ${name} under a free licence today.`,
  `In a test with ${name.length * 7} tasks ${name} did ${name.length * 5} of them, and the rest is listed with reasons.`,
  `Whoever tries ${name} needs one afternoon: the guide of ${name} begins with an example that ${what}.`,
];

/** Pages under any of their addresses; those of one move name the old address as their own. */
const servePages: RequestListener = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site.example');
  const story = [...STORIES, ...LATER].find(({ name }) =>
    pathname.toLowerCase().includes(name.toLowerCase()),
  );
  if (!story || pathname === '/robots.txt') return void response.writeHead(404).end();
  const old = `http://${request.headers.host}/posts/${story.name.toLowerCase()}`;
  const canonical = pathname.startsWith('/2026/') ? `<link rel="canonical" href="${old}">` : '';
  const text = paragraphs(story).map((one) => `<p>${one}</p>`);
  response.writeHead(200, { 'content-type': 'text/html' }).end(
    `<!doctype html><html lang="en"><head><title>${headline(story)}</title>${canonical}</head>
     <body><article><h1>${headline(story)}</h1>${text.join('')}</article></body></html>`,
  );
};

const feedXml = (title: string, entries: readonly Entry[]): string => {
  const items = entries.map(
    ({ story, title: name, guid, url, date }) =>
      `<item><title>${name}</title><link>${url.replaceAll('&', '&amp;')}</link><guid isPermaLink="false">${guid.replaceAll('&', '&amp;')}</guid>
       <pubDate>${date.toUTCString()}</pubDate><description>${paragraphs(story).join(' ')}</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>http://${title}.example/</link>${items.join('')}</channel></rss>`;
};

interface Kept {
  messages: { threadTs: string | null; text: string }[];
}

function journey(environment: () => Promise<Record<string, string>>): void {
  let folder: string;
  let started: ProductProcess[];
  let pages: ReturnType<typeof createServer>;
  let origin: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'never-again-'));
    started = [];
    await mkdir(join(folder, 'feeds'));
    pages = createServer(servePages).listen(0, '127.0.0.1');
    await once(pages, 'listening');
    origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await Promise.all(started.map((product) => product.stop()));
    pages.closeAllConnections();
    pages.close();
    await rm(folder, { recursive: true, force: true });
  });

  const entryOf = (story: Story, n: number): Entry => ({
    story,
    title: headline(story),
    guid: `${1000 + n}`,
    url: `${origin}/posts/${story.name.toLowerCase()}`,
    date: new Date(Date.now() - (2 + n) * DAY_MS),
  });

  /** One feed for each change, with three articles each, and in the first one what is truly new. */
  async function publish(options: { changed: boolean; later: readonly Story[] }): Promise<void> {
    for (const [n, [name, change]] of Object.entries(CHANGES).entries()) {
      const own = STORIES.slice(n * PER_FEED, (n + 1) * PER_FEED).map((story, m) => {
        const entry = entryOf(story, n * PER_FEED + m);
        return options.changed ? { ...entry, ...change(entry, m) } : entry;
      });
      const later = n === 0 ? options.later.map((story, m) => entryOf(story, 900 + m)) : [];
      const dated = later.map((entry) => ({ ...entry, date: new Date() }));
      await writeFile(join(folder, 'feeds', `${name}.xml`), feedXml(name, [...dated, ...own]));
    }
  }

  let env: Record<string, string>;
  const start = (): ProductProcess => {
    const product = startProduct({
      dataDir: join(folder, 'data'),
      args: ['--feeds', join(folder, 'feeds')],
      env: { ...env, ALLOW_PRIVATE_HOSTS: new URL(origin).host },
    });
    started.push(product);
    return product;
  };

  const kept = async (): Promise<Kept['messages']> =>
    (JSON.parse(await readFile(join(folder, 'data', 'sandbox.json'), 'utf8')) as Kept).messages;
  /** How many messages of the channel name each story: its cards, or the lines below them. */
  async function countOf(what: 'cards' | 'lines'): Promise<Map<string, number>> {
    const messages = (await kept()).filter(({ threadTs }) => (threadTs === null) === (what === 'cards'));
    const counts = [...STORIES, ...LATER].map(({ name }): [string, number] => {
      return [name, messages.filter((message) => JSON.stringify(message).includes(name)).length];
    });
    return new Map(counts.filter(([, count]) => count > 0));
  }
  const until = (check: () => Promise<void>): Promise<void> =>
    vi.waitFor(check, { timeout: 150_000, interval: 100 });

  const cardsOf = (stories: readonly Story[]): Promise<void> =>
    until(async () => {
      const names = [...(await countOf('cards')).keys()];
      expect(names).toEqual(expect.arrayContaining(stories.map(({ name }) => name)));
    });
  const kill = async (product: ProductProcess): Promise<void> => {
    process.kill(product.pid, 'SIGKILL');
    expect(await product.ended).toBe('SIGKILL');
  };
  const onceEach = (stories: readonly Story[]) =>
    new Map(stories.map(({ name }): [string, number] => [name, 1]));

  it('posts what is new, and nothing again, over four processes of which three are killed', {
    timeout: 2 * PROCESS_TIMEOUT_MS,
  }, async () => {
    const CONFIG_DIR = await configWithSource(folder, 'http://127.0.0.1:9/feed.xml');
    const channels = join(CONFIG_DIR, 'channels.yaml');
    // So many places that nothing is held back for want of one.
    await writeFile(
      channels,
      (await readFile(channels, 'utf8')).replace('posts_per_day: 6', 'posts_per_day: 90'),
    );
    env = { CONFIG_DIR, ...(await environment()) };

    await publish({ changed: false, later: [] });
    const first = start();
    await cardsOf(STORIES);
    await kill(first);

    await publish({ changed: true, later: LATER.slice(0, 1) });
    const asked = once(pages, 'request');
    const second = start();
    await asked;
    await kill(second);

    // A feed that was asked before the kill and again after it may say "not modified" to the collection that is told.
    const third = start();
    await cardsOf(LATER.slice(0, 1));
    await third.line(/collection: 5 feeds, \d+ items, 1 new, .* 1 posted/);
    await kill(third);
    expect(await countOf('cards')).toEqual(onceEach([...STORIES, ...LATER.slice(0, 1)]));

    // Back to how it was: the old addresses and ids are known, too.
    await publish({ changed: false, later: LATER });
    const fourth = start();
    await cardsOf(LATER);
    await fourth.line(/collection: 5 feeds, \d+ items, 1 new, .* 1 posted/);
    // The headlines that had been changed are back on their cards.
    await until(async () => {
      expect((await kept()).filter((one) => one.threadTs === null && one.text.startsWith('Update:'))).toEqual(
        [],
      );
    });
    expect(await fourth.stop()).toBe(0);
    const lines = await countOf('lines');
    expect([...lines].filter(([, count]) => count > 1)).toEqual([]);
    expect(await countOf('cards')).toEqual(onceEach([...STORIES, ...LATER]));
  });
}

describe('never posted as new, with the embedded database', () => journey(async () => ({})));

describePostgres('never posted as new', (createDatabase) =>
  journey(async () => ({ DATABASE_URL: await createDatabase() })),
);
