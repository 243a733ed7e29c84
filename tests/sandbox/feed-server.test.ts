import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeedServer, serveFeed, serveFeeds } from '../../src/sandbox/feed-server.ts';

const BLOGS = '../shared/data/feeds/ai-blogs';

let dir: string;
let server: FeedServer;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'feeds-')), 'served');
  await mkdir(join(dir, 'more'), { recursive: true });
  await writeFile(join(dir, 'one.xml'), '<rss/>');
  await writeFile(join(dir, 'two words & more.json'), '{}');
  await writeFile(join(dir, 'more', 'three.atom'), '<feed/>');
  await writeFile(join(dir, 'notes.txt'), 'no feed');
  await writeFile(join(dir, '..', 'secret.xml'), '<secret/>');
  server = await serveFeeds(dir);
});
afterEach(() => server.close());

/** `fetch` would tidy the path before it is sent. */
function statusOf(path: string, method = 'GET'): Promise<number> {
  const { hostname, port } = new URL(server.baseUrl);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('feed server', () => {
  it('lists the feed files of a folder and its subfolders, each at an address that works', async () => {
    expect(server.files.map(({ name }) => name)).toEqual([
      'more/three.atom',
      'one.xml',
      'two words & more.json',
    ]);
    const types: (string | null)[] = [];
    for (const { url } of server.files) types.push((await fetch(url)).headers.get('content-type'));
    expect(types).toEqual(['application/atom+xml', 'application/xml', 'application/feed+json']);
  });

  it.each([
    '/../secret.xml',
    '/..%2fsecret.xml',
    '/%2e%2e%2fsecret.xml',
    '/more/../../secret.xml',
    '/notes.txt',
    '/more',
    '/',
    '/%ff',
  ])('leads nowhere else: %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('answers 304 to a reader that has this version, by ETag first, then by time', async () => {
    const url = server.files[1]?.url ?? '';
    const first = await fetch(url);
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    const again = async (headers: Record<string, string>) => (await fetch(url, { headers })).status;
    expect(await again({ 'if-none-match': etag })).toBe(304);
    expect(await again({ 'if-modified-since': modified })).toBe(304);
    expect(await again({ 'if-none-match': '"other"', 'if-modified-since': modified })).toBe(200);
    await writeFile(join(dir, 'one.xml'), '<rss>new</rss>');
    await utimes(join(dir, 'one.xml'), new Date(), new Date(Date.parse(modified) + 5000));
    expect(await again({ 'if-none-match': etag })).toBe(200);
    expect(await again({ 'if-modified-since': modified })).toBe(200);
  });

  it('takes no POST', async () => {
    expect(await statusOf('/one.xml', 'POST')).toBe(405);
  });

  it('says what it takes where a folder has no feeds', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'empty-'));
    await expect(serveFeeds(empty)).rejects.toThrow(/There are no feed files in .*\.xml, \.rss/);
  });

  it('serves one feed made here, and the same version once', async () => {
    const made = await serveFeed({
      name: 'pack.json',
      content: { title: 'A' },
      modified: new Date('2026-11-02T09:00:00Z'),
    });
    const url = made.files[0]?.url ?? '';
    const first = await fetch(url);
    expect(await first.json()).toEqual({ title: 'A' });
    const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    await made.close();
  });

  it.skipIf(!existsSync(BLOGS))('serves the AI blogs of the shared test data byte for byte', async () => {
    const blogs = await serveFeeds(BLOGS);
    expect(blogs.files).toHaveLength(20);
    for (const { name, url } of blogs.files) {
      const served = Buffer.from(await (await fetch(url)).arrayBuffer());
      expect(served.equals(await readFile(join(BLOGS, name))), name).toBe(true);
    }
    await blogs.close();
  });
});
