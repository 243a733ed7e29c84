import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { LostAnswer, RateLimited } from '../../src/pipeline/ports.ts';
import { createPublisher } from '../../src/slack/publisher.ts';
import { SlackRefused } from '../../src/slack/slack-fault.ts';
import { cardOf, pocOf, READER } from './support/samples.ts';
import { BOT_TOKEN, startWorkspace, type Workspace } from './support/workspace.ts';

const log = pino({ level: 'silent' });
const opened: Workspace[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((workspace) => workspace.close()));
});

async function open(options: Parameters<typeof startWorkspace>[0] = {}) {
  const workspace = await startWorkspace(options);
  opened.push(workspace);
  const publisher = createPublisher({ token: BOT_TOKEN, slackApiUrl: workspace.apiUrl, log });
  const channel = { channelId: workspace.channelId, threadTs: null };
  const history = async () =>
    (await workspace.admin.conversations.history({ channel: workspace.channelId })).messages ?? [];
  return { workspace, publisher, channel, history };
}

const card = (votes = 7) => ({ kind: 'card' as const, card: cardOf({ votes }) });
const before = new Date(Date.now() - 60_000);

describe('posting', () => {
  test('posts a card that carries its id, and finds it again by that id', async () => {
    const { publisher, channel, history } = await open();
    const { ts } = await publisher.post(channel, 'card-1', card(), READER);
    const [posted] = await history();
    expect(posted?.ts).toBe(ts);
    expect(JSON.stringify(posted?.blocks)).toContain('Drafting without a draft model');
    expect(await publisher.find(channel, 'card-1', before)).toEqual({ ts });
    expect(await publisher.find(channel, 'card-2', before)).toBeNull();
  });

  test('asks Slack not to unfurl and not to read names and addresses out of the text', async () => {
    const { workspace, publisher, channel } = await open();
    await publisher.post(channel, 'card-1', card(), READER);
    const call = workspace.calls.find(({ method }) => method === 'chat.postMessage');
    expect(call?.arguments).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
      link_names: 'false',
    });
  });

  test('posts a reply into the thread, and finds it there', async () => {
    const { workspace, publisher, channel, history } = await open();
    const shared = await workspace.admin.chat.postMessage({
      channel: channel.channelId,
      text: 'look at this',
    });
    const thread = { ...channel, threadTs: shared.ts ?? '' };
    const { ts } = await publisher.post(thread, 'reply-1', { kind: 'reply', card: cardOf() }, READER);
    expect((await history()).map((message) => message.ts)).not.toContain(ts);
    expect(await publisher.find(thread, 'reply-1', before)).toEqual({ ts });
    expect(await publisher.find(channel, 'reply-1', before)).toBeNull();
  });

  test('finds a message that lies pages back in the channel', async () => {
    const { workspace, publisher, channel } = await open();
    const { ts } = await publisher.post(channel, 'card-1', card(), READER);
    for (let n = 0; n < 230; n += 1) {
      await workspace.admin.chat.postMessage({ channel: channel.channelId, text: `talk ${n}` });
    }
    expect(await publisher.find(channel, 'card-1', before)).toEqual({ ts });
    expect(workspace.calls.filter(({ method }) => method === 'conversations.history')).toHaveLength(2);
  });
});

describe('when the answer to a post is lost', () => {
  test.each([{ kind: 'answer lost' } as const, { kind: 'server error after' } as const])(
    'says so ($kind), sends nothing twice, and the post is found',
    async (spoil) => {
      const { workspace, publisher, channel, history } = await open();
      workspace.spoilNext('chat.postMessage', spoil);
      await expect(publisher.post(channel, 'card-1', card(), READER)).rejects.toBeInstanceOf(LostAnswer);
      const posts = (await history()).filter((message) => message.blocks);
      expect(posts).toHaveLength(1);
      expect(await publisher.find(channel, 'card-1', before)).toEqual({ ts: posts[0]?.ts });
    },
  );

  test.each(['internal_error', 'fatal_error', 'service_unavailable'])(
    'takes %s for an answer that may hide a post',
    async (error) => {
      const { workspace, publisher, channel } = await open();
      workspace.spoilNext('chat.postMessage', { kind: 'slack says', error });
      await expect(publisher.post(channel, 'card-1', card(), READER)).rejects.toBeInstanceOf(LostAnswer);
    },
  );

  test('takes a Slack that cannot be reached for a lost answer too', async () => {
    const publisher = createPublisher({ token: BOT_TOKEN, slackApiUrl: 'http://127.0.0.1:9/api/', log });
    const channel = { channelId: 'C1', threadTs: null };
    await expect(publisher.post(channel, 'card-1', card(), READER)).rejects.toBeInstanceOf(LostAnswer);
  });
});

