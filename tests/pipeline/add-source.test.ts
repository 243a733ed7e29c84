import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addSource, dropSource, findSource } from '../../src/pipeline/add-source.ts';
import { subscribe, takeDue } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';

const FEED = `<rss version="2.0"><channel><title>The Workshop: notes</title>${[1, 8, 15, 22]
  .map((day) => {
    const date = new Date(Date.UTC(2026, 10, day, 9)).toUTCString();
    return `<item><title>Week of ${day}</title><link>https://workshop.example/${day}</link><pubDate>${date}</pubDate></item>`;
  })
  .join('')}</channel></rss>`;

let app: TestApp;
let site: TestSite;
const person = { personId: 'U0ADA00001', channelId: '' };

beforeAll(async () => {
  site = await serveSite({
    '/': {
      type: 'text/html',
      body: `<link rel="alternate" type="application/rss+xml" href="/broken.xml" title="Broken">
        <link rel="alternate" type="application/rss+xml" href="/feed.xml" title="All posts">`,
    },
    '/feed.xml': { type: 'application/rss+xml', body: FEED },
    '/broken.xml': { type: 'application/rss+xml', body: 'not a feed at all' },
  });
  app = await startTestApp({ hosts: [site.host], workers: false });
  person.channelId = app.channelId;
});
afterAll(async () => {
  await app.close();
  await site.close();
});
beforeEach(async () => {
  await app.db.query('truncate source cascade');
  app.clock.now = new Date('2026-11-24T12:00:00Z');
});

async function found() {
  const outcome = await findSource(app.deps, site.url('/'));
  if (outcome.kind !== 'found') throw new Error(outcome.reason);
  return outcome;
}

test('a page’s feed is found and tried: its title, its newest items, how often it posts', async () => {
  expect(await found()).toMatchObject({
    source: {
      id: 'the-workshop-notes',
      kind: 'feed',
      url: site.url('/feed.xml'),
      title: 'The Workshop: notes',
    },
    items: [{ title: 'Week of 22' }, { title: 'Week of 15' }, { title: 'Week of 8' }, { title: 'Week of 1' }],
    postsPerWeek: expect.closeTo(1.2, 0),
    alreadyAs: null,
    others: [{ title: 'Broken', url: site.url('/broken.xml') }],
  });
  expect(await app.db.query('select id from source')).toEqual([]);
});

test('what is found is added once, is due at once, and the log says who added it', async () => {
  const { source } = await found();
  expect(await addSource(app.deps, { source, by: person })).toEqual({ kind: 'added', sourceId: source.id });
  expect(await addSource(app.deps, { source, by: person })).toEqual({ kind: 'known', sourceId: source.id });
  expect((await found()).alreadyAs).toBe(source.id);
  expect(await takeDue(app.db, app.clock.now, app.clock.now)).toEqual([source.id]);
  expect(await app.db.query('select action, person_id, detail from change_log')).toEqual([
    {
      action: 'source-added',
      person_id: person.personId,
      detail: { title: 'The Workshop: notes', url: site.url('/feed.xml') },
    },
  ]);
});

test('another source of the same title gets a name of its own', async () => {
  const { source } = await found();
  await addSource(app.deps, { source: { ...source, url: 'https://elsewhere.example/feed' }, by: null });
  expect((await found()).source.id).toBe('the-workshop-notes-2');
});

test('a dropped source stays dropped over a restart that lists it, and can be taken up again', async () => {
  const { source } = await found();
  await subscribe(app.db, 'config', [source], app.clock.now);
  expect(await dropSource(app.deps, { sourceId: source.id, by: person })).toBe('dropped');
  expect(await dropSource(app.deps, { sourceId: source.id, by: person })).toBe('unknown');
  await subscribe(app.db, 'config', [source], app.clock.now);
  expect(await app.db.query('select enabled from source')).toEqual([{ enabled: false }]);
  expect(await addSource(app.deps, { source, by: person })).toMatchObject({ kind: 'added' });
  expect(await app.db.query('select enabled from source')).toEqual([{ enabled: true }]);
});

test('an address without anything to read is refused with the reason', async () => {
  expect(await findSource(app.deps, 'http://10.0.0.1/feed')).toMatchObject({
    kind: 'not-found',
    reason: expect.stringContaining('private'),
  });
});
