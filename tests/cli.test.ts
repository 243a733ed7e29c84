// What an operator's commands find and say, against the stand-in for Slack.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../config/slack-manifest.json' with { type: 'json' };
import { examine, isWell, renderFindings } from '../src/cli/doctor.ts';
import { renderReplayed, replay } from '../src/cli/replay.ts';
import { loadConfig } from '../src/config.ts';
import { createSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';

const SAMPLES = '../shared/data/slack/events';

let folder: string;
let sandbox: Sandbox;
const granted = structuredClone(manifest);

async function startSlack(scopes: string[]): Promise<void> {
  granted.oauth_config.scopes.bot = scopes;
  sandbox = await createSandbox({
    port: 0,
    signingSecret: 'secret',
    manifest: granted,
    appUrl: () => 'http://127.0.0.1:9/',
    log: pino({ level: 'silent' }),
    now: () => new Date(),
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  await startSlack(manifest.oauth_config.scopes.bot);
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const configWith = (env: Record<string, string>) =>
  loadConfig({ DATA_DIR: join(folder, 'data'), SLACK_SIGNING_SECRET: 'secret', ...env }, {}, '.');
const good = () => configWith({ SLACK_BOT_TOKEN: sandbox.botToken, SLACK_API_URL: sandbox.apiUrl });

describe('doctor', () => {
  it('finds everything well, a line each, also for scripts', { timeout: 60_000 }, async () => {
    const findings = await examine(good());
    expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(isWell(findings)).toBe(true);
    const whats = findings.map(({ what }) => what);
    expect(whats).toEqual(
      expect.arrayContaining([
        'database',
        'queue',
        'sources',
        'token',
        'scopes',
        'clock',
        'channels',
        'model',
      ]),
    );
    expect(renderFindings(findings, false)).toMatch(/^ok {4}clock +agrees with Slack's$/m);
    expect(JSON.parse(renderFindings(findings, true)).well).toBe(true);
  });

  it('says which scopes the token lacks, and what to do', { timeout: 60_000 }, async () => {
    await sandbox.close();
    await startSlack(manifest.oauth_config.scopes.bot.filter((scope) => scope !== 'reactions:read'));
    const findings = await examine(good());
    await sandbox.close();
    await startSlack(manifest.oauth_config.scopes.bot);
    expect(isWell(findings)).toBe(false);
    expect(renderFindings(findings, false)).toContain(
      'the token lacks reactions:read: add them under OAuth & Permissions',
    );
  });

  it('says that the token is wrong, and which model endpoint is silent', { timeout: 60_000 }, async () => {
    const config = configWith({
      SLACK_BOT_TOKEN: 'xoxb-wrong',
      SLACK_API_URL: sandbox.apiUrl,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_MODEL: 'local',
    });
    const said = renderFindings(await examine(config), false);
    expect(said).toMatch(/FAIL {2}token .*copy it again from OAuth & Permissions/);
    expect(said).toMatch(/FAIL {2}model .*check OPENAI_BASE_URL/);
  });
});

describe('replay', () => {
  const write = (content: string): string => {
    const file = join(folder, 'payload');
    writeFileSync(file, content);
    return file;
  };

  it('shows what a slash command does, given as the form that Slack posts', { timeout: 60_000 }, async () => {
    const form = new URLSearchParams({
      command: '/discuss-ai',
      text: 'top',
      user_id: 'U1',
      channel_id: 'C1',
      team_id: 'T1',
      trigger_id: '1.2.3',
      response_url: 'http://127.0.0.1:9/',
    });
    const replayed = await replay(good(), write(form.toString()));
    expect(replayed).toMatchObject({ payload: 'command /discuss-ai', acknowledged: true });
  });

  it('shows that a shared link is taken in and read', { timeout: 60_000 }, async () => {
    const event = {
      type: 'message',
      channel: 'C0TEAM',
      channel_type: 'channel',
      user: 'U0ADA',
      ts: '1795332487.000001',
      event_ts: '1795332487.000001',
      text: 'look: <https://example.org/paper>',
    };
    const replayed = await replay(good(), write(JSON.stringify({ event })));
    expect(replayed.problems).toEqual([]);
    expect(replayed.rows).toMatchObject({ article: 1, share: 1, message: 1, event_seen: 1 });
    expect(replayed.jobs.map(({ name }) => name)).toEqual(['read-articles']);
    expect(renderReplayed(replayed)).toContain('job    read-articles');
  });

  it('names a file that is not there, and a folder', async () => {
    await expect(replay(good(), join('nowhere', 'none.json'))).rejects.toThrow(
      'none.json: there is no such file',
    );
    await expect(replay(good(), 'tests')).rejects.toThrow('tests: it is a folder, expected a file');
  });

  it('refuses what is no payload, with the reason', async () => {
    for (const text of ['{"hello": 1}', '{"type": "module"}', 'hello']) {
      await expect(replay(good(), write(text))).rejects.toThrow('it has no event, command or type');
    }
  });

  // The rest of the samples go through the same routing in tests/slack/app.test.ts, on one database.
  it.skipIf(!existsSync(SAMPLES)).each(['ReactionAddedPayload.json'])(
    "takes Slack's own %s",
    { timeout: 60_000 },
    async (file) => {
      const replayed = await replay(good(), join(SAMPLES, file));
      expect(replayed.payload).toMatch(/^event /);
      expect(replayed.acknowledged).toBe(true);
    },
  );
});
