import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { actAs, messagesShown, shownTo } from './act-as.ts';
import { card, type Demo, MANIFEST, SIGNING_SECRET, startDemo } from './demo-app.ts';

const [MAYA, TOMAS] = ['U0MAYA00001', 'U0TOMAS0001'];

let demo: Demo;
beforeEach(async () => {
  demo = await startDemo();
});
afterEach(() => demo.close());

type Envelope = { type: string; event_id: string; authorizations: unknown[]; event: Record<string, unknown> };
const events = () =>
  (demo.received as unknown as Envelope[])
    .filter(({ type }) => type === 'event_callback')
    .map(({ event }) => event);
const eventsOf = (type: string) => events().filter((event) => event.type === type);

async function postCard(): Promise<string> {
  const { ts } = await demo.app.client.chat.postMessage({
    channel: demo.channelId,
    text: 'A card',
    blocks: card('Title'),
  });
  return ts ?? '';
}

describe('events', () => {
  it('brings a message to an app that checks signatures, links and names as Slack writes them', async () => {
    const text = 'See https://example.com/a?b=1&c=2, @tomas & #discuss-ai <now>';
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('message')).toMatchObject([
      {
        user: MAYA,
        channel: demo.channelId,
        channel_type: 'channel',
        text: `See <https://example.com/a?b=1&amp;c=2>, <@${TOMAS}> &amp; <#${demo.channelId}|discuss-ai> &lt;now&gt;`,
        blocks: [{ type: 'rich_text' }],
      },
    ]);
    const envelope = demo.received[0] as unknown as Envelope;
    expect(envelope.event_id).toMatch(/^Ev/);
    expect(envelope.authorizations).toMatchObject([{ user_id: 'U0APPBOT001', is_bot: true }]);
  });

  it('tells of a mention, whose answer lands in the thread', async () => {
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text: 'Hello @discuss-ai' });
    await vi.waitFor(async () => {
      const messages = await messagesShown(demo.sandbox, MAYA, demo.channelId);
      expect(messages).toMatchObject([
        { reply_count: 1 },
        { text: 'You called', thread_ts: messages[0]?.ts },
      ]);
    });
    expect(eventsOf('app_mention')).toHaveLength(1);
  });

  it('tells of an edit, a deletion, and a deletion that leaves a thread behind', async () => {
    const say = (text: string, more = {}) =>
      actAs(demo.sandbox, MAYA, { do: 'message', channel: demo.channelId, text, ...more });
    await say('first');
    const [message] = await messagesShown(demo.sandbox, MAYA, demo.channelId);
    const at = { channel: demo.channelId, ts: message?.ts };
    await actAs(demo.sandbox, MAYA, { do: 'edit', ...at, text: 'second' });
    await say('a reply', { threadTs: message?.ts });
    await actAs(demo.sandbox, MAYA, { do: 'delete', ...at });
    await demo.sandbox.delivery.settled();
    const changed = eventsOf('message').filter(({ subtype }) => subtype === 'message_changed');
    expect(changed).toContainEqual(
      expect.objectContaining({
        message: expect.objectContaining({ text: 'second', edited: expect.objectContaining({ user: MAYA }) }),
        previous_message: expect.objectContaining({ text: 'first' }),
      }),
    );
    expect(changed).toContainEqual(
      expect.objectContaining({
        message: expect.objectContaining({ subtype: 'tombstone', user: 'USLACKBOT' }),
      }),
    );
    const [, reply] = await messagesShown(demo.sandbox, MAYA, demo.channelId);
    await actAs(demo.sandbox, MAYA, { do: 'delete', channel: demo.channelId, ts: reply?.ts });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('message').filter(({ subtype }) => subtype === 'message_deleted')).toMatchObject([
      { deleted_ts: reply?.ts },
    ]);
  });

  it('tells of reactions set and taken back, but does not bring the app its own to its listeners', async () => {
    const ts = await postCard();
    const react = { do: 'react', channel: demo.channelId, ts, name: '+1' };
    await actAs(demo.sandbox, TOMAS, react);
    await actAs(demo.sandbox, TOMAS, react);
    await demo.app.client.reactions.add({ channel: demo.channelId, timestamp: ts, name: 'eyes' });
    await demo.sandbox.delivery.settled();
    const item = { type: 'message', channel: demo.channelId, ts };
    expect(eventsOf('reaction_added')).toMatchObject([
      { user: TOMAS, reaction: '+1', item, item_user: 'U0APPBOT001' },
    ]);
    expect(eventsOf('reaction_removed')).toMatchObject([{ user: TOMAS, reaction: '+1', item }]);
  });

  it('says nothing of a channel that the app has not joined, until it is invited', async () => {
    const general =
      (await shownTo(demo.sandbox, MAYA)).channels.find(({ name }) => name === 'general')?.id ?? '';
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: general, text: 'unheard' });
    expect(
      await actAs(demo.sandbox, MAYA, { do: 'message', channel: general, text: '/invite @discuss-ai' }),
    ).toMatchObject({ ok: true });
    await actAs(demo.sandbox, MAYA, { do: 'message', channel: general, text: 'heard' });
    await demo.sandbox.delivery.settled();
    expect(eventsOf('message').map(({ text }) => text)).toEqual(['heard']);
    expect(eventsOf('member_joined_channel')).toMatchObject([{ user: 'U0APPBOT001', inviter: MAYA }]);
  });

  it('brings a burst of two thousand reactions, each once', async () => {
    const message = demo.sandbox.workspace.messages.find(demo.channelId, await postCard());
    if (!message) throw new Error('not posted');
    const voters = Array.from({ length: 2000 }, (_, index) => `U${index}`);
    for (const voter of voters) demo.sandbox.workspace.addReaction(message, voter, '+1');
    await demo.sandbox.delivery.settled();
    expect(new Set(eventsOf('reaction_added').map(({ user }) => user)).size).toBe(2000);
    expect(eventsOf('reaction_added')).toHaveLength(2000);
  });

  it('publishes the Home tab of the person who opens it', async () => {
    await actAs(demo.sandbox, TOMAS, { do: 'open-home', tab: 'home' });
    await vi.waitFor(async () =>
      expect((await shownTo(demo.sandbox, TOMAS)).home).toMatchObject({ type: 'home' }),
    );
    expect((await shownTo(demo.sandbox, MAYA)).home).toBeNull();
  });
});

