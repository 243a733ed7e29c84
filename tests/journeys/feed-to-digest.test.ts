import { afterEach, describe, expect, it } from 'vitest';
import { requestCollection } from '../../src/pipeline/collect-source.ts';
import { promptPoc } from '../../src/pipeline/prompt-poc.ts';
import { sendDigest } from '../../src/pipeline/send-digest.ts';
import { subscribe } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { feedSource } from '../support/feed-source.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

const page = (title: string, sentences: string[]): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>` +
  `${sentences.map((sentence) => `<p>${sentence}</p>`).join('')}</article></body></html>`;

const AGENT = [
  'We present an agent that plans its own work before it touches a file, and checks each step against a test.',
  'On forty tasks from our own backlog it finished thirty-one, against nineteen for the same model without a plan.',
  'The plan costs about a tenth of all tokens, and most of the time saved is time not spent on wrong turns.',
  'The agent still fails where the tests are missing, since it then has nothing to check itself against.',
  'All prompts and the harness are in the repository, under a permissive licence.',
];
const LATENCY = [
  'Inference latency fell by half when we let the model draft with its own early layers.',
  'There is no second model to host, and the quality of the answers did not change on our evaluation.',
  'The method needs access to the layers, so that it does not work behind a closed interface.',
  'We measured it on one accelerator with batches of eight, which is what our service sees at noon.',
];

function rss(items: { path: string; title: string }[], host: () => string): () => string {
  return () => `<?xml version="1.0"?><rss version="2.0"><channel><title>Lab notes</title><link>http://${host()}/</link>
    ${items
      .map(
        ({ path, title }) =>
          `<item><title>${title}</title><link>http://${host()}${path}</link><guid>${path}</guid>
           <pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><description>A note on ${title}.</description></item>`,
      )
      .join('')}</channel></rss>`;
}

let app: TestApp;
let site: TestSite;
afterEach(async () => {
  await app.close();
  await site.close();
});

async function begin(options: Parameters<typeof startTestApp>[0] = {}): Promise<void> {
  const items = [
    { path: '/agent', title: 'An agent that plans' },
    { path: '/latency', title: 'Half the inference latency' },
  ];
  site = await serveSite({
    '/feed': { type: 'application/rss+xml', body: rss(items, () => site.host) },
    '/agent': { type: 'text/html', body: page('An agent that plans', AGENT) },
    '/latency': { type: 'text/html', body: page('Half the inference latency', LATENCY) },
    '/shared': { type: 'text/html', body: page('A page that a person found', AGENT.slice(1)) },
    '/empty': { type: 'text/html', body: '<html><body></body></html>' },
  });
  app = await startTestApp({ ...options, hosts: [site.host] });
  const feed = feedSource('lab', { url: site.url('/feed'), title: 'Lab' });
  await subscribe(app.db, 'run', [feed], app.deps.now());
}

const posts = () => postsOf(app.sandbox, app.channelId);
const post = (words: string) => {
  const found = posts().find((message) => textOf(message).includes(words));
  if (!found) throw new Error(`No post says "${words}": ${posts().map(textOf).join('\n')}`);
  return found;
};

describe('from a feed to the digest', () => {
  it('posts a card, counts votes, and sends the digest and a PoC prompt', async () => {
    await begin();
    await requestCollection(app.deps);
    await app.settle();
    expect(posts()).toHaveLength(2);
    const card = post('An agent that plans');
    expect(textOf(card)).toContain('extract, without a model');
    expect(textOf(card)).toMatch(/plans its own work|thirty-one/);
    const report = app.lines.find((line) => String(line.msg).startsWith('collection:'));
    expect(report?.msg).toMatch(
      /^collection: 1 feed, 2 items, 2 new, 2 read, 2 summarised, 2 posted, 0 failed, \d+\.\d seconds$/,
    );

    const [ada, ben] = [personOf(app.sandbox, 0), personOf(app.sandbox, 1)];
    await ada.react(card, '+1::skin-tone-3');
    await ada.react(card, 'heart');
    await ben.press(card, 'vote');
    await app.settle();
    expect(textOf(post('An agent that plans'))).toMatch(/👍 2|\b2 votes/);

    await ada.say(app.channelId, '/discuss-ai top');
    await app.settle();
    expect(textOf(ada.answers().at(-1) ?? card)).toContain('An agent that plans');

    // The reactions came by Slack's clock, after the test's began.
    app.clock.now = new Date();
    await sendDigest(app.deps, { channelId: app.channelId });
    await sendDigest(app.deps, { channelId: app.channelId });
    await app.settle();
    expect(posts()).toHaveLength(3);
    const digest = posts().at(-1);
    expect(digest && textOf(digest)).toContain('An agent that plans');
    // Two people, each counted once however they voted, all in the last of six weeks.
    const picture = digest?.blocks?.find(({ type }) => type === 'table');
    expect(JSON.stringify(picture)).toMatch(/agents.+▁▁▁▁▁█.+👍 2/);

    await promptPoc(app.deps, { channelId: app.channelId });
    await app.settle();
    expect(posts()).toHaveLength(4);
    // The other article has no prompt yet, but the week has.
    await promptPoc(app.deps, { channelId: app.channelId });
    await app.settle();
    expect(posts()).toHaveLength(4);
    const prompt = posts().at(-1);
    if (!prompt) throw new Error('There is no PoC prompt');
    expect(textOf(prompt)).toContain('An agent that plans');
    await ben.press(prompt, 'join-poc');
    await app.settle();
    expect(textOf(posts().at(-1) ?? prompt)).toContain(ben.id);
  });

  it('brings nothing twice when it collects again', async () => {
    await begin();
    await requestCollection(app.deps);
    await app.settle();
    await requestCollection(app.deps);
    await app.settle();
    expect(posts()).toHaveLength(2);
    const reports = app.lines.filter((line) => String(line.msg).startsWith('collection:'));
    expect(reports).toHaveLength(2);
    expect(reports[1]?.msg).toContain('0 new');
  });

  it('keeps to the day’s budget', async () => {
    await begin({ profile: { postsPerDay: 1 } });
    await requestCollection(app.deps);
    await app.settle();
    await requestCollection(app.deps);
    await app.settle();
    expect(posts()).toHaveLength(1);
  });
});

describe('a link that a person posts', () => {
  it('gets its summary in the thread, once, and reactions on either message count', async () => {
    await begin();
    const ada = personOf(app.sandbox);
    await ada.say(app.channelId, `Look at this: ${site.url('/shared')}`);
    await app.settle();
    const [reply] = posts();
    if (!reply) throw new Error('There is no reply');
    const shared = app.sandbox.workspace.messages.inChannel(app.channelId).find((m) => !m.byApp);
    if (!shared) throw new Error('The message is gone');
    expect(reply.threadTs).toBe(shared.ts);
    expect(textOf(reply)).toContain('A page that a person found');

    await personOf(app.sandbox, 1).react(shared, '+1');
    await personOf(app.sandbox, 2).react(reply, 'heart');
    await app.settle();
    const [tally] = await app.db.query<{ votes: number }>('select votes from tally');
    expect(tally?.votes).toBe(2);
  });

  it('is told where the team had it before', async () => {
    await begin();
    const ada = personOf(app.sandbox);
    for (const words of ['First: ', 'Again: ']) {
      await ada.say(app.channelId, words + site.url('/shared'));
      await app.settle();
    }
    expect(posts()).toHaveLength(2);
    expect(textOf(posts()[1] ?? post(''))).toMatch(/already discussed/i);
  });

  it('is told when the page has no text', async () => {
    await begin();
    await personOf(app.sandbox).say(app.channelId, site.url('/empty'));
    await app.settle();
    expect(posts()).toHaveLength(1);
    expect(textOf(posts()[0] ?? post(''))).toMatch(/could not|no text/i);
  });
});
