// The manifest against Slack's own schema, and against the code: it asks for what is used, and for nothing else.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { DEFAULT_COMMAND, SHORTCUTS } from '../../src/slack/blocks/actions.ts';
import { parseCommand } from '../../src/slack/command-words.ts';
import { scanFolder } from '../support/source-scan.ts';
import { readManifest } from './support/workspace.ts';

const SCHEMA_FILE = '../shared/data/slack/manifest.schema.2.0.0.json';

const manifest = readManifest();
const scopes = manifest.oauth_config.scopes.bot;
/** All that may ask Slack: the stand-in for it asks itself. */
const code = scanFolder('.', 'src').filter(({ path }) => !path.startsWith('src/sandbox/'));
const written = code.map((source) => source.code).join('\n');

/** Scopes of each Web API method that the app may call, as Slack documents them for public and private channels. */
const SCOPES_OF_METHOD: Record<string, string[]> = {
  'auth.test': [],
  'blocks.validate': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.uploadV2': ['files:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
};

const SCOPES_OF_EVENT: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  app_uninstalled: [],
  tokens_revoked: [],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_rename: ['channels:read'],
  channel_id_changed: ['channels:read'],
  group_archive: ['groups:read'],
  group_rename: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
};

/** `client.chat.update(` and the like, wherever the app writes it. */
const methodsCalled = new Set(
  [...written.matchAll(/client\.(\w+)\.(\w+)\(/g)].map(([, family, name]) => `${family}.${name}`),
);

/** Names given to `app.event(…)`. */
const eventsHeard = new Set(
  code
    .filter((source) => ['src/slack/app.ts', 'src/slack/channel-events.ts'].includes(source.path))
    .flatMap((source) =>
      source.strings
        .filter(({ at }) => source.code.slice(0, at).trimEnd().endsWith('app.event('))
        .map(({ text }) => text),
    ),
);

test.skipIf(!existsSync(SCHEMA_FILE))("is valid by Slack's schema", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')));
  validate(manifest);
  expect(validate.errors ?? []).toEqual([]);
});

describe('asks for what the code uses', () => {
  test('the code calls some methods, and only such whose scopes are known here', () => {
    expect(methodsCalled.size).toBeGreaterThan(5);
    expect(Object.keys(SCOPES_OF_METHOD)).toEqual(expect.arrayContaining([...methodsCalled]));
  });

  test.each([...methodsCalled])('%s may be called', (method) => {
    expect(scopes).toEqual(expect.arrayContaining(SCOPES_OF_METHOD[method] ?? ['an unknown method']));
  });

  test.each(manifest.settings.event_subscriptions.bot_events)('%s is listened to, and may be', (event) => {
    expect(eventsHeard).toContain(event.split('.')[0]);
    expect(scopes).toEqual(expect.arrayContaining(SCOPES_OF_EVENT[event] ?? ['an unknown event']));
  });

  test.each([...eventsHeard])('%s is subscribed to', (event) => {
    const subscribed = manifest.settings.event_subscriptions.bot_events.map((name) => name.split('.')[0]);
    expect(subscribed).toContain(event);
  });

  test('the shortcuts are those that are answered', () => {
    const named = manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id]);
    expect(named).toEqual(Object.values(SHORTCUTS).map((id) => ['message', id]));
  });

  test('the slash command is the one that is answered', () => {
    const [command, ...others] = manifest.features.slash_commands;
    expect(command?.command).toBe(DEFAULT_COMMAND);
    expect(others).toEqual([]);
    expect(scopes).toContain('commands');
  });

  test.each(manifest.features.slash_commands.flatMap(({ usage_hint }) => usage_hint.split(' | ')))(
    'the hint "%s" beside the command is understood',
    (hint) => {
      const asked = parseCommand(hint.replace('URL', 'https://example.org/a'));
      expect('puzzle' in asked ? asked.puzzle : null).toBeNull();
    },
  );

  test('the Home tab and direct messages are open, as the app writes to both', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: methodsCalled.has('views.publish'),
      messages_tab_enabled: scopes.includes('im:history'),
      messages_tab_read_only_enabled: false,
    });
  });
});

test('every scope is explained to whoever installs the app, and no other', () => {
  const table = readFileSync('docs/slack-setup.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| `\w+:?\w*`/.test(line));
  const explained = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  const named = explained.filter((name) => /^[a-z_.]+(:[a-z]+)?$/.test(name ?? ''));
  expect(named.toSorted()).toEqual(scopes.toSorted());
});

test.each(scopes)('%s is asked for because something needs it', (scope) => {
  const byMethods = [...methodsCalled].flatMap((method) => SCOPES_OF_METHOD[method] ?? []);
  const byEvents = manifest.settings.event_subscriptions.bot_events.flatMap(
    (event) => SCOPES_OF_EVENT[event] ?? [],
  );
  expect(['commands', ...byMethods, ...byEvents]).toContain(scope);
});

test('only the publisher posts and updates messages', () => {
  const callers = code
    .filter((source) => /chat\.(postMessage|update)\(/.test(source.code))
    .map((source) => source.path);
  expect(callers).toEqual(['src/slack/publisher.ts']);
});
