// One story, one card: through the HTTP client, the store, the queue and the sandbox's Slack.
import { afterEach, describe, expect, it } from 'vitest';
import { requestCollection } from '../../src/pipeline/collect-source.ts';
import { subscribe } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

interface Entry {
  path: string;
  guid?: string;
  title: string;
  date?: string;
  text?: string[];
  canonical?: string;
}

const TEXT = [
  'Acme today opened the weights of Kestrel 2.1, a model of nine billion parameters that reads long contracts.',
  'On the public set of contract questions it answers eighty-one of a hundred, seven more than Kestrel 2.0 did.',
  'The licence allows commercial use, and the weights run on one card with twenty-four gigabytes of memory.',
  'Acme says that the training took eleven days, and that all of its data was bought or written for the purpose.',
  'A technical note with all measurements is to follow, and the company asks for reports of what goes wrong.',
];

const page = ({ title, text = TEXT, canonical }: Entry): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${canonical ? `<link rel="canonical" href="${canonical}">` : ''}</head>
   <body><article><h1>${title}</h1>${text.map((one) => `<p>${one}</p>`).join('')}</article></body></html>`;

let app: TestApp;
let sites: TestSite[] = [];
afterEach(async () => {
  await app.close();
  for (const site of sites) await site.close();
  sites = [];
});

/** A site with a feed whose entries a test may change. */
async function serveFeed(entries: Entry[], title = 'Alpha'): Promise<TestSite & { entries: Entry[] }> {
  const pages: Parameters<typeof serveSite>[0] = {};
  const site = await serveSite(pages);
  const state = Object.assign(site, { entries });
  pages['/feed'] = {
    type: 'application/rss+xml',
    body: () =>
      `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>${site.url('/')}</link>${state.entries
        .map((entry) => {
          pages[entry.path] = { type: 'text/html', body: () => page(entry) };
          return `<item><title>${entry.title}</title><link>${site.url(entry.path)}</link><guid isPermaLink="false">${entry.guid ?? entry.path}</guid>
          <pubDate>${entry.date ?? new Date().toUTCString()}</pubDate><description>${entry.title}.</description></item>`;
        })
        .join('')}</channel></rss>`,
  };
  sites.push(site);
  return state;
}

async function begin(feeds: Record<string, TestSite>): Promise<void> {
  app = await startTestApp({ hosts: Object.values(feeds).map(({ host }) => host) });
  await follow(feeds);
}

async function follow(feeds: Record<string, TestSite>): Promise<void> {
  const sources = Object.entries(feeds).map(([title, site]) => ({
    id: title.toLowerCase(),
    kind: 'feed' as const,
    url: site.url('/feed'),
    title,
    weight: 1,
    defaultKind: null,
  }));
  await subscribe(app.db, 'run', sources, app.deps.now());
}

async function collect(): Promise<void> {
  await app.db.query('update source set etag = null, last_modified = null');
  await requestCollection(app.deps);
  await app.settle();
}

const posts = () => postsOf(app.sandbox, app.channelId);
const cards = () => posts().filter(({ threadTs }) => !threadTs);
const lines = () => posts().filter(({ threadTs }) => threadTs);

const RELEASE = { path: '/kestrel', title: 'Acme opens the weights of Kestrel 2.1' };
const SECOND = { path: '/news/1', title: 'Acme’s Kestrel 2.1 is here, with open weights' };

describe('one story from several sources', () => {
  it('is one card, that names the other source', async () => {
    const [one, other] = [await serveFeed([RELEASE]), await serveFeed([SECOND], 'Beta')];
    await begin({ Alpha: one, Beta: other });
    await collect();
    expect(cards()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).toMatch(/also on/);
    expect(lines()).toHaveLength(0);
  });

  it('joins the thread of its card later, in one line however many sources there are', async () => {
    const [one, two, three] = [
      await serveFeed([RELEASE]),
      await serveFeed([], 'Beta'),
      await serveFeed([], 'Gamma'),
    ];
    await begin({ Alpha: one, Beta: two, Gamma: three });
    await collect();
    expect(cards()).toHaveLength(1);
    two.entries = [SECOND];
    await collect();
    three.entries = [{ path: '/gamma', title: 'Acme releases Kestrel 2.1' }];
    await collect();
    await collect();
    expect(cards()).toHaveLength(1);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]?.threadTs).toBe(cards()[0]?.ts);
    expect(textOf(lines()[0] as never)).toMatch(/The same story is on .*Beta.*Gamma/);
  });

  it('is two cards where it is two stories', async () => {
    const later = TEXT.map((line) => line.replace('2.1', '2.2'));
    const one = await serveFeed([RELEASE]);
    const two = await serveFeed([
      { path: '/x', title: 'Acme opens the weights of Kestrel 2.2', text: later },
    ]);
    await begin({ Alpha: one, Beta: two });
    await collect();
    expect(cards()).toHaveLength(2);
  });

  it('is told where it was when a person shares a page that calls itself by the known address', async () => {
    const one = await serveFeed([RELEASE]);
    await begin({ Alpha: one });
    await collect();
    one.entries.push({ path: '/copy', title: RELEASE.title, canonical: one.url('/kestrel') });
    await (await fetch(one.url('/feed'))).text();
    await personOf(app.sandbox).say(app.channelId, one.url('/copy'));
    await app.settle();
    expect(lines()).toHaveLength(1);
    expect(textOf(lines()[0] as never)).toMatch(/Already discussed/);
    expect(await app.db.query('select id from article')).toHaveLength(1);
  });
});

describe('what the channel has had', () => {
  const entries: Entry[] = ['One', 'Two', 'Three', 'Four'].map((name) => ({
    path: `/posts/${name.toLowerCase()}`,
    title: `Notes on evaluation, ${name}: what we found`,
    date: 'Fri, 20 Nov 2026 08:00:00 GMT',
    text: TEXT.map((line) => `${name}: ${line.split(' ').reverse().join(` ${name} `)}`),
  }));

  it.each<[string, (entry: Entry) => Entry]>([
    ['all ids change', (e: Entry) => ({ ...e, guid: `new:${e.path}` })],
    ['all addresses change', (e: Entry) => ({ ...e, guid: e.path, path: `/blog${e.path}` })],
    ['ids and addresses change', (e: Entry) => ({ ...e, guid: `n${e.path}`, path: `/blog${e.path}` })],
    [
      'ids, addresses and dates change',
      (e: Entry) => ({
        ...e,
        guid: `n${e.path}`,
        path: `/b${e.path}`,
        date: 'Sat, 21 Nov 2026 08:00:00 GMT',
      }),
    ],
    ['all is re-dated', (e: Entry) => ({ ...e, date: 'Sat, 21 Nov 2026 08:00:00 GMT' })],
  ])('is not posted as new again when %s', async (_, change) => {
    const feed = await serveFeed(entries);
    await begin({ Alpha: feed });
    await collect();
    const before = cards().length;
    expect(before).toBe(4);
    feed.entries = entries.map(change);
    await collect();
    expect(cards()).toHaveLength(before);
    expect(await app.db.query('select id from article')).toHaveLength(4);
  });

  it('is not posted as new again when the feed moves to another domain', async () => {
    const feed = await serveFeed(entries);
    await begin({ Alpha: feed });
    await collect();
    const moved = await serveFeed(entries.map((entry) => ({ ...entry, guid: `moved:${entry.path}` })));
    await app.db.query('update source set url = $1', [feed.url('/feed')]);
    feed.entries = [];
    // The old address now answers with entries of the new domain.
    const { body } = { body: await (await fetch(moved.url('/feed'))).text() };
    const redirected = await serveSite({ '/feed': { type: 'application/rss+xml', body } });
    sites.push(redirected);
    await app.db.query('update source set url = $1', [redirected.url('/feed')]);
    await collect();
    expect(await app.db.query('select id from article')).toHaveLength(4);
    expect(cards()).toHaveLength(4);
  });
});

describe('a correction', () => {
  it('changes the card, and says so once in its thread', async () => {
    const feed = await serveFeed([{ ...RELEASE, guid: 'g' }]);
    await begin({ Alpha: feed });
    await collect();
    const title = 'Acme opens the weights of Kestrel 2.1, for research only';
    feed.entries = [{ ...RELEASE, guid: 'g', title }];
    await collect();
    await collect();
    expect(cards()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).toContain('for research only');
    expect(lines()).toHaveLength(1);
    expect(textOf(lines()[0] as never)).toMatch(/The headline was .*Kestrel 2\.1.*for research only/);
    // And back again: nobody needs a line for each turn.
    feed.entries = [{ ...RELEASE, guid: 'g' }];
    await collect();
    expect(lines()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).not.toContain('for research only');
  });
});
