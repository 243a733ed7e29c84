import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Fault } from '../../src/sandbox/web-api.ts';
import { card, MANIFEST, SIGNING_SECRET } from './demo-app.ts';

/** Errors are what these tests are after; the client would print each. */
const quiet = (): void => undefined;
const SILENT: Logger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => LogLevel.ERROR,
  setName: quiet,
};

let sandbox: Sandbox;
let client: WebClient;
let channel: string;
let fault: Fault | null = null;

beforeEach(async () => {
  fault = null;
  sandbox = await createSandbox({
    port: 0,
    signingSecret: SIGNING_SECRET,
    manifest: { ...MANIFEST, settings: {} },
    appUrl: () => 'http://127.0.0.1:9/',
    log: pino({ level: 'silent' }),
    now: () => new Date('2026-11-02T09:00:00Z'),
    faultFor: () => fault,
  });
  client = clientWith(sandbox.botToken);
  channel = sandbox.channels[0]?.id ?? '';
});
afterEach(() => sandbox.close());

function clientWith(token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  });
}

async function post(text: string, more: object = {}): Promise<string> {
  return (await client.chat.postMessage({ channel, text, ...more })).ts ?? '';
}

const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: { data?: Record<string, unknown> }) => error.data,
  );

describe('Web API of the sandbox', () => {
  it('says who the app is, and which scopes its token has', async () => {
    const answer = await client.auth.test();
    expect(answer).toMatchObject({ ok: true, user: 'discuss-ai', team: 'Sandbox' });
    expect(answer.response_metadata?.scopes).toEqual(MANIFEST.oauth_config.scopes.bot);
  });

  it('refuses another token, and a call without one', async () => {
    expect(await errorOf(clientWith('xoxb-other').auth.test())).toMatchObject({ error: 'invalid_auth' });
    const bare = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toMatchObject({ ok: false, error: 'not_authed' });
  });

  it('names the scope that the manifest does not ask for', async () => {
    const answer = await errorOf(client.team.info());
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'team:read' });
    expect(answer?.provided).toContain('chat:write');
  });

  it('wants the scope of the kind of conversation', async () => {
    const answer = await errorOf(client.conversations.list({ types: 'public_channel,im' }));
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'im:read' });
  });

  it('takes JSON bodies as well as forms', async () => {
    const response = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${sandbox.botToken}`,
        'content-type': 'application/json; charset=utf-8',
      },
      body: JSON.stringify({ channel, text: 'as JSON', blocks: card('A title') }),
    });
    expect(await response.json()).toMatchObject({
      ok: true,
      channel,
      message: { text: 'as JSON', bot_id: 'B0APPBOT001' },
    });
  });

  it('keeps what was posted, and gives each message its own later ts though the clock stands still', async () => {
    const first = await post('one');
    const second = await post('two', { metadata: { event_type: 'card', event_payload: { id: 7 } } });
    expect(second > first).toBe(true);
    const { messages } = await client.conversations.history({ channel, include_all_metadata: true });
    expect(messages?.map(({ text }) => text)).toEqual(['two', 'one']);
    expect(messages?.[0]?.metadata).toEqual({ event_type: 'card', event_payload: { id: 7 } });
  });

  it('finds a message in a span of time, with the ends only where asked', async () => {
    const [first, second, third] = [await post('one'), await post('two'), await post('three')];
    const within = async (more: object) =>
      (await client.conversations.history({ channel, oldest: first, latest: third, ...more })).messages?.map(
        ({ ts }) => ts,
      );
    expect(await within({})).toEqual([second]);
    expect(await within({ inclusive: true })).toEqual([third, second, first]);
  });

  it('pages through a channel until its cursor is empty', async () => {
    for (let index = 0; index < 7; index += 1) await post(`message ${index}`);
    const seen: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of client.paginate('conversations.history', { channel, limit: 3 })) {
      pages += 1;
      seen.push(...((page as { messages?: { text?: string }[] }).messages ?? []).map(({ text }) => text));
    }
    expect(pages).toBe(3);
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `message ${index}`));
  });

  it('keeps replies out of the channel, counts them, and leads each thread with its parent', async () => {
    const ts = await post('parent');
    await post('reply', { thread_ts: ts });
    await post('also shown', { thread_ts: ts, reply_broadcast: true });
    const { messages } = await client.conversations.history({ channel });
    expect(messages?.map(({ text }) => text)).toEqual(['also shown', 'parent']);
    expect(messages?.[1]).toMatchObject({ reply_count: 2, thread_ts: ts });
    const replies = await client.conversations.replies({ channel, ts });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['parent', 'reply', 'also shown']);
    expect(await errorOf(post('lost', { thread_ts: '1.000000' }))).toMatchObject({
      error: 'thread_not_found',
    });
  });

  it('updates own messages, keeps their blocks where none are given, and removes them on an empty list', async () => {
    const ts = await post('card', { blocks: card('Before') });
    await client.chat.update({ channel, ts, text: 'only text' });
    const kept = await client.conversations.history({ channel });
    expect(kept.messages?.[0]?.blocks).toHaveLength(5);
    await client.chat.update({ channel, ts, text: 'only text', blocks: [] });
    const removed = await client.conversations.history({ channel });
    expect(removed.messages?.[0]?.blocks).toBeUndefined();
    expect(removed.messages?.[0]?.edited).toMatchObject({ user: 'U0APPBOT001' });
  });

  it("refuses to change a person's message, or one that is gone", async () => {
    const theirs = sandbox.workspace.post({
      channelId: channel,
      userId: 'U0MAYA00001',
      byApp: false,
      text: 'mine',
    });
    expect(await errorOf(client.chat.update({ channel, ts: theirs.ts, text: 'no' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await errorOf(client.chat.delete({ channel, ts: theirs.ts }))).toMatchObject({
      error: 'cant_delete_message',
    });
    const ts = await post('soon gone');
    await client.chat.delete({ channel, ts });
    expect(await errorOf(client.chat.update({ channel, ts, text: 'no' }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('sets each reaction once, and lists who set it', async () => {
    const ts = await post('vote here');
    const message = sandbox.workspace.messages.find(channel, ts);
    if (!message) throw new Error('not posted');
    sandbox.workspace.addReaction(message, 'U0MAYA00001', '+1');
    await client.reactions.add({ channel, timestamp: ts, name: '+1' });
    expect(await errorOf(client.reactions.add({ channel, timestamp: ts, name: '+1' }))).toMatchObject({
      error: 'already_reacted',
    });
    const { message: seen } = await client.reactions.get({ channel, timestamp: ts, full: true });
    expect(seen?.reactions).toEqual([{ name: '+1', count: 2, users: ['U0MAYA00001', 'U0APPBOT001'] }]);
    await client.reactions.remove({ channel, timestamp: ts, name: '+1' });
    expect(await errorOf(client.reactions.remove({ channel, timestamp: ts, name: '+1' }))).toMatchObject({
      error: 'no_reaction',
    });
  });

  it.each([
    ['no text and no blocks', { text: '' }, 'no_text'],
    ['51 blocks', { blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }, 'invalid_blocks'],
    [
      'a section over 3,000 characters',
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] },
      'invalid_blocks',
    ],
    [
      'a header in mrkdwn',
      { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] },
      'invalid_blocks',
    ],
    [
      'a button text over 75 characters',
      {
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'x'.repeat(76) } }],
          },
        ],
      },
      'invalid_blocks',
    ],
    [
      'the same block_id twice',
      {
        blocks: [
          { type: 'divider', block_id: 'a' },
          { type: 'divider', block_id: 'a' },
        ],
      },
      'invalid_blocks',
    ],
    [
      'more text in blocks than Slack takes',
      {
        blocks: Array.from({ length: 5 }, () => ({
          type: 'section',
          text: { type: 'mrkdwn', text: 'x'.repeat(2900) },
        })),
      },
      'msg_blocks_too_long',
    ],
    ['blocks that are no list', { blocks: '{"a"' }, 'invalid_blocks_format'],
  ])('refuses %s', async (_what, content, error) => {
    expect(
      await errorOf(client.apiCall('chat.postMessage', { channel, text: 'fallback', ...content })),
    ).toMatchObject({ error });
  });

  it('says where in the blocks the fault is', async () => {
    const blocks = [
      { type: 'divider' },
      { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } },
    ];
    const answer = await errorOf(client.apiCall('chat.postMessage', { channel, text: 't', blocks }));
    expect(answer?.response_metadata).toMatchObject({
      messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]'],
    });
  });

  it('cuts a long post, and refuses a long update', async () => {
    const ts = await post('x'.repeat(40_500));
    const { messages } = await client.conversations.history({ channel });
    expect(messages?.[0]?.text).toHaveLength(40_000);
    expect(await errorOf(client.chat.update({ channel, ts, text: 'x'.repeat(4001) }))).toMatchObject({
      error: 'msg_too_long',
    });
  });

  it('knows the people, the channels and the way to a direct message', async () => {
    const { members } = await client.users.list({});
    expect(members?.map(({ name }) => name)).toEqual(['maya', 'tomas', 'aiko', 'meilin', 'discuss-ai']);
    expect(members?.[0]?.profile?.email).toBeUndefined();
    const { channels } = await client.conversations.list({ types: 'public_channel' });
    expect(channels?.map(({ name, is_member }) => [name, is_member])).toEqual([
      ['discuss-ai', true],
      ['general', false],
    ]);
    const opened = await client.conversations.open({ users: 'U0AIKO00001' });
    const sent = await client.chat.postMessage({ channel: 'U0AIKO00001', text: 'hello' });
    expect(sent.channel).toBe(opened.channel?.id);
    const general = channels?.[1]?.id ?? '';
    expect(await errorOf(client.chat.postMessage({ channel: general, text: 'x' }))).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await errorOf(client.chat.postMessage({ channel: 'C404', text: 'x' }))).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('opens a modal once per trigger, and only within three seconds', async () => {
    const { views } = sandbox.workspace;
    const view = {
      type: 'modal',
      title: { type: 'plain_text', text: 'T' },
      blocks: [{ type: 'divider' }],
    } as const;
    const trigger = views.createTrigger('U0MAYA00001', new Date('2026-11-02T09:00:00Z'));
    const opened = await client.views.open({
      trigger_id: trigger,
      view: { ...view, blocks: [...view.blocks] },
    });
    const open = (id: string) => errorOf(client.apiCall('views.open', { trigger_id: id, view }));
    expect(await open(trigger)).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(await open(views.createTrigger('U0MAYA00001', new Date('2026-11-02T08:59:56Z')))).toMatchObject({
      error: 'expired_trigger_id',
    });
    expect(await open('1.2.3')).toMatchObject({ error: 'invalid_trigger_id' });
    const stale = client.apiCall('views.update', { view_id: opened.view?.id, hash: 'old', view });
    expect(await errorOf(stale)).toMatchObject({ error: 'hash_conflict' });
    const long = { ...view, title: { type: 'plain_text', text: 'x'.repeat(25) } };
    expect(
      await errorOf(client.apiCall('views.update', { view_id: opened.view?.id, view: long })),
    ).toMatchObject({
      error: 'invalid_arguments',
      errors: ['must be less than 25 characters [json-pointer:/view/title/text]'],
    });
  });

  it('loses an answer, asks to wait, or is away, when told to', async () => {
    fault = { kind: 'lost-answer' };
    expect(await errorOf(post('arrived without an answer'))).toBeUndefined();
    fault = { kind: 'rate-limited', seconds: 7 };
    await expect(post('not taken')).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 7,
    });
    fault = { kind: 'unavailable' };
    await expect(post('not taken')).rejects.toMatchObject({ statusCode: 503 });
    fault = null;
    const { messages } = await client.conversations.history({ channel });
    expect(messages?.map(({ text }) => text)).toEqual(['arrived without an answer']);
  });

  it('answers unknown_method to what it does not have', async () => {
    expect(await errorOf(client.apiCall('chat.scheduleMessage'))).toMatchObject({ error: 'unknown_method' });
  });
});
