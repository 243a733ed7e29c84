import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { feedLinks, youtubeChannelOf } from '../../src/sources/feed-links.ts';
import { placeOf } from '../../src/sources/known-places.ts';
import { spiedLedger } from '../support/host-ledger.ts';
import { openKindBench } from './kind-bench.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const CHANNEL = 'UCabcdefghijklmnopqrstuv';
const FEED = readFileSync('tests/fixtures/sources/github-releases.atom');

test.each([
  ['https://arxiv.org/list/cs.CL/recent', 'arxiv-feed', 'cs.CL'],
  ['https://rss.arxiv.org/rss/cs.AI+cs.LG', 'arxiv-feed', 'cs.AI+cs.LG'],
  ['https://github.com/vllm-project/vllm', 'github-releases', 'vllm-project/vllm'],
  ['https://www.github.com/ollama/ollama/tree/main/docs', 'github-releases', 'ollama/ollama'],
  ['https://github.com/acme/engine.git', 'github-releases', 'acme/engine'],
  ['https://github.com/topics/LLM', 'github-repositories', 'llm'],
  [`https://www.youtube.com/channel/${CHANNEL}/videos`, 'youtube', CHANNEL],
  [`https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`, 'youtube', CHANNEL],
  ['https://www.youtube.com/playlist?list=PL0-GT3co4r2y2YErbmuJw2L5', 'youtube', 'PL0-GT3co4r2y2YErbmuJw2L5'],
  ['https://old.reddit.com/r/LocalLLaMA/top/', 'reddit', 'LocalLLaMA'],
  ['https://news.ycombinator.com/newest', 'hacker-news', 'https://news.ycombinator.com/'],
  ['https://huggingface.co/papers', 'hugging-face-papers', 'https://huggingface.co/papers'],
  ['https://huggingface.co/models', 'hugging-face-models', 'https://huggingface.co/models?sort=trending'],
  ['https://huggingface.co/blog', 'feed', 'https://huggingface.co/blog/feed.xml'],
  ['https://openreview.net/group?id=ICLR.cc/2027/Conference', 'openreview', 'ICLR.cc/2027/Conference'],
  ['https://someone.substack.com/p/a-post', 'feed', 'https://someone.substack.com/feed'],
  ['https://medium.com/@ada/a-story-123', 'feed', 'https://medium.com/feed/@ada'],
  ['https://engineering.medium.com/', 'feed', 'https://engineering.medium.com/feed'],
])('%s is known by its address: %s, %s', (address, kind, url) => {
  expect(placeOf(new URL(address))).toEqual({ kind, url });
});

test.each([
  'https://example.org/',
  'https://github.com/acme',
  'https://www.youtube.com/@ada',
  'https://huggingface.co/acme/model',
])('%s has to be looked at', (address) => {
  expect(placeOf(new URL(address))).toBeNull();
});

describe('a page', () => {
  test('names its feeds in its head, those of comments last', () => {
    const html = `<head><base href="/blog/"><!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
      <link href='feed.xml?a=1&amp;b=2' type=application/atom+xml rel='alternate home' title="Posts &amp; notes">
      <link rel="stylesheet" type="text/css" href="/x.css"></head>`;
    expect(feedLinks(html, 'https://example.org/blog/about')).toEqual([
      { url: 'https://example.org/blog/feed.xml?a=1&b=2', title: 'Posts & notes' },
      { url: 'https://example.org/comments/feed', title: 'Comments' },
    ]);
  });

  test('may only link to its feed', () => {
    const html =
      '<p><a href="/feedback">Tell us</a> <a class=x href="/rss.xml">RSS</a> <a href="/atom">Atom</a></p>';
    expect(feedLinks(html, 'https://example.org/').map(({ url }) => url)).toEqual([
      'https://example.org/rss.xml',
      'https://example.org/atom',
    ]);
  });

  test.each([
    `<link rel="alternate" type="application/rss+xml" href="https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}">`,
    `<meta itemprop="identifier" content="${CHANNEL}">`,
    `<script>var ytInitialData = {"metadata":{"externalId":"${CHANNEL}"}}</script>`,
  ])('of YouTube tells its channel: %s', (html) => {
    expect(youtubeChannelOf(html)).toBe(CHANNEL);
  });
});

describe('finding over the wire', () => {
  const site = async (pages: Record<string, [string, string | Buffer]>) =>
    await openKindBench((request, response) => {
      const [type, body] = pages[request.url ?? ''] ?? [];
      if (!type) response.writeHead(404).end('nothing');
      else response.writeHead(200, { 'content-type': type }).end(body);
    }, NOW);

  test('an address that is a feed is that feed', async () => {
    const bench = await site({ '/x': ['text/plain', FEED] });
    expect(await bench.collector.find(`${bench.server.origin}/x`)).toEqual({
      kind: 'found',
      places: [{ kind: 'feed', url: `${bench.server.origin}/x`, title: null }],
    });
  });

  test('a page that names none is asked for the usual places, near it and at the root', async () => {
    const bench = await site({
      '/blog': ['text/html', '<title>Blog</title>'],
      '/index.xml': ['text/xml', FEED],
    });
    expect(await bench.collector.find(`${bench.server.origin}/blog`)).toMatchObject({
      places: [{ url: `${bench.server.origin}/index.xml` }],
    });
    expect(bench.asked()).toContain('/blog/feed');
  });

  test('takes the turns of the hosts that it asks', async () => {
    const { turns, ledger } = spiedLedger(() => NOW);
    const bench = await openKindBench((_request, response) => void response.end(FEED), NOW, {
      hosts: ledger,
    });
    await bench.collector.find(`${bench.server.origin}/githubApi/blog`);
    expect(turns).toEqual(['api.github.com']);
  });

  test('at a host that asks for a pause ends there, and that host is left alone', async () => {
    const bench = await openKindBench((_request, response) => {
      response.writeHead(429, { 'retry-after': '600' }).end();
    }, NOW);
    expect(await bench.collector.find(`${bench.server.origin}/blog`)).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining('The page answers with status 429'),
    });
    expect(await bench.collect('feed', `${bench.server.origin}/feed`)).toMatchObject({ kind: 'postponed' });
    expect(await bench.collector.find(`${bench.server.origin}/blog`)).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining('asked to be left alone for a while'),
    });
    expect(bench.asked()).toEqual(['/blog']);
  });

  test('where there is none, it says so and why', async () => {
    const bench = await site({ '/': ['text/html', '<title>Nothing here</title>'] });
    expect(await bench.collector.find(bench.server.origin)).toEqual({
      kind: 'not-found',
      reason: 'The page names no feed, and no feed was found where sites usually keep theirs',
    });
    expect(await bench.collector.find('http://10.0.0.1/')).toMatchObject({
      kind: 'not-found',
      reason: expect.stringContaining('private'),
    });
    expect(await bench.collector.find('javascript:alert(1)')).toMatchObject({ kind: 'not-found' });
  });
});
