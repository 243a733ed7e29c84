import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { SOURCE_KINDS } from '../../src/domain/source-kinds.ts';
import { itemsOf, json, openKindBench } from './kind-bench.ts';

/** A Tuesday. */
const NOW = new Date('2026-11-24T12:00:00Z');
const RECORDED = '../shared/data/api';

const fixture = (name: string): Buffer => readFileSync(`tests/fixtures/sources/${name}`);
const fixed =
  (name: string): RequestListener =>
  (_request, response) =>
    void response.end(fixture(name));

describe('Hacker News', () => {
  test('gives stories above a score that grows with their age, with the discussion', async () => {
    const bench = await openKindBench(fixed('hacker-news.json'), NOW);
    const items = itemsOf(await bench.collect('hacker-news', 'https://news.ycombinator.com/'));
    const [first, second, third] = items;
    expect(new Set(items.map(({ guid }) => guid))).toEqual(new Set(['hn:1001', 'hn:1002', 'hn:1004']));
    expect(first).toMatchObject({
      url: 'https://example.org/planner',
      discussionUrl: 'https://news.ycombinator.com/item?id=1001',
      authors: [],
      publishedAt: new Date('2026-11-24T11:00:00Z'),
    });
    expect(second).toMatchObject({
      url: 'https://news.ycombinator.com/item?id=1002',
      discussionUrl: null,
      authors: ['grace'],
    });
    expect(third?.title).toBe('Show HN: KV cache & quantisation, explained');
  });

  test('takes another score from the configuration', async () => {
    const bench = await openKindBench(fixed('hacker-news.json'), NOW);
    const outcome = await bench.collect('hacker-news', 'https://news.ycombinator.com/', {
      settings: { minScore: 220 },
    });
    expect(new Set(itemsOf(outcome).map(({ guid }) => guid))).toEqual(new Set(['hn:1001']));
  });

  test('is asked in slices of time, since one answer holds about a thousand', async () => {
    const bench = await openKindBench(fixed('hacker-news.json'), NOW);
    await bench.collect('hacker-news', 'https://news.ycombinator.com/');
    const spans = bench
      .asked()
      .map((url) => /created_at_i>(\d+),created_at_i<=(\d+)/.exec(url)?.slice(1).map(Number));
    expect(spans).toHaveLength(3);
    for (const [n, [from = 0, until = 0] = []] of spans.entries()) {
      expect(until - from).toBe(12 * 3600);
      expect(until).toBe(NOW.getTime() / 1000 - n * 12 * 3600);
    }
  });
});

