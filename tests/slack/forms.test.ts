// What people send by forms: why they want less of something, demos, PoCs of their own. Through the sandbox.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from '../../src/pipeline/fetch-page.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf, textOfView } from '../support/person.ts';

const pageOf = (name: string) => ({
  type: 'text/html',
  body: `<!doctype html><html lang="en"><head><title>Page ${name}</title></head><body><article>
    <h1>Page ${name}</h1><p>${`The ${name} agent plans its work and checks each step of it. `.repeat(6)}</p>
    </article></body></html>`,
});

const BLOG =
  '<!doctype html><html><head><title>A quiet lab</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><p>Hello</p></body></html>';
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toUTCString();
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>A quiet lab</title><link>https://lab.example/</link>${[
  ['First post', 9],
  ['Second post', 5],
  ['Third post', 1],
]
  .map(
    ([name, days]) =>
      `<item><title>${name}</title><link>https://lab.example/${days}</link><pubDate>${daysAgo(Number(days))}</pubDate></item>`,
  )
  .join('')}</channel></rss>`;

let app: TestApp;
let site: TestSite;
/** Without any feed. */
let bare: TestSite;
let maya: Person;
let card: Message;

beforeAll(async () => {
  site = await serveSite({
    '/a': pageOf('a'),
    '/b': pageOf('b'),
    '/empty': { type: 'text/html', body: '' },
    '/blog': { type: 'text/html', body: BLOG },
    '/feed.xml': { type: 'application/rss+xml', body: FEED },
  });
  bare = await serveSite({ '/a': pageOf('a') });
  app = await startTestApp({ hosts: [site.host, bare.host] });
  maya = personOf(app.sandbox, 0);
  await says(`/discuss-ai add ${site.url('/a')}`);
  card = postsOf(app.sandbox, app.channelId)[0] as Message;
  await app.db.query(`update message set topics = '{agents}' where ts = $1`, [card.ts]);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
  await bare?.close();
});
beforeEach(() => app.sandbox.workspace.views.close(maya.id, true));

async function says(text: string): Promise<void> {
  await maya.say(app.channelId, text);
  await app.settle();
}
async function presses(message: Message, actionId: string, option?: string): Promise<void> {
  await maya.press(message, actionId, option);
  await app.settle();
}
const option = (value: string) => ({ value, text: { type: 'plain_text', text: value } });
/** Sends the open form; answers the errors at its inputs. */
async function sends(filled: Record<string, unknown>): Promise<Record<string, string>> {
  const errors = await maya.submit(
    Object.fromEntries(Object.entries(filled).map(([id, value]) => [id, { input: value }])),
  );
  await app.settle();
  return errors;
}
const shown = () => textOfView(maya.modal());
const lastAnswer = () => textOf(maya.answers().at(-1) as Message);
const last = () => postsOf(app.sandbox, app.channelId).at(-1) as Message;

describe('Less like this', () => {
  it('opens at once, then says of each reason what it would change', async () => {
    const seen: string[] = [];
    const stop = app.sandbox.workspace.onChange((change) => {
      if (change.kind === 'modal') seen.push(shown());
    });
    await presses(card, 'card-menu', 'less');
    stop();
    expect(seen[0]).toContain('One moment');
    expect(shown()).toContain('Page a');
    expect(shown()).toContain('Fewer cards about agents');
    expect(shown()).toContain(`Fewer cards from 127.0.0.1`);
  });

  it.each([
    ['topic', 'Fewer cards about agents'],
    ['too-basic', 'What asks more of you first; this reads as'],
    ['old-news', 'New articles before older ones'],
    [null, 'Fewer cards from 127.0.0.1'],
  ])('notes %s, and says what it changes', async (reason, meaning) => {
    await presses(card, 'card-menu', 'less');
    await sends(reason ? { reason: option(reason) } : {});
    expect(maya.modal()).toBeNull();
    expect(lastAnswer()).toContain(meaning);
    expect(await app.db.query('select reason from feedback')).toEqual([{ reason }]);
  });
});

describe('a source', () => {
  it('is looked for, shown with its newest and how often it posts, and only then added', async () => {
    await says('/discuss-ai source add');
    await sends({ url: site.url('/blog') });
    expect(shown()).toContain('A quiet lab');
    expect(shown()).toContain('Third post');
    expect(shown()).toMatch(/posts about \d+ items? a week/);
    expect(await app.db.query(`select 1 from source where origin = 'person'`)).toEqual([]);
    await sends({ title: 'The quiet lab' });
    expect(shown()).toContain('Added: The quiet lab');
    expect(await app.db.query(`select title from source where origin = 'person'`)).toEqual([
      { title: 'The quiet lab' },
    ]);
    await says('/discuss-ai log');
    expect(lastAnswer()).toContain('The quiet lab');
  });

  it('that is read already says so, under whichever address', async () => {
    await says('/discuss-ai source add');
    await sends({ url: site.url('/feed.xml') });
    expect(shown()).toContain('It is read already');
    await sends({});
    expect(shown()).toContain('was there already');
  });

  it('that is none says why, and keeps the address', async () => {
    await says('/discuss-ai source add');
    await sends({ url: bare.url('/a') });
    expect(shown()).toContain('Nothing to read was found there');
    expect(shown()).toContain(bare.url('/a'));
  });

  it('is added only by those who may', async () => {
    const [profile] = app.deps.channels;
    if (profile) profile.managers = ['U0SOMEONE1'];
    await says('/discuss-ai sources');
    await presses(maya.answers().at(-1) as Message, 'add-source');
    expect(shown()).toContain('U0SOMEONE1');
    if (profile) profile.managers = [];
  });
});

describe('a PoC of one’s own', () => {
  it('is of an article that can be chosen, and says what the person wrote', async () => {
    await says('/discuss-ai poc new');
    expect(shown()).toContain('Page a');
    const { rows } = { rows: await app.db.query<{ id: number }>('select id from article limit 1') };
    await sends({
      article: option(String(rows[0]?.id)),
      title: 'Plans for our backlog',
      hypothesis: 'Plans halve the wrong turns.',
      hours: '6',
    });
    expect(shown()).toContain('Proposed: Plans for our backlog');
    const text = textOf(last());
    expect(text).toContain('Plans halve the wrong turns.');
    expect(text).toContain('6 hours');
    await says('/discuss-ai log');
    expect(lastAnswer()).toContain('Plans for our backlog');
  });

  it('is refused where there is one of that article, and opens the list of all', async () => {
    await says('/discuss-ai poc');
    await presses(maya.answers().at(-1) as Message, 'propose-poc');
    await sends({ url: site.url('/a'), hours: '8' });
    expect(shown()).toContain('There is a PoC of this already');
  });

  it('of a page that nobody shared is read first; one without text is refused', async () => {
    await says('/discuss-ai poc new');
    await sends({ url: site.url('/b'), hours: '8' });
    expect(textOf(last())).toContain('Page b');
    await says('/discuss-ai poc new');
    await sends({ url: site.url('/empty'), hours: '8' });
    expect(shown()).toContain('no text');
  });

  it('needs an article and a time-box', async () => {
    await says('/discuss-ai poc new');
    expect(await sends({ hours: '8' })).toHaveProperty('url');
    expect(await sends({ url: site.url('/b'), hours: '200' })).toHaveProperty('hours');
  });
});

describe('a demo', () => {
  const asked: string[] = [];
  let answer: Page = { kind: 'unreachable', reason: 'HTTP 404' };
  beforeAll(() => {
    const { pages } = app.deps;
    app.deps.pages = {
      fetch(url, signal) {
        if (!url.startsWith('https://github.com/')) return pages.fetch(url, signal);
        asked.push(url);
        return Promise.resolve(answer);
      },
    };
  });

  it.each([
    ['https://github.com/team', 'name the repository'],
    ['https://huggingface.co/', 'name the repository'],
  ])('at %s is refused at its input', async (url, why) => {
    await presses(last(), 'share-demo');
    expect((await sends({ url })).url).toContain(why);
    expect(asked).toEqual([]);
  });

  it('whose repository cannot be opened is doubted, with nothing lost, and taken when sent again', async () => {
    await presses(last(), 'share-demo');
    const demo = { url: 'https://github.com/team/secret', note: 'Twice as fast' };
    await sends(demo);
    expect(shown()).toContain('could not be opened: HTTP 404');
    expect(shown()).toContain('Twice as fast');
    expect(await app.db.query('select 1 from demo')).toEqual([]);
    await sends(demo);
    expect(shown()).toContain('Your demo is shown');
    expect(textOf(last())).toContain('github.com/team/secret');
  });

  it('whose repository is there is shown at once', async () => {
    answer = { kind: 'page', url: '', contentType: 'text/html', body: Buffer.from('') };
    await presses(last(), 'share-demo');
    await sends({ url: 'https://github.com/team/demo' });
    expect(asked.at(-1)).toBe('https://github.com/team/demo');
    expect(textOf(last())).toContain('github.com/team/demo');
  });
});
