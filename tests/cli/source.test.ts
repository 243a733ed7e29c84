// `discuss-ai source …` and `opml …` as an operator types them: the real command in a process of its own, its database
// on disk, and a site on loopback.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLoopback } from '../sources/loopback.ts';
import { serveSite, type TestSite } from '../support/app.ts';
import { configWithSource, runCommand } from '../support/process.ts';

const FEED = `<rss version="2.0"><channel><title>The Workshop</title>${[8, 15, 22]
  .map((day) => {
    const date = new Date(Date.UTC(2026, 10, day, 9)).toUTCString();
    return `<item><title>Week of ${day}</title><link>https://workshop.example/${day}</link><pubDate>${date}</pubDate></item>`;
  })
  .join('')}</channel></rss>`;

let folder: string;
let site: TestSite;
let configDir: string;

beforeAll(async () => {
  site = await serveSite({
    '/': { type: 'text/html', body: '<link rel="alternate" type="application/rss+xml" href="/posts.xml">' },
    '/posts.xml': { type: 'application/rss+xml', body: FEED },
    '/other.xml': { type: 'application/rss+xml', body: FEED.replace('The Workshop', 'Other') },
    '/empty': { type: 'text/html', body: '<p>nothing here</p>' },
  });
  folder = mkdtempSync(join(tmpdir(), 'cli-source-'));
  configDir = await configWithSource(folder, site.url('/posts.xml'));
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** What it prints, both streams, and its exit code. */
async function cli(...args: string[]): Promise<{ said: string; code: number }> {
  return await cliWith({}, ...args);
}

async function cliWith(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ said: string; code: number }> {
  const { out, problems, code } = await runCommand('src/cli.ts', args, {
    DATA_DIR: join(folder, 'data'),
    CONFIG_DIR: configDir,
    ALLOW_PRIVATE_HOSTS: site.host,
    ...env,
  });
  return { said: `${out}${problems}`, code };
}

// One database after the other's command: each of these is a step of one operator's afternoon.
it('adds a source by any address, lists it, exports it, and drops it', { timeout: 180_000 }, async () => {
  const added = await cli('source', 'add', site.url('/'));
  expect(added.said).toContain(`The Workshop (feed ${site.url('/posts.xml')}), about`);
  expect(added.said).toContain('  2026-11-22  Week of 22');
  expect(added.said).toContain('Added as the-workshop.');
  expect(added.code).toBe(0);
  expect((await cli('source', 'list')).said).toMatch(
    /^ {2}the-workshop +no dates, not read yet, next \d{4}-/m,
  );

  const opml = await cli('opml', 'export');
  expect(opml.said).toContain(`xmlUrl="${site.url('/posts.xml')}"`);
  const file = join(folder, 'feeds.opml');
  const others = opml.said.replaceAll(site.url('/posts.xml'), site.url('/other.xml'));
  writeFileSync(file, others.replace('</body>', '<outline text="Mine" xmlUrl="file:///feed.xml"/></body>'));
  const imported = (await cli('opml', 'import', file)).said;
  expect(imported).toContain('1 feed in');
  expect(imported).toContain('left out, since it is no address of the web: file:///feed.xml');

  const dropped = await cli('source', 'drop', 'the-workshop');
  expect(dropped).toMatchObject({ code: 0, said: expect.stringContaining('the-workshop is asked no more') });
  const list = (await cli('source', 'list')).said;
  expect(list).not.toContain('the-workshop');
  expect(list).toContain('feed-');
});

it('says what is wrong, and ends with 1', { timeout: 180_000 }, async () => {
  expect(await cli('source', 'add', site.url('/empty'))).toMatchObject({
    code: 1,
    said: expect.stringContaining(`Nothing to read at ${site.url('/empty')}`),
  });
  expect(await cli('opml', 'import', join(folder, 'none.opml'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('there is no such file'),
  });
});

it('checks every listed source once, and says which have moved or do not answer', {
  timeout: 180_000,
}, async () => {
  const path = join(configDir, 'sources.yaml');
  const listed = readFileSync(path, 'utf8');
  writeFileSync(path, `${listed}  - { id: moved, url: '${site.url('/none.xml')}', title: Moved }\n`);
  const checked = await cli('source', 'check');
  expect(checked.code).toBe(1);
  expect(checked.said).toMatch(/^FAIL {3}moved +There is nothing at this address \(404\)$/m);
  expect(checked.said).toMatch(/^ok {5}quiet-lab +3 items, newest of 2026-11-22$/m);
  expect(checked.said).toContain('1 of 2 sources answer');
  expect(await cli('source', 'check', 'quiet-lab')).toMatchObject({ code: 0 });
  writeFileSync(path, listed);
});

it('says who asks, and leaves a host alone that has asked an earlier command for it', {
  timeout: 180_000,
}, async () => {
  const busy = await startLoopback((_request, response) => {
    response.writeHead(429, { 'retry-after': '3600' }).end();
  });
  const path = join(configDir, 'sources.yaml');
  const listed = readFileSync(path, 'utf8');
  writeFileSync(path, `${listed}  - { id: busy, url: '${busy.origin}/feed', title: Busy }\n`);
  const env = { ALLOW_PRIVATE_HOSTS: busy.host, CONTACT: 'ops@team.example' };
  expect(await cliWith(env, 'source', 'check', 'busy')).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^FAIL {3}busy +It asks us to slow down \(429\)$/m),
  });
  expect((await cliWith(env, 'source', 'check', 'busy')).said).toMatch(
    new RegExp(`^later {2}busy +${busy.host} asked to be left alone for a while$`, 'm'),
  );
  expect(busy.requests.map(({ headers }) => headers['user-agent'])).toEqual([
    expect.stringMatching(/^discuss-ai\/\S+ \(.+; \+ops@team\.example\)$/),
  ]);
  writeFileSync(path, listed);
});
