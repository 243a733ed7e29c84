// One story, one card: through the HTTP client, the store, the queue and the sandbox's Slack.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { serveSite, type TestApp, type TestSite } from '../support/app.ts';
import {
  cardsOf,
  collect,
  type Entry,
  followFeeds,
  linesOf,
  servesInto,
  TEXT,
} from '../support/feed-site.ts';
import { personOf, textOf } from '../support/person.ts';

// A whole app and several collections; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

let app: TestApp;
const sites: TestSite[] = [];
const serve = servesInto(sites);
afterEach(async () => {
  await app.close();
  for (const site of sites.splice(0)) await site.close();
});

async function begin(feeds: Record<string, TestSite>): Promise<void> {
  app = await followFeeds(feeds);
}

const cards = () => cardsOf(app);
const lines = () => linesOf(app);

const RELEASE = { path: '/kestrel', title: 'Acme opens the weights of Kestrel 2.1' };
const SECOND = { path: '/news/1', title: 'Acme’s Kestrel 2.1 is here, with open weights' };

describe('one story from several sources', () => {
  it('is one card, that names the other source', async () => {
    const [one, other] = [await serve([RELEASE]), await serve([SECOND], 'Beta')];
    await begin({ Alpha: one, Beta: other });
    await collect(app);
    expect(cards()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).toMatch(/also on/);
    expect(lines()).toHaveLength(0);
  });

  it('joins the thread of its card later, in one line however many sources there are', async () => {
    const [one, two, three] = [await serve([RELEASE]), await serve([], 'Beta'), await serve([], 'Gamma')];
    await begin({ Alpha: one, Beta: two, Gamma: three });
    await collect(app);
    expect(cards()).toHaveLength(1);
    two.entries = [SECOND];
    await collect(app);
    three.entries = [{ path: '/gamma', title: 'Acme releases Kestrel 2.1' }];
    await collect(app);
    await collect(app);
    expect(cards()).toHaveLength(1);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]?.threadTs).toBe(cards()[0]?.ts);
    expect(textOf(lines()[0] as never)).toMatch(/The same story is on .*Beta.*Gamma/);
  });

  it('is two cards where it is two stories', async () => {
    const later = TEXT.map((line) => line.replace('2.1', '2.2'));
    const one = await serve([RELEASE]);
    const two = await serve([{ path: '/x', title: 'Acme opens the weights of Kestrel 2.2', text: later }]);
    await begin({ Alpha: one, Beta: two });
    await collect(app);
    expect(cards()).toHaveLength(2);
  });

  it('is told where it was when a person shares a page that calls itself by the known address', async () => {
    const one = await serve([RELEASE]);
    await begin({ Alpha: one });
    await collect(app);
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
    [
      'addresses and headlines change',
      (e: Entry) => ({ ...e, guid: e.path, path: `/blog${e.path}`, title: `Again: ${e.title}` }),
    ],
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
    const feed = await serve(entries);
    await begin({ Alpha: feed });
    await collect(app);
    const before = cards().length;
    expect(before).toBe(4);
    feed.entries = entries.map(change);
    await collect(app);
    expect(cards()).toHaveLength(before);
    expect(await app.db.query('select id from article')).toHaveLength(4);
  });

  it('is not posted as new again when the feed moves to another domain', async () => {
    const feed = await serve(entries);
    await begin({ Alpha: feed });
    await collect(app);
    const moved = await serve(entries.map((entry) => ({ ...entry, guid: `moved:${entry.path}` })));
    await app.db.query('update source set url = $1', [feed.url('/feed')]);
    feed.entries = [];
    // The old address now answers with entries of the new domain.
    const { body } = { body: await (await fetch(moved.url('/feed'))).text() };
    const redirected = await serveSite({ '/feed': { type: 'application/rss+xml', body } });
    sites.push(redirected);
    await app.db.query('update source set url = $1', [redirected.url('/feed')]);
    await collect(app);
    expect(await app.db.query('select id from article')).toHaveLength(4);
    expect(cards()).toHaveLength(4);
  });
});

describe('a correction', () => {
  it('changes the card, and says so once in its thread', async () => {
    const feed = await serve([{ ...RELEASE, guid: 'g' }]);
    await begin({ Alpha: feed });
    await collect(app);
    const title = 'Acme opens the weights of Kestrel 2.1, for research only';
    feed.entries = [{ ...RELEASE, guid: 'g', title }];
    await collect(app);
    await collect(app);
    expect(cards()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).toContain('for research only');
    expect(lines()).toHaveLength(1);
    expect(textOf(lines()[0] as never)).toMatch(/The headline was .*Kestrel 2\.1.*for research only/);
    // And back again: nobody needs a line for each turn.
    feed.entries = [{ ...RELEASE, guid: 'g' }];
    await collect(app);
    expect(lines()).toHaveLength(1);
    expect(textOf(cards()[0] as never)).not.toContain('for research only');
  });
});
