import { WebClient } from '@slack/web-api';
import { afterEach, expect, test } from 'vitest';
import { findChannels } from '../../src/slack/find-channels.ts';
import { BOT_TOKEN, BOT_USER, startWorkspace, type Workspace } from './support/workspace.ts';

let workspace: Workspace;
afterEach(() => workspace.close());

async function open(options: Parameters<typeof startWorkspace>[0] = {}): Promise<WebClient> {
  workspace = await startWorkspace(options);
  return new WebClient(BOT_TOKEN, { slackApiUrl: workspace.apiUrl, retryConfig: { retries: 0 } });
}

test('finds the channels the app is in, with and without #', async () => {
  const client = await open();
  const { found, problems } = await findChannels(client, ['#discuss-ai']);
  expect(found).toEqual(new Map([['discuss-ai', workspace.channelId]]));
  expect(problems).toEqual([]);
});

test('says where the app is to be invited and what is not there', async () => {
  const client = await open({ invite: false });
  const { found, problems } = await findChannels(client, ['discuss-ai', 'nowhere']);
  expect(found.size).toBe(0);
  expect(problems).toEqual([
    'The app is not in #discuss-ai: write `/invite @discuss-ai` there',
    expect.stringContaining('There is no channel #nowhere that the app can see'),
  ]);
});

test('finds a private channel once the app is in it', async () => {
  const client = await open();
  expect((await findChannels(client, ['closed'])).found.size).toBe(0);
  const { channels } = await workspace.admin.conversations.list({ types: 'private_channel' });
  await workspace.admin.conversations.invite({ channel: channels?.[0]?.id ?? '', users: BOT_USER });
  expect((await findChannels(client, ['closed'])).found.get('closed')).toBe(channels?.[0]?.id);
});

test('names the scope that the token lacks', async () => {
  const client = await open({ without: ['groups:read'] });
  await expect(findChannels(client, ['discuss-ai'])).rejects.toThrow('lacks groups:read');
});