describe('Hugging Face', () => {
  test('papers of the day are those with enough upvotes for their age, under arXiv’s address', async () => {
    const bench = await openKindBench(fixed('hugging-face-papers.json'), NOW);
    const items = itemsOf(await bench.collect('hugging-face-papers', 'https://huggingface.co/papers'));
    expect(items.map(({ guid }) => guid)).toEqual(['arXiv:2611.01234', 'arXiv:2611.02345']);
    expect(items[0]).toEqual({
      guid: 'arXiv:2611.01234',
      url: 'https://arxiv.org/abs/2611.01234',
      title: 'Planning without a planner',
      publishedAt: new Date('2026-11-20T00:00:00Z'),
      authors: ['Ada Lovelace', 'Alan Turing'],
      html: 'We show that x &lt; y.',
      kind: 'paper',
      discussionUrl: 'https://huggingface.co/papers/2611.01234',
    });
  });

  test('trending models are young and liked, and say task, likes and licence', async () => {
    const bench = await openKindBench(fixed('hugging-face-models.json'), NOW);
    const items = itemsOf(
      await bench.collect('hugging-face-models', 'https://huggingface.co/models?sort=trending'),
    );
    expect(bench.asked()).toEqual(['/huggingFace/models?sort=trendingScore&limit=60']);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      url: 'https://huggingface.co/acme/Planner-7B',
      title: 'acme/Planner-7B',
      kind: 'model',
      html: '<p>Task: text generation. 420 likes, 12,345 downloads. Licence: apache-2.0.</p>',
    });
  });

  test('trending spaces are demos', async () => {
    const bench = await openKindBench(fixed('hugging-face-spaces.json'), NOW);
    const items = itemsOf(await bench.collect('hugging-face-spaces', 'https://huggingface.co/spaces'));
    expect(items).toMatchObject([
      { url: 'https://huggingface.co/spaces/acme/draw-with_words', title: 'draw with words', kind: 'demo' },
    ]);
  });

  test.skipIf(!existsSync(`${RECORDED}/hf_daily_papers.json`))(
    'shared test data (../shared/data/api): recorded papers of the day are read in full',
    async () => {
      const recorded = readFileSync(`${RECORDED}/hf_daily_papers.json`);
      const bench = await openKindBench(
        (_request, response) => void response.end(recorded),
        new Date('2026-06-12T12:00:00Z'),
      );
      const outcome = await bench.collect('hugging-face-papers', 'https://huggingface.co/papers', {
        settings: { minScore: 0, maxAgeDays: 10_000 },
      });
      const items = itemsOf(outcome);
      expect(items).toHaveLength((JSON.parse(recorded.toString()) as unknown[]).length);
      for (const item of items) {
        expect(item.url).toMatch(/^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{5}$/);
        expect(item.html.length).toBeGreaterThan(200);
        expect(item.publishedAt).toBeInstanceOf(Date);
      }
    },
  );
});

describe('GitHub', () => {
  test('releases carry the name of what was released, and leave out what is not one yet', async () => {
    const bench = await openKindBench(fixed('github-releases.atom'), NOW);
    const items = itemsOf(await bench.collect('github-releases', 'acme/engine'));
    expect(bench.asked()).toEqual(['/github/acme/engine/releases.atom']);
    expect(items.map(({ title, kind }) => [title, kind])).toEqual([
      ['engine v1.2.0', 'tool'],
      ['Engine 1.1.9: a mend', 'tool'],
      ['engine v1.1.8.post1', 'tool'],
    ]);
  });

  test('young repositories of a topic are asked for by stars and age, with the token where there is one', async () => {
    const bench = await openKindBench(fixed('github-repositories.json'), NOW, {
      keys: { github: 'a-token' },
    });
    const outcome = await bench.collect('github-repositories', 'llm', {
      settings: { minScore: 200, maxAgeDays: 10 },
    });
    expect(bench.asked()[0]).toContain('q=topic:llm created:>=2026-11-14 stars:>=200&sort=stars');
    expect(bench.server.requests[0]?.headers.authorization).toBe('Bearer a-token');
    expect(itemsOf(outcome)).toMatchObject([
      {
        url: 'https://github.com/acme/agent-bench',
        title: 'acme/agent-bench: Benchmarks <agents> on real tickets',
        html: '<p>Benchmarks &lt;agents&gt; on real tickets</p><p>1200 stars, written in Python.</p>',
        kind: 'tool',
      },
      { url: 'https://github.com/acme/bare', title: 'acme/bare' },
    ]);
  });

  test('is asked without a token where there is none', async () => {
    const bench = await openKindBench(fixed('github-repositories.json'), NOW);
    await bench.collect('github-repositories', 'llm');
    expect(bench.server.requests[0]?.headers.authorization).toBeUndefined();
  });
});

const CHANNEL = 'UCabcdefghijklmnopqrstuv';

