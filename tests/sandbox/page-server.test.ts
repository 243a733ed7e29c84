import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { actAs, messagesShown, shownTo } from './act-as.ts';
import { MANIFEST, SIGNING_SECRET } from './demo-app.ts';

const MAYA = 'U0MAYA00001';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await start();
});
afterEach(() => sandbox.close());

function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return createSandbox({
    port: 0,
    signingSecret: SIGNING_SECRET,
    manifest: { ...MANIFEST, settings: {} },
    appUrl: () => 'http://127.0.0.1:9/',
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    ...options,
  });
}

/** A request with any headers at all; `fetch` keeps some to itself. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = '') {
  const { hostname, port } = new URL(sandbox.pageUrl);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const sent = request({ hostname, port, path, method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

const own = () => new URL(sandbox.pageUrl).origin;
const actHeaders = () => ({ 'content-type': 'application/json', origin: own() });
const hello = () =>
  JSON.stringify({ as: MAYA, do: 'message', channel: sandbox.channels[0]?.id, text: 'hello' });

describe('page server of the sandbox', () => {
  it('serves the page and its parts under a policy that allows no script or style but its own', async () => {
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    const parts = [...page.body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(5);
    for (const path of parts) expect((await ask(path)).status, path).toBe(200);
    expect(page.body).not.toMatch(/<script>|style=|onclick=/);
  });

  it.each([
    '/../sandbox.ts',
    '/..%2fsandbox.ts',
    '/%2e%2e/sandbox.ts',
    '//etc/passwd',
    '/page.js/../../sandbox.ts',
    '/%00',
  ])('serves nothing from outside its folder: %s', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1'])(
    'refuses the host %j, whatever is asked',
    async (host) => {
      for (const path of ['/', '/sandbox/state', '/api/auth.test']) {
        expect((await ask(path, { host })).status).toBe(403);
      }
    },
  );

  it('answers to each loopback name', async () => {
    const { port } = new URL(sandbox.pageUrl);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await ask('/sandbox/state', { host })).status).toBe(200);
    }
  });

  it("refuses what another site's page asks", async () => {
    expect((await ask('/sandbox/state', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('/sandbox/stream', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const foreign = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await ask('/sandbox/act', foreign, 'POST', hello())).status).toBe(403);
    expect((await ask('/sandbox/act', { 'content-type': 'application/json' }, 'POST', hello())).status).toBe(
      403,
    );
    expect(
      (await ask('/sandbox/act', { origin: own(), 'content-type': 'text/plain' }, 'POST', hello())).status,
    ).toBe(415);
    expect(await messagesShown(sandbox, MAYA, sandbox.channels[0]?.id ?? '')).toEqual([]);
    expect((await ask('/sandbox/act', actHeaders(), 'POST', hello())).status).toBe(200);
    expect(await messagesShown(sandbox, MAYA, sandbox.channels[0]?.id ?? '')).toHaveLength(1);
  });

  it('refuses a body that is too large or no JSON, and goes on', async () => {
    expect((await ask('/sandbox/act', actHeaders(), 'POST', '{')).status).toBe(400);
    const long = JSON.stringify({ as: MAYA, do: 'message', text: 'x'.repeat(2_100_000) });
    expect((await ask('/sandbox/act', actHeaders(), 'POST', long)).status).toBe(413);
    expect((await ask('/')).status).toBe(200);
  });

  it('says what is wrong with an act that does not exist, a member or a channel of another', async () => {
    expect(await actAs(sandbox, MAYA, { do: 'fly' })).toMatchObject({ ok: false });
    expect(await actAs(sandbox, 'U404', { do: 'close' })).toMatchObject({
      ok: false,
      problem: 'There is no such member',
    });
    const theirs = sandbox.workspace.channel('U0TOMAS0001')?.id;
    const peek = { do: 'message', channel: theirs, text: 'hello' };
    expect(await actAs(sandbox, MAYA, peek)).toMatchObject({
      ok: false,
      problem: 'There is no such channel',
    });
    expect((await shownTo(sandbox, MAYA)).channels.map(({ id }) => id)).not.toContain(theirs);
  });

  it("keeps a person's private answers and messages out of the others' stream", async () => {
    const controller = new AbortController();
    const response = await fetch(new URL('/sandbox/stream?as=U0TOMAS0001', sandbox.pageUrl), {
      signal: controller.signal,
    });
    const { workspace, channels } = sandbox;
    const base = { channelId: channels[0]?.id ?? '', userId: 'U0APPBOT001', byApp: true };
    workspace.post({ ...base, text: 'for Maya alone', visibleTo: MAYA });
    workspace.post({ ...base, channelId: workspace.channel(MAYA)?.id ?? '', text: 'to Maya directly' });
    workspace.post({ ...base, text: 'for all' });
    let seen = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      seen += decoder.decode(chunk as Uint8Array, { stream: true });
      if (seen.includes('for all')) break;
    }
    controller.abort();
    expect(seen).toMatch(/event: state\n/);
    expect(seen).not.toContain('Maya alone');
    expect(seen).not.toContain('Maya directly');
  });

  it('gives earlier messages page by page', async () => {
    const channelId = sandbox.channels[0]?.id ?? '';
    for (let index = 0; index < 130; index += 1) {
      sandbox.workspace.post({ channelId, userId: MAYA, byApp: false, text: `message ${index}` });
    }
    const shown = (await shownTo(sandbox, MAYA)).channels.find(({ id }) => id === channelId);
    expect(shown?.hasEarlier).toBe(true);
    expect(shown?.messages).toHaveLength(100);
    const query = new URLSearchParams({
      as: MAYA,
      channel: channelId,
      before: String(shown?.messages[0]?.ts),
    });
    const earlier = JSON.parse((await ask(`/sandbox/earlier?${query}`)).body) as {
      messages: { text: string }[];
      hasEarlier: boolean;
    };
    expect(earlier.messages.map(({ text }) => text)).toEqual(
      Array.from({ length: 30 }, (_, index) => `message ${index}`),
    );
    expect(earlier.hasEarlier).toBe(false);
  });

  it('runs what the menu offers, and says what went wrong', async () => {
    const actions = [
      { id: 'digest', label: 'Send the digest now', run: async () => 'On its way' },
      { id: 'poc', label: 'Prompt a PoC now', run: () => Promise.reject(new Error('nothing has votes yet')) },
    ];
    const other = await start({ actions });
    expect(await actAs(other, MAYA, { do: 'run', id: 'digest' })).toEqual({ ok: true, note: 'On its way' });
    expect(await actAs(other, MAYA, { do: 'run', id: 'poc' })).toMatchObject({
      problem: 'Prompt a PoC now: nothing has votes yet',
    });
    await other.close();
  });
});

describe('a kept workspace', () => {
  it('is there again after a restart, with later messages under later times', async () => {
    const stateFile = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'workspace.json');
    const first = await start({ stateFile });
    const channelId = first.channels[0]?.id ?? '';
    const posted = first.workspace.post({ channelId, userId: MAYA, byApp: false, text: 'still here' });
    first.workspace.addReaction(posted, MAYA, '+1');
    await first.close();
    const second = await start({ stateFile, now: () => new Date(0) });
    expect(second.channels).toEqual(first.channels);
    expect(await messagesShown(second, MAYA, channelId)).toMatchObject([
      { ts: posted.ts, text: 'still here', reactions: [{ name: '+1', users: [MAYA] }] },
    ]);
    const next = second.workspace.post({ channelId, userId: MAYA, byApp: false, text: 'later' });
    expect(next.ts > posted.ts).toBe(true);
    await second.close();
  });

  it('writes while it runs, not only at the end', async () => {
    const stateFile = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'workspace.json');
    const kept = await start({ stateFile });
    kept.workspace.post({
      channelId: kept.channels[0]?.id ?? '',
      userId: MAYA,
      byApp: false,
      text: 'soon on disk',
    });
    await vi.waitFor(async () => expect(await readFile(stateFile, 'utf8')).toContain('soon on disk'), {
      timeout: 10_000,
    });
    await kept.close();
  });

  it('starts empty where the file cannot be read, and puts that file aside', async () => {
    const stateFile = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'workspace.json');
    await writeFile(stateFile, '{"version":1,"mess');
    const fresh = await start({ stateFile });
    expect(await messagesShown(fresh, MAYA, fresh.channels[0]?.id ?? '')).toEqual([]);
    expect(await readFile(`${stateFile}.unreadable`, 'utf8')).toBe('{"version":1,"mess');
    await fresh.close();
  });
});
