// A member adds a source by any address, its articles come, and a source is dropped: through the sandbox, by words.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCollection } from '../../src/pipeline/collect-source.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf } from '../support/person.ts';

const date = new Date(Date.now() - 3_600_000).toUTCString();
const FEED = `<rss version="2.0"><channel><title>Workshop</title><item><title>An agent that asks first</title>
  <link>http://HOST/post</link><pubDate>${date}</pubDate>
  <description>We let an agent ask before it acts. It made half the mistakes on ten tasks, and took twice as long.</description>
  </item></channel></rss>`;

let app: TestApp;
let site: TestSite;
let person: Person;
beforeAll(async () => {
  site = await serveSite({
    '/': { type: 'text/html', body: '<link rel="alternate" type="application/rss+xml" href="/feed.xml">' },
    '/feed.xml': { type: 'application/rss+xml', body: () => FEED.replace('HOST', site.host) },
  });
  app = await startTestApp({ hosts: [site.host] });
  person = personOf(app.sandbox);
});
afterAll(async () => {
  await app.close();
  await site.close();
});

async function ask(words: string): Promise<string> {
  await person.say(app.channelId, `/discuss-ai ${words}`);
  await app.settle();
  return JSON.stringify(person.answers().at(-1));
}

async function press(actionId: string): Promise<string> {
  const before = person.answers().length;
  await person.press(person.answers().at(-1) as Message, actionId);
  await app.settle();
  // What was pressed is gone: its answer stands in its place.
  expect(person.answers()).toHaveLength(before);
  return JSON.stringify(person.answers().at(-1));
}

test('what is asked for is tried and shown, and only then added and collected; what is dropped is asked no more; the log tells both', async () => {
  const found = await ask(`source add ${site.url('/')}`);
  expect(found).toContain('Workshop');
  expect(found).toContain('An agent that asks first');
  expect(found).toContain('posts');
  expect(await app.db.query('select id from source')).toEqual([]);

  const added = await press('add-found-source');
  expect(added).toContain('Added: Workshop');
  expect(added).toContain('source drop workshop');
  expect(added).not.toContain('add-found-source');
  expect(await ask(`source add ${site.url('/feed.xml')}`)).toContain('It is read already');

  await startCollection(app.deps);
  await app.settle();
  expect(await app.db.query('select title, source_id from article')).toEqual([
    { title: 'An agent that asks first', source_id: 'workshop' },
  ]);
  expect(await ask('sources')).toContain('Workshop');

  expect(await ask('source drop workshop')).toContain('asked no more');
  expect(await ask('source drop workshop')).toContain('There is no source workshop');
  // It is not read any more: it can be added again.
  expect(await ask(`source add ${site.url('/')}`)).toContain('add-found-source');
  const log = await ask('log');
  expect(log).toContain('added the source');
  expect(log).toContain('took out the source');
});

test('an address with nothing to read, or in private space, is answered with the reason', async () => {
  expect(await ask('source add http://10.0.0.1/feed')).toContain('private');
  expect(await ask('source')).toContain('Write what to add or drop');
});

test('who names the app is shown the same, and the button asks again whether one may', async () => {
  const [profile] = app.deps.channels;
  await person.say(app.channelId, `@discuss-ai please add this feed: ${site.url('/feed.xml')}`);
  await app.settle();
  const shown = person.answers().at(-1) as Message;
  expect(JSON.stringify(shown)).toContain('Workshop');
  // The feed's address is no article that somebody shares.
  expect(await app.db.query('select 1 from share')).toEqual([]);
  if (profile) profile.managers = ['U0SOMEONE1'];
  await person.press(shown, 'add-found-source');
  await app.settle();
  expect(JSON.stringify(person.answers().at(-1))).toContain('U0SOMEONE1');
  expect(await app.db.query(`select id from source where enabled`)).toEqual([]);
  if (profile) profile.managers = [];
});
