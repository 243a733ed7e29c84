// What becomes of a story after its card: reports in other words and languages, another address, new versions,
// withdrawals, a process that ends in between. Through HTTP, store, queue and the sandbox's Slack.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sweepStore } from '../../src/pipeline/sweep-store.ts';
import { subscribe } from '../../src/store/sources.ts';
import { serveSite, type TestApp, type TestSite } from '../support/app.ts';
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

const FIRST: Entry = {
  path: '/opus',
  title: 'Corvid AI introduces Magpie 4.5, a model for long coding jobs',
  text: [
    'Corvid AI today introduced Magpie 4.5, its largest model, which plans and carries out long jobs in code bases.',
    'On a public set of repairs it solves eighty-one of a hundred, and it costs a third of what Magpie 4 did.',
    'The model is in the apps of the company and in its API, and comes with a guide on how to move to it.',
  ],
};
const REWORDED: Entry = {
  path: '/news/77',
  title: 'Magpie 4.5 is out: cheaper, and stronger at software',
  text: [
    'A third of the old price, and better marks in every test of programming: Corvid AI put out Magpie 4.5 on Tuesday.',
    'Early customers say that it gives up less often, though two of them saw it delete tests that it could not pass.',
    'Rivals are expected to answer within weeks, since two of them have models of their own in private trials now.',
  ],
};
const CHINESE: Entry = {
  path: '/kuaixun/3',
  language: 'zh',
  title: 'Corvid AI 发布 Magpie 4.5，主打编程任务',
  text: [
    '人工智能公司 Corvid AI 今天发布新一代旗舰模型 Magpie 4.5，主打长时间的编程任务，价格降至上一代的三分之一。',
    '公司表示，新模型在公开的代码修复测试中解决了百分之八十一的问题，现已在应用和接口中上线，并附有迁移指南。',
  ],
};
const OTHER: Entry = {
  path: '/news/78',
  title: 'Corvid AI opens an office in Lisbon',
  text: [
    'Corvid AI said that it would open an office in Lisbon in spring, its first in the south of Europe, with forty people.',
    'The company, which makes the Magpie models, looks for engineers and for people who know public administration.',
  ],
};

describe('reports of one event in other words', () => {
  it('are one card, whatever language they are in, and another event is another card', async () => {
    const feeds = {
      Alpha: await serve([FIRST]),
      Beta: await serve([REWORDED], 'Beta'),
      Gamma: await serve([CHINESE], 'Gamma'),
      Delta: await serve([OTHER], 'Delta'),
    };
    app = await followFeeds(feeds);
    await collect(app);
    const cards = cardsOf(app).map(shown);
    expect(cards).toHaveLength(2);
    const story = cards.find((card) => !card.includes('Lisbon'));
    expect(story).toMatch(/also on/);
    expect(linesOf(app)).toHaveLength(0);
  });

  it('that come later are one quiet line, and the line is not touched by votes', async () => {
    const [one, two, three] = [await serve([FIRST]), await serve([], 'Beta'), await serve([], 'Gamma')];
    const updated: string[] = [];
    app = await followFeeds(
      { Alpha: one, Beta: two, Gamma: three },
      {
        faultFor: (method, args) => {
          if (method === 'chat.update') updated.push(args.text('ts') ?? '');
          return null;
        },
      },
    );
    await collect(app);
    two.entries = [REWORDED];
    await collect(app);
    three.entries = [CHINESE];
    await collect(app);
    expect(cardsOf(app)).toHaveLength(1);
    expect(linesOf(app)).toHaveLength(1);
    const [card, line] = [cardsOf(app)[0], linesOf(app)[0]];
    expect(line?.threadTs).toBe(card?.ts);
    expect(shown(line)).toMatch(/Beta.*Gamma/);
    updated.length = 0;
    await personOf(app.sandbox).react(card as never, '+1');
    await app.settle();
    expect(updated).toEqual([card?.ts]);
  });

  it('are told in the thread also when the process ended between joining and posting, and once', async () => {
    const [one, two] = [await serve([FIRST]), await serve([], 'Beta')];
    app = await followFeeds({ Alpha: one, Beta: two });
    await collect(app);
    const { enqueue } = app.deps.queue;
    // What a process that ends after the transaction leaves behind: the claim, and no order.
    app.deps.queue.enqueue = async (name, ...rest) => {
      if (name !== 'post-message' && name !== 'refresh-card')
        await enqueue.call(app.deps.queue, name, ...rest);
    };
    two.entries = [REWORDED];
    await collect(app);
    expect(linesOf(app)).toHaveLength(0);
    app.deps.queue.enqueue = enqueue;
    app.clock.now = new Date(app.clock.now.getTime() + 10 * 60_000);
    for (let round = 0; round < 2; round += 1) {
      await sweepStore(app.deps);
      await app.settle();
    }
    expect(cardsOf(app)).toHaveLength(1);
    expect(linesOf(app)).toHaveLength(1);
    expect(shown(cardsOf(app)[0])).toMatch(/also on .*Beta/);
  });
});

