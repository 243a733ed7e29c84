// `doctor` with one fault of each kind: Slack is the stand-in, behind a front that spoils what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../config/slack-manifest.json' with { type: 'json' };
import { examine, isWell, renderFindings } from '../../src/cli/doctor.ts';
import { loadConfig } from '../../src/config.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { PROCESS_TIMEOUT_MS } from '../support/process.ts';

interface Spoiled {
  headers?: Record<string, string>;
  body?: object;
}

let folder: string;
let sandbox: Sandbox;
let front: Server;
/** By method; what is not given stays as the stand-in says it. */
let spoiled: Record<string, Spoiled> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  sandbox = await createSandbox({
    port: 0,
    signingSecret: 'secret',
    manifest,
    appUrl: () => 'http://127.0.0.1:9/',
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  });
  front = createServer(async (request, response) => {
    const method = request.url?.replace('/api/', '') ?? '';
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${sandbox.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: await text(request),
    });
    const { headers = {}, body } = spoiled[method] ?? {};
    const scopes = answer.headers.get('x-oauth-scopes') ?? '';
    response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': scopes, ...headers });
    response.end(body ? JSON.stringify(body) : await answer.text());
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
});
afterAll(async () => {
  front.close();
  front.closeAllConnections();
  await sandbox.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  spoiled = {};
});

const environment = (more: Record<string, string> = {}) => ({
  DATA_DIR: join(folder, 'data'),
  SLACK_SIGNING_SECRET: 'secret',
  SLACK_BOT_TOKEN: sandbox.botToken,
  SLACK_API_URL: `http://127.0.0.1:${(front.address() as AddressInfo).port}/api/`,
  ...more,
});

async function look(more: Record<string, string> = {}): Promise<{ said: string; well: boolean }> {
  const findings = await examine(loadConfig(environment(more), {}, '.'));
  return { said: renderFindings(findings, false), well: isWell(findings) };
}

describe('doctor', { timeout: PROCESS_TIMEOUT_MS }, () => {
  const SCOPES = manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'reactions:read').join(',');

  it.each<[string, Record<string, Spoiled>, Record<string, string>, RegExp]>([
    [
      'a token that was revoked',
      { 'auth.test': { body: { ok: false, error: 'token_revoked' } } },
      {},
      /^FAIL {2}token +.*install the app again/m,
    ],
    [
      'a Slack that does not answer',
      {},
      { SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      /^FAIL {2}Slack +127\.0\.0\.1:9 does not answer .*SLACK_API_URL/m,
    ],
    [
      'a scope that the manifest asks for and the token lacks',
      { 'auth.test': { headers: { 'x-oauth-scopes': SCOPES } } },
      {},
      /^FAIL {2}scopes +the token lacks reactions:read: add them/m,
    ],
    [
      'a clock that is minutes off',
      { 'auth.test': { headers: { date: new Date(Date.now() + 4 * 3_600_000).toUTCString() } } },
      {},
      /^FAIL {2}clock +\d+ s apart from Slack's: set this machine's clock by NTP/m,
    ],
    [
      'a channel that the app is not in',
      { 'conversations.list': { body: { ok: true, channels: [] } } },
      {},
      /^FAIL {2}channels +.*discuss-ai/m,
    ],
    [
      'blocks that Slack would refuse',
      {
        'blocks.validate': {
          body: {
            ok: false,
            error: 'invalid_message',
            errors: [{ pointer: '/blocks/0/text', code: 'failed_constraint', message: 'is too long' }],
          },
        },
      },
      {},
      /^FAIL {2}blocks +Slack would refuse a card \(\/blocks\/0\/text is too long\)/m,
    ],
    [
      'a socket that Slack does not open',
      { 'apps.connections.open': { body: { ok: false, error: 'invalid_auth' } } },
      { SLACK_APP_TOKEN: 'xapp-wrong', SLACK_SIGNING_SECRET: '' },
      /^FAIL {2}socket +.*SLACK_APP_TOKEN needs connections:write/m,
    ],
    [
      'a database that is not there',
      {},
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
      /^FAIL {2}database +\S+/m,
    ],
    ['a queue that is not there', {}, { REDIS_URL: 'redis://127.0.0.1:9' }, /^FAIL {2}queue +.*REDIS_URL/m],
    [
      'a model endpoint that is silent',
      {},
      { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'local' },
      /^FAIL {2}model +.*check OPENAI_BASE_URL/m,
    ],
  ])('names %s, and what to do', async (_name, spoils, more, line) => {
    spoiled = spoils;
    const { said, well } = await look(more);
    expect(said).toMatch(line);
    expect(well).toBe(false);
    // The others are looked at all the same.
    expect(said).toMatch(/^ok {4}configuration/m);
    expect(said.match(/^FAIL/gm)).toHaveLength(1);
  });

  it('is no fault where Slack cannot be asked about blocks', async () => {
    spoiled = { 'blocks.validate': { body: { ok: false, error: 'unknown_method' } } };
    const { said, well } = await look();
    expect(said).toMatch(/^note {2}blocks/m);
    expect(well).toBe(true);
  });
});

describe('doctor at the terminal', { timeout: PROCESS_TIMEOUT_MS }, () => {
  async function run(...args: string[]): Promise<{ code: number; said: string }> {
    const child = spawn(process.execPath, ['src/cli.ts', 'doctor', ...args], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { code, said };
  }

  it('ends with 0 when all is well, and says so for scripts', async () => {
    const { code, said } = await run('--json');
    expect(code).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ well: true });
  });

  it('ends with 1 when something is not', async () => {
    spoiled = { 'auth.test': { body: { ok: false, error: 'invalid_auth' } } };
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toMatch(/^FAIL {2}token/m);
  });
});
