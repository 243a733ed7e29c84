// What becomes of a wrong merge: a manager takes a report out of a story. Through HTTP, store, queue and the sandbox.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import type { TestApp, TestSite } from '../support/app.ts';
import { cardsOf, collect, type Entry, followFeeds, linesOf, servesInto } from '../support/feed-site.ts';
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

const shown = (message: unknown): string => textOf(message as never);

const RELEASE: Entry = { path: '/kestrel', title: 'Acme opens the weights of Kestrel 2.1' };
const SECOND: Entry = { path: '/news/1', title: 'Acme’s Kestrel 2.1 is here, with open weights' };
const THIRD: Entry = { path: '/gamma', title: 'Acme releases Kestrel 2.1' };

async function say(words: string): Promise<string> {
  const person = personOf(app.sandbox);
  await person.say(app.channelId, `/discuss-ai ${words}`);
  await app.settle();
  return JSON.stringify(person.answers().at(-1));
}

async function storyOf(url: string): Promise<number | null> {
  const [row] = await app.db.query<{ story_id: number }>(
    'select story_id from story_article join article on article.id = article_id where url = $1',
    [url],
  );
  return row?.story_id ?? null;
}

describe('a report that was taken for another story', () => {
  it('is a story of its own when a manager says so, with a card of its own, and does not come back', async () => {
    const [one, two, three] = [await serve([RELEASE]), await serve([], 'Beta'), await serve([], 'Gamma')];
    app = await followFeeds({ Alpha: one, Beta: two, Gamma: three });
    await collect(app);
    two.entries = [SECOND];
    await collect(app);
    expect(cardsOf(app)).toHaveLength(1);
    expect(shown(cardsOf(app)[0])).toMatch(/also on .*Beta/);
    expect(linesOf(app).map(shown)).toEqual([expect.stringContaining('Beta')]);

    expect(await say(`split ${two.url('/news/1')}`)).toContain('is a story of its own now');
    expect(shown(cardsOf(app)[0])).not.toContain('Beta');
    expect(linesOf(app)).toEqual([]);
    expect(await say('log')).toContain('made a story of its own of');

    await collect(app);
    expect(cardsOf(app).map(shown)).toEqual([
      expect.stringContaining('opens the weights'),
      expect.stringContaining('is here'),
    ]);

    // A new version is read again.
    const url = two.url('/news/1');
    const [article] = await app.db.query<{ id: number }>(
      `update article set read_state = 'waiting' where url = $1 returning id`,
      [url],
    );
    await readArticles(app.deps, { articleIds: [article?.id ?? 0] });
    const first = await storyOf(one.url('/kestrel'));
    expect(await storyOf(url)).toBeNull();

    three.entries = [THIRD];
    await collect(app);
    expect([first, await storyOf(url)]).toContain(await storyOf(three.url('/gamma')));
    expect(cardsOf(app)).toHaveLength(2);
    expect(linesOf(app).map(shown)).toEqual([expect.stringContaining('Gamma')]);
  });

  it('is left where it is where there is nothing to take out, and by who may not', async () => {
    const one = await serve([RELEASE]);
    app = await followFeeds({ Alpha: one }, { profile: { managers: [] } });
    await collect(app);
    const alone = 'I know no report that shares a story';
    expect(await say(`split ${one.url('/kestrel')}`)).toContain(alone);
    expect(await say(`split ${one.url('/nowhere')}`)).toContain(alone);
    expect(await say('split')).toContain('Write which report');
  });

  it('is unknown to a channel that may not know of it', async () => {
    const [one, two] = [await serve([RELEASE]), await serve([SECOND], 'Beta')];
    const url = two.url('/news/1');
    app = await followFeeds({ Alpha: one, Beta: two });
    await collect(app);
    // As if a person had brought it to another channel.
    await app.db.query('delete from sighting using article where article.id = article_id and url = $1', [
      url,
    ]);
    await app.db.query('update article set source_id = null where url = $1', [url]);
    expect(await say(`split ${url}`)).toContain('I know no report');
    expect(await storyOf(url)).not.toBeNull();
  });

  it('is left where it is when somebody asks who is no manager', async () => {
    const [one, two] = [await serve([RELEASE]), await serve([SECOND], 'Beta')];
    const url = two.url('/news/1');
    app = await followFeeds({ Alpha: one, Beta: two }, { profile: { managers: ['U0SOMEONE1'] } });
    await collect(app);
    expect(await say(`split ${url}`)).toContain('U0SOMEONE1');
    expect(await storyOf(url)).not.toBeNull();
    expect(await storyOf(one.url('/kestrel'))).toBe(await storyOf(url));
  });
});