describe('YouTube', () => {
  test('a channel is read without its Shorts, each video with its description', async () => {
    const bench = await openKindBench(fixed('youtube.xml'), NOW);
    const items = itemsOf(await bench.collect('youtube', CHANNEL));
    expect(bench.asked()).toEqual(['/youtube?playlist_id=UULFabcdefghijklmnopqrstuv']);
    expect(items).toMatchObject([
      {
        url: 'https://www.youtube.com/watch?v=abcdefghijk',
        title: 'How a transformer reads',
        html: expect.stringContaining('Attention, step by step'),
      },
    ]);
  });

  test('a channel without long videos is read whole', async () => {
    const bench = await openKindBench((request, response) => {
      if (request.url?.includes('playlist_id')) response.writeHead(404).end();
      else response.end(fixture('youtube.xml'));
    }, NOW);
    expect(itemsOf(await bench.collect('youtube', CHANNEL))).toHaveLength(1);
  });

  test.each([404, 410, 500])('%i is transient: the channel is never taken for gone', async (status) => {
    const bench = await openKindBench((_request, response) => void response.writeHead(status).end(), NOW);
    expect(await bench.collect('youtube', CHANNEL)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('it is asked again'),
    });
  });
});

describe('Reddit', () => {
  test('a post that links elsewhere is the article there, discussed on Reddit; another is itself', async () => {
    const bench = await openKindBench(fixed('reddit.atom'), NOW);
    const items = itemsOf(await bench.collect('reddit', 'LocalLLaMA'));
    expect(bench.asked()).toEqual(['/reddit/r/LocalLLaMA/top/.rss?t=day']);
    expect(items).toMatchObject([
      {
        url: 'https://example.org/weights?a=1&b=2',
        discussionUrl: 'https://www.reddit.com/r/LocalLLaMA/comments/a1/x/',
        authors: [],
        html: '',
      },
      {
        url: 'https://www.reddit.com/r/LocalLLaMA/comments/a2/y/',
        discussionUrl: null,
        html: expect.stringContaining('two cards'),
      },
    ]);
  });
});

describe('OpenReview', () => {
  test('gives a venue’s papers, and loses one that is broken alone', async () => {
    const bench = await openKindBench(fixed('openreview.json'), NOW, { keys: { openReview: 'a-token' } });
    const items = itemsOf(await bench.collect('openreview', 'ICLR.cc/2027/Conference'));
    expect(bench.asked()[0]).toContain('content.venueid=ICLR.cc/2027/Conference');
    expect(bench.server.requests[0]?.headers.authorization).toBe('Bearer a-token');
    expect(items).toMatchObject([
      {
        guid: 'openreview:F1',
        url: 'https://openreview.net/forum?id=F1',
        title: 'Agents that ask',
        authors: ['Ada Lovelace', 'Alan Turing'],
        html: 'We ask if a &lt; b.',
        publishedAt: new Date(1_795_100_000_000),
      },
      { guid: 'openreview:F2', authors: [], html: '' },
    ]);
  });
});

describe('Semantic Scholar', () => {
  test('gives recent papers under the best address that it knows', async () => {
    const bench = await openKindBench(fixed('semantic-scholar.json'), NOW, {
      keys: { semanticScholar: 'a-key' },
    });
    const items = itemsOf(await bench.collect('semantic-scholar', '"tool use" agents'));
    expect(bench.server.requests[0]?.headers['x-api-key']).toBe('a-key');
    expect(bench.asked()[0]).toContain('sort=publicationDate:desc');
    expect(items.map(({ url }) => url)).toEqual([
      'https://arxiv.org/abs/2611.01234',
      'https://doi.org/10.1145/3297858',
      'https://www.semanticscholar.org/paper/p3',
    ]);
  });

  test.skipIf(!existsSync(`${RECORDED}/semantic_scholar_transformer.json`))(
    'shared test data (../shared/data/api): a recorded answer is read in full',
    async () => {
      const recorded = readFileSync(`${RECORDED}/semantic_scholar_transformer.json`);
      const bench = await openKindBench((_request, response) => void response.end(recorded), NOW);
      const outcome = await bench.collect('semantic-scholar', 'transformer', {
        settings: { maxAgeDays: 10_000 },
      });
      const { data } = JSON.parse(recorded.toString()) as { data: unknown[] };
      expect(itemsOf(outcome)).toHaveLength(data.length);
      for (const item of itemsOf(outcome)) expect(item.authors.length).toBeGreaterThan(0);
    },
  );
});