describe('retries', () => {
  it('sends an event again at once, after one minute and after five, with the reason, and then no more', async () => {
    const tries: { attempt: string | undefined; reason: string | undefined; id: unknown }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { 'x-slack-retry-num': attempt, 'x-slack-retry-reason': reason } = request.headers as Record<
          string,
          string
        >;
        tries.push({ attempt, reason, id: (JSON.parse(body) as Envelope).event_id });
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const delays: number[] = [];
    const sandbox = await createSandbox({
      port: 0,
      signingSecret: SIGNING_SECRET,
      manifest: MANIFEST,
      appUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      log: pino({ level: 'silent' }),
      now: () => new Date(),
      schedule: (task, ms) => {
        delays.push(ms);
        queueMicrotask(task);
        return () => undefined;
      },
    });
    sandbox.workspace.post({
      channelId: sandbox.channels[0]?.id ?? '',
      userId: MAYA,
      byApp: false,
      text: 'hello',
    });
    await vi.waitFor(() => expect(tries).toHaveLength(4));
    await sandbox.delivery.settled();
    expect(delays).toEqual([0, 60_000, 300_000]);
    expect(tries.map(({ attempt, reason }) => [attempt, reason])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
    await sandbox.close();
    server.close();
  });

  it('counts the one that comes at once as under way', async () => {
    let tries = 0;
    const server = createServer((request, response) => {
      tries += 1;
      request.resume().on('end', () => response.writeHead(tries === 1 ? 500 : 200).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const sandbox = await createSandbox({
      port: 0,
      signingSecret: SIGNING_SECRET,
      manifest: MANIFEST,
      appUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    });
    const channelId = sandbox.channels[0]?.id ?? '';
    sandbox.workspace.post({ channelId, userId: MAYA, byApp: false, text: 'hello' });
    await sandbox.delivery.settled();
    expect(tries).toBe(2);
    await sandbox.close();
    server.close();
  });

  it('is refused by the app when signed with another secret', async () => {
    const other = await startDemo({ signingSecret: 'not the secret' });
    const outcome = await other.sandbox.delivery.form({ command: '/demo', text: 'hello' });
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'http_error' });
    expect(other.received).toEqual([]);
    await other.close();
  });
});