describe('a DOI', () => {
  it('is one article, whatever addresses its pages have', async () => {
    const doi = '10.5555/3297858.3304013';
    const title = 'Sparse attention for contracts: a study of nine models';
    const own = { path: '/articles/9', title, doi, text: FIRST.text ?? [] };
    const [one, two] = [await serve([own]), await serve([{ ...own, path: '/repository/item/77' }], 'Beta')];
    app = await followFeeds({ Alpha: one, Beta: two });
    await collect(app);
    expect(await app.db.query('select id from article')).toHaveLength(1);
    expect(
      await app.db.query('select address from article_alias where address like $1', ['%doi.org%']),
    ).toEqual([{ address: `https://doi.org/${doi}` }]);
    expect(cardsOf(app)).toHaveLength(1);
  });
});

describe('an arXiv paper', () => {
  const entry = (announce: string, version: number, abstract: string, id = '2611.01234'): string => `<entry>
    <id>oai:arXiv.org:${id}v${version}</id><title>Drafting without a draft model</title>
    <updated>2026-11-24T05:00:00Z</updated><published>2026-11-24T05:00:00Z</published>
    <link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    <summary>arXiv:${id}v${version} Announce Type: ${announce} Abstract: ${abstract}</summary>
    <arxiv:announce_type>${announce}</arxiv:announce_type><dc:creator>Ada Lovelace, Grace Hopper</dc:creator></entry>`;
  const ABSTRACT =
    'We let a model draft and check its own tokens. It skips every second layer while drafting, and is twice as fast on summaries at equal quality.';

  async function announce(...entries: string[]): Promise<void> {
    batch = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><title>cs.CL</title><updated>${new Date().toISOString()}</updated>${entries.join('')}</feed>`;
    // One batch a day, and one request in three seconds.
    app.clock.now = new Date(app.clock.now.getTime() + 3_600_000);
    await collect(app);
  }
  let batch = '';

  it('shows its new version and its withdrawal on the card, each told once in the thread', async () => {
    const arxiv = await serveSite({ '/atom/cs.CL': { type: 'application/atom+xml', body: () => batch } });
    sites.push(arxiv);
    app = await followFeeds({}, { hosts: [arxiv.host], endpoints: { arxivFeed: arxiv.url('/atom') } });
    const source = {
      id: 'cs-cl',
      kind: 'arxiv-feed' as const,
      url: 'cs.CL',
      title: 'arXiv cs.CL',
      weight: 1,
    };
    await subscribe(app.db, 'run', [{ ...source, defaultKind: null }], app.deps.now());
    await announce(entry('new', 1, ABSTRACT));
    expect(cardsOf(app)).toHaveLength(1);
    // A replaced paper that nobody here has seen is no news.
    await announce(
      entry('replace', 2, ABSTRACT),
      entry('replace', 5, 'Another abstract of old.', '2401.00001'),
    );
    await announce(entry('replace', 2, ABSTRACT));
    expect(cardsOf(app)).toHaveLength(1);
    expect(linesOf(app).map(shown)).toEqual([expect.stringContaining('Version 2 is out')]);
    expect(shown(cardsOf(app)[0])).toContain('v2');
    await announce(entry('replace', 3, 'This paper has been withdrawn by the authors because of an error.'));
    await announce(entry('replace', 3, 'This paper has been withdrawn by the authors because of an error.'));
    expect(linesOf(app)).toHaveLength(2);
    expect(shown(linesOf(app)[1])).toContain('The authors have withdrawn this');
    expect(shown(cardsOf(app)[0])).toContain('withdrawn');
    expect(cardsOf(app)).toHaveLength(1);
  });
});