describe('a page without a feed', () => {
  const site =
    (robots: string | null): RequestListener =>
    (request, response) => {
      if (request.url === '/robots.txt') {
        if (robots === null) response.writeHead(404).end();
        else response.end(robots);
      } else response.writeHead(200, { 'content-type': 'text/html' }).end(fixture('page.html'));
    };
  const page = { settings: { selector: '.posts a' } };

  test('gives the links under its selector, once each, with their dates', async () => {
    const bench = await openKindBench(site(null), NOW);
    const items = itemsOf(await bench.collect('web-page', `${bench.server.origin}/news`, page));
    expect(
      items.map(({ url, title, publishedAt }) => [url.replace(bench.server.origin, ''), title, publishedAt]),
    ).toEqual([
      ['/news/planner', 'A planner that asks first', new Date('2026-11-20T09:00:00Z')],
      ['/news/kv-cache?ref=home', 'Smaller caches at the same quality', new Date('2026-11-18T00:00:00Z')],
      ['https://elsewhere.example/guest-post', 'A guest post that stands elsewhere', null],
    ]);
  });

  test('gives the list of its main part where no selector is given', async () => {
    const bench = await openKindBench(site(null), NOW);
    const items = itemsOf(await bench.collect('web-page', `${bench.server.origin}/news`));
    expect(items.map(({ title }) => title)).not.toContain('About the laboratory');
    expect(items.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['.nothing-here a', 'finds no link'],
    ['a[', 'is no CSS selector'],
  ])('says so when the selector %j is of no use', async (selector, reason) => {
    const bench = await openKindBench(site(null), NOW);
    const outcome = await bench.collect('web-page', `${bench.server.origin}/news`, {
      settings: { selector },
    });
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining(reason) });
  });

  test('is not read where robots.txt asks programs not to, and robots.txt is asked once a day', async () => {
    const bench = await openKindBench(site('User-agent: discuss-ai\nDisallow: /news\n'), NOW);
    for (let round = 0; round < 2; round += 1) {
      expect(await bench.collect('web-page', `${bench.server.origin}/news`, page)).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('robots.txt'),
      });
    }
    expect(bench.asked()).toEqual(['/robots.txt']);
    itemsOf(await bench.collect('web-page', `${bench.server.origin}/other`, page));
  });
});

describe('any kind', () => {
  test('gives only items with one of the source’s words, where it has some', async () => {
    const bench = await openKindBench(fixed('arxiv-feed.atom'), NOW);
    const titles = async (words: string[]) =>
      itemsOf(await bench.collect('arxiv-feed', 'cs.CL', { settings: { words } })).map(({ title }) => title);
    expect(await titles(['plan', 'quietly'])).toEqual([
      'A new plan',
      'From another field',
      'Mended',
      'Taken back',
      'Taken back quietly',
    ]);
    expect(await titles(['Another Field'])).toEqual(['From another field']);
    expect(await titles(['pla'])).toEqual([]);
  });

  test.each(SOURCE_KINDS)('%s says in words when the answer is something else', async (kind) => {
    const bench = await openKindBench(json({ error: 'maintenance' }), NOW);
    const url = kind === 'feed' || kind === 'web-page' ? `${bench.server.origin}/x` : 'x';
    const outcome = await bench.collect(kind, url);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^(The answer|The selector|No links|It)/),
    });
  });

  test.each(SOURCE_KINDS)('%s fails as such when its service refuses', async (kind) => {
    const bench = await openKindBench((_request, response) => void response.writeHead(403).end(), NOW);
    const url = kind === 'feed' || kind === 'web-page' ? `${bench.server.origin}/x` : 'x';
    expect(await bench.collect(kind, url)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('(403)'),
    });
  });
});