describe('when Slack asks to wait', () => {
  test('hands the wait on instead of waiting, and other calls go through meanwhile', async () => {
    const { workspace, publisher, channel } = await open();
    workspace.spoilNext('chat.postMessage', { kind: 'rate limited', seconds: 30 });
    const refused = publisher.post(channel, 'card-1', card(), READER);
    await expect(refused).rejects.toBeInstanceOf(RateLimited);
    await expect(refused).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(await publisher.find(channel, 'card-1', before)).toBeNull();
  });
});

describe('updating', () => {
  test('changes the message in place and keeps its id', async () => {
    const { publisher, channel, history } = await open();
    const { ts } = await publisher.post(channel, 'poc-1', { kind: 'poc', poc: pocOf() }, READER);
    const joined = { kind: 'poc' as const, poc: pocOf({ members: ['U0ADA00001'] }) };
    expect(await publisher.update({ ...channel, ts }, 'poc-1', joined, READER)).toBe('updated');
    const messages = await history();
    expect(messages.filter((message) => message.blocks)).toHaveLength(1);
    expect(JSON.stringify(messages)).toContain('U0ADA00001');
    expect(await publisher.find(channel, 'poc-1', before)).toEqual({ ts });
  });

  test('tells when the message is gone', async () => {
    const { publisher, channel } = await open();
    const at = { ...channel, ts: '1700000000.000100' };
    expect(await publisher.update(at, 'card-1', card(), READER)).toBe('gone');
    expect(await publisher.reactions(at)).toBeNull();
    expect(await publisher.permalink(at)).toBeNull();
  });
});

test('lists every reaction of a message with who set it, and gives its permalink', async () => {
  const { workspace, publisher, channel } = await open();
  const { ts } = await publisher.post(channel, 'card-1', card(), READER);
  expect(await publisher.reactions({ ...channel, ts })).toEqual([]);
  await workspace.admin.reactions.add({ channel: channel.channelId, timestamp: ts, name: 'thumbsup' });
  const reactions = await publisher.reactions({ ...channel, ts });
  expect(reactions).toEqual([{ emoji: 'thumbsup', people: [expect.stringMatching(/^U/)] }]);
  expect(await publisher.permalink({ ...channel, ts })).toContain(`/archives/${channel.channelId}/p`);
});

describe('refusals say what to do', () => {
  test('an app that is not in the channel is to be invited', async () => {
    const { workspace, publisher } = await open();
    const { channels } = await workspace.admin.conversations.list({ types: 'private_channel' });
    const channel = { channelId: channels?.[0]?.id ?? '', threadTs: null };
    const refused = publisher.post(channel, 'card-1', card(), READER);
    await expect(refused).rejects.toBeInstanceOf(SlackRefused);
    await expect(refused).rejects.toThrow('/invite @discuss-ai');
  });

  test('an unknown channel', async () => {
    const { publisher } = await open();
    const refused = publisher.post({ channelId: 'C0NOWHERE1', threadTs: null }, 'card-1', card(), READER);
    await expect(refused).rejects.toThrow(/channel_not_found.*\/invite @discuss-ai/);
  });

  test.each([
    ['chat:write', 'chat.postMessage'],
    ['channels:history', 'conversations.history'],
    ['reactions:read', 'reactions.get'],
  ])('a token without %s is to be given it', async (scope, method) => {
    const { publisher, channel } = await open({ without: [scope] });
    const call = {
      'chat.postMessage': () => publisher.post(channel, 'card-1', card(), READER),
      'conversations.history': () => publisher.find(channel, 'card-1', before),
      'reactions.get': () => publisher.reactions({ ...channel, ts: '1.2' }),
    }[method];
    await expect(call?.()).rejects.toThrow(`lacks ${scope}: add it under OAuth & Permissions and reinstall`);
  });
});
