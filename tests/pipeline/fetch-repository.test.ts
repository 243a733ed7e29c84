import type { IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPageFetcher, type Page, type PageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { type Loopback, startLoopback } from '../sources/loopback.ts';
import { memoryLedger } from '../support/host-ledger.ts';

type Answer = { status?: number; type?: string; headers?: Record<string, string>; body: string };

let answers: Record<string, Answer | ((request: IncomingMessage) => Answer)>;
let site: Loopback;
let pages: PageFetcher;
let now: Date;
let pagesWith: (keys: { github: string | null }) => PageFetcher;

beforeEach(async () => {
  answers = {};
  now = new Date('2026-11-24T10:00:00Z');
  site = await startLoopback((request, response) => {
    const found = answers[request.url ?? ''];
    if (!found) return response.writeHead(404).end();
    const answer = typeof found === 'function' ? found(request) : found;
    const headers = { 'content-type': answer.type ?? 'application/json', ...answer.headers };
    return response.writeHead(answer.status ?? 200, headers).end(answer.body);
  });
  const http = createHttpClient({ userAgent: 'discuss-ai tests', allowPrivateHosts: [site.host] });
  onTestFinished(async () => {
    await http.close();
  });
  const endpoints = {
    githubApi: `${site.origin}/gh`,
    huggingFace: `${site.origin}/hf/api`,
    arxiv: `${site.origin}/arxiv`,
  };
  const wait = async (ms: number): Promise<void> => {
    now = new Date(now.getTime() + ms);
  };
  pagesWith = (keys) =>
    createPageFetcher(http, {
      now: () => now,
      hosts: memoryLedger(() => now),
      keys,
      endpoints,
      politeness: { wait },
    });
  pages = pagesWith({ github: 'a-key' });
});

const bodyOf = (page: Page): string => (page.kind === 'page' ? page.body.toString() : page.reason);
const asked = (): string[] => site.requests.map((request) => request.url ?? '');

const GITHUB = JSON.stringify({
  full_name: 'example/kite',
  description: 'A small model server.',
  stargazers_count: 1234,
  license: { key: 'apache-2.0', name: 'Apache License 2.0', spdx_id: 'Apache-2.0' },
  pushed_at: '2026-11-20T08:00:00Z',
  created_at: '2026-01-02T03:04:05Z',
  archived: false,
  topics: ['llm'],
});

describe('a repository on GitHub', () => {
  it('is read by the API: its README, stars, licence and last commit', async () => {
    answers['/gh/repos/example/kite'] = { body: GITHUB };
    answers['/gh/repos/example/kite/readme'] = ({ headers }) => ({
      type: 'application/vnd.github.raw+json; charset=utf-8',
      body: `# Kite\n\nAsked with ${headers.accept} and ${headers.authorization}.`,
    });
    const page = await pages.fetch('https://github.com/example/kite');
    expect(page).toMatchObject({
      kind: 'page',
      contentType: 'text/markdown',
      about: {
        title: 'example/kite',
        publishedAt: new Date('2026-01-02T03:04:05Z'),
        facts: { stars: 1234, licence: 'Apache-2.0', lastCommitAt: '2026-11-20T08:00:00.000Z' },
      },
    });
    expect(bodyOf(page)).toBe(
      'A small model server.\n\n# Kite\n\nAsked with application/vnd.github.raw+json and Bearer a-key.',
    );
  });

  it('is left to its page where the API has had enough, which is not asked again before its time', async () => {
    const reset = String(now.getTime() / 1000 + 1800);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    answers['/gh/repos/example/kite'] = {
      status: 403,
      headers,
      body: '{"message":"API rate limit exceeded"}',
    };
    const byPage = async (): Promise<void> => {
      // The page itself cannot be asked in a test.
      expect(await pages.fetch('https://github.com/example/kite')).toMatchObject({ kind: 'unreachable' });
    };
    await byPage();
    await byPage();
    expect(asked()).toEqual(['/gh/repos/example/kite']);
    now = new Date(now.getTime() + 1_801_000);
    answers['/gh/repos/example/kite'] = { body: GITHUB };
    expect(await pages.fetch('https://github.com/example/kite')).toMatchObject({ kind: 'page' });
  });
});

describe('the pace at GitHub', () => {
  it.each([
    ['one request in 6.5 seconds without a token', null, 6_500],
    ['one in 2.1 seconds with one', 'a-key', 2_100],
  ])('is %s', async (_pace, github, gapMs) => {
    answers['/gh/repos/example/kite'] = { body: GITHUB };
    answers['/gh/repos/example/kite/readme'] = { type: 'text/plain', body: '# Kite' };
    const from = now.getTime();
    await pagesWith({ github }).fetch('https://github.com/example/kite');
    expect(now.getTime() - from).toBe(gapMs);
  });
});

describe('a model on Hugging Face', () => {
  it('is read by the API: its README without front matter, size, licence, likes and downloads', async () => {
    answers['/hf/api/models/example/kite-7b'] = {
      body: JSON.stringify({
        id: 'example/kite-7b',
        likes: 321,
        downloads: 4567,
        lastModified: '2026-11-19T00:00:00.000Z',
        createdAt: '2026-11-01T00:00:00.000Z',
        tags: ['text-generation', 'license:mit'],
        safetensors: { parameters: { BF16: 7_241_732_096 }, total: 7_241_732_096 },
      }),
    };
    answers['/hf/example/kite-7b/raw/main/README.md'] = {
      type: 'text/plain',
      body: '---\nlicense: mit\n---\n# Kite 7B\n\nIt drafts and checks.',
    };
    const page = await pages.fetch('https://huggingface.co/example/kite-7b');
    expect(page).toMatchObject({
      about: { facts: { likes: 321, downloads: 4567, licence: 'mit', parameters: 7_241_732_096 } },
    });
    expect(bodyOf(page)).toBe('# Kite 7B\n\nIt drafts and checks.');
  });

  it('goes by the same rule for datasets and spaces', async () => {
    answers['/hf/api/datasets/example/kites'] = {
      body: JSON.stringify({ likes: 1, cardData: { license: ['cc-by-4.0'] }, description: 'Ten kites.' }),
    };
    const page = await pages.fetch('https://huggingface.co/datasets/example/kites');
    expect(page).toMatchObject({ about: { title: 'example/kites', facts: { licence: 'cc-by-4.0' } } });
    expect(bodyOf(page)).toBe('Ten kites.');
  });
});

describe('a paper on arXiv', () => {
  it('is read in its HTML version, and by its abstract where there is none, three seconds apart', async () => {
    const from = now.getTime();
    answers['/arxiv/html/2606.13677'] = { type: 'text/html', body: 'full text' };
    answers['/arxiv/abs/2606.00001'] = { type: 'text/html', body: 'abstract' };
    expect(bodyOf(await pages.fetch('https://arxiv.org/pdf/2606.13677v2'))).toBe('full text');
    expect(bodyOf(await pages.fetch('https://arxiv.org/abs/2606.00001'))).toBe('abstract');
    expect(now.getTime() - from).toBeGreaterThanOrEqual(6_000);
    expect(asked().filter((path) => path !== '/robots.txt')).toEqual([
      '/arxiv/html/2606.13677',
      '/arxiv/html/2606.00001',
      '/arxiv/abs/2606.00001',
    ]);
  });
});

describe('any other page', () => {
  it('may be a PDF, whatever type it is given', async () => {
    answers['/a.pdf'] = { type: 'application/octet-stream', body: '%PDF-1.7 and so on' };
    answers['/b.bin'] = { type: 'application/octet-stream', body: 'other bytes' };
    expect(await pages.fetch(`${site.origin}/a.pdf`)).toMatchObject({ kind: 'page' });
    expect(await pages.fetch(`${site.origin}/b.bin`)).toMatchObject({ kind: 'unreachable' });
  });
});
