// What breaks between Slack and the app mends itself, or is told once to whoever can mend it. The process goes on.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { catchUpLinks } from '../../src/pipeline/catch-up-links.ts';
import { postMessage } from '../../src/pipeline/post-message.ts';
import { reconcileVotes } from '../../src/pipeline/reconcile-votes.ts';
import { HELLO_MS, QUIET_MS } from '../../src/slack/socket-receiver.ts';
import { watchProfiles } from '../../src/start/watch-profiles.ts';
import { listTroubles } from '../../src/store/troubles.ts';
import { Product } from '../slack/support/product.ts';
import { APP_TOKEN, BOT_USER } from '../slack/support/workspace.ts';
import { claimCardForTest } from '../support/claims.ts';
import { eventBody } from '../support/slack-requests.ts';

let product: Product;
afterEach(() => product.stop());

const MANAGER = 'U0MANAGER1';

async function begin(looks: string[] = []): Promise<void> {
  product = await Product.start(undefined, {
    served: {
      async look() {
        looks.push('look');
      },
    },
  });
  const [channel] = product.deps.channels;
  if (channel) channel.managers = [product.workspace.personId];
}

const loud = () => product.logged.filter((line) => Number(line.level) >= 40);
/** Waits as long as a loaded machine needs. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000 });
/** What managers were told in their direct messages. */
const told = () =>
  product.calls('chat.postMessage').filter(({ channel }) => channel !== product.workspace.channelId);
const kinds = async () => (await listTroubles(product.db)).map(({ trouble }) => trouble.kind);

describe('Socket Mode', () => {
  const waits: number[] = [];

  async function connect(): Promise<void> {
    waits.length = 0;
    product = await Product.start(
      { kind: 'socket', appToken: APP_TOKEN },
      {
        // Waits between connections are noted, not waited for; those that watch one last longer than the test.
        socketWait: (ms, signal) =>
          new Promise((resolve) => {
            if (ms === HELLO_MS || ms === QUIET_MS) return signal.addEventListener('abort', () => resolve());
            waits.push(ms);
            setImmediate(resolve);
          }),
      },
    );
  }

  const opened = () => product.calls('apps.connections.open').length;
  /** The app uses its connection: one that is cut before it was greeted counts as an attempt that failed. */
  const online = async (): Promise<void> => {
    await until(() => expect(product.workspace.sockets.connections).toBeGreaterThan(0));
    const payload = JSON.parse(eventBody({ type: 'channel_unarchive', channel: 'C0ELSEWHERE' }));
    envelopes += 1;
    await product.workspace.sockets.deliver({ envelope_id: `ping${envelopes}`, type: 'events_api', payload });
  };
  let envelopes = 0;

  async function reactOverSocket(card: { ts: string }, envelope_id: string): Promise<void> {
    const { channelId: channel, personId: user, sockets } = product.workspace;
    const item = { type: 'message', channel, ts: card.ts };
    const event = { type: 'reaction_added', user, reaction: '+1', item, event_ts: '1795332486.000500' };
    await sockets.deliver({ envelope_id, type: 'events_api', payload: JSON.parse(eventBody(event)) });
    await product.settled();
  }

  it('is open again after it was cut off fifty times, and asks for sockets more and more slowly', async () => {
    await connect();
    const card = await product.postCard();
    for (let cut = 0; cut < 50; cut += 1) {
      await online();
      const before = opened();
      product.workspace.sockets.close();
      await until(() => expect(opened()).toBe(before + 1));
    }
    await online();
    await until(() => expect(product.workspace.sockets.greeted).toBe(51));
    await reactOverSocket(card, 'after');
    expect(await product.votesOf(card.articleId)).toBe(1);

    expect(opened()).toBe(51);
    const apart = waits.filter((ms) => ms !== RECONCILE_MS);
    expect(apart.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(loud()).toEqual([]);
  });

  it('has links looked for and votes compared after a gap, so that nothing of it is lost', async () => {
    await connect();
    const card = await product.postCard();
    const { channelId } = product.workspace;
    await catchUpLinks(product.deps, { channelId });
    product.workspace.sockets.close();
    await product.workspace.admin.chat.postMessage({
      channel: channelId,
      text: '<https://example.org/missed>',
    });
    await product.workspace.admin.reactions.add({
      channel: product.workspace.channelId,
      timestamp: card.ts,
      name: 'heart',
    });
    await until(async () => expect((await product.queue.counts()).channel.waiting).toBe(2));
    await catchUpLinks(product.deps, { channelId });
    const shared = await product.db.query('select url from share join article on id = article_id');
    expect(shared).toEqual([{ url: 'https://example.org/missed' }]);
    await reconcileVotes(product.deps, { channelId });
    expect(await product.votesOf(card.articleId)).toBe(1);
  });

  it('comes back after a time without any network, and says which token is wrong once', async () => {
    await connect();
    product.workspace.spoilAll('apps.connections.open', { kind: 'answer lost' });
    product.workspace.sockets.close();
    await until(() => expect(opened()).toBeGreaterThan(5));
    expect(loud()).toEqual([]);
    product.workspace.spoilAll('apps.connections.open', { kind: 'slack says', error: 'invalid_auth' });
    const before = opened();
    await until(() => expect(opened()).toBeGreaterThan(before + 5));
    expect(await kinds()).toEqual(['socket']);
    expect(loud().map(({ msg }) => msg)).toEqual([expect.stringContaining('SLACK_APP_TOKEN')]);
    product.workspace.spoilAll('apps.connections.open', null);
    await online();
    await until(async () => expect(await kinds()).toEqual([]));
  });

  const RECONCILE_MS = 10_000;
});

describe('what only a person can mend is told once, and is over when it works again', () => {
  it.each([
    ['an archived channel', 'is_archived', 'channel-archived'],
    ['a channel that the app is no longer in', 'not_in_channel', 'channel-left'],
    ['a setting of the workspace', 'restricted_action', 'posting-refused'],
  ])('%s', async (_name, error, kind) => {
    await begin();
    const { channelId } = product.workspace;
    const messageId = await claimCardForTest(product.deps, channelId);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      product.workspace.spoilNext('chat.postMessage', { kind: 'slack says', error });
      // The job waits in the queue, and loses no attempt.
      const refused = postMessage(product.deps, { messageId });
      await expect(refused).rejects.toMatchObject({ retryAfterMs: 5 * 60_000 });
    }
    expect(await kinds()).toEqual([kind]);
    expect(loud()).toHaveLength(1);
    expect(told()).toHaveLength(1);
    await postMessage(product.deps, { messageId });
    expect(await kinds()).toEqual([]);
  });

  it('a scope that was taken away', async () => {
    await begin();
    const at = { channelId: product.workspace.channelId, ts: '1.2' };
    for (let attempt = 0; attempt < 3; attempt += 1) {
      product.workspace.spoilNext('reactions.get', { kind: 'slack says', error: 'missing_scope' });
      await expect(product.deps.publisher.reactions(at)).rejects.toThrow('reinstall the app');
    }
    expect(await kinds()).toEqual(['scope']);
    expect(loud()).toHaveLength(1);
    expect(told()).toHaveLength(1);
    const card = await product.postCard();
    await product.deps.publisher.reactions({ ...at, ts: card.ts });
    expect(await kinds()).toEqual([]);
  });

  it('a revoked token, for which nobody can be told in Slack', async () => {
    await begin();
    const messageId = await claimCardForTest(product.deps, product.workspace.channelId);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      product.workspace.spoilNext('chat.postMessage', { kind: 'slack says', error: 'token_revoked' });
      await expect(postMessage(product.deps, { messageId })).rejects.toThrow('SLACK_BOT_TOKEN was revoked');
    }
    await product.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [BOT_USER] } });
    await product.event({ type: 'app_uninstalled' });
    expect(await kinds()).toEqual(['token']);
    expect(loud().map(({ msg }) => msg)).toEqual([expect.stringContaining('SLACK_BOT_TOKEN was revoked')]);
    await postMessage(product.deps, { messageId });
    expect(await kinds()).toEqual([]);
  });

  it('is told to the one who made the channel where no managers are named', async () => {
    await begin();
    const [channel] = product.deps.channels;
    if (channel) channel.managers = [];
    await product.event({ type: 'channel_archive', channel: product.workspace.channelId, user: MANAGER });
    expect(told()).toHaveLength(1);
  });
});

describe('what Slack tells of channels', () => {
  it('leaves an archived channel alone, tells once, and looks again when it is unarchived', async () => {
    const looks: string[] = [];
    await begin(looks);
    const { channelId: channel } = product.workspace;
    for (let n = 0; n < 2; n += 1) await product.event({ type: 'channel_archive', channel, user: MANAGER });
    expect(product.deps.channels).toEqual([]);
    expect(await kinds()).toEqual(['channel-archived']);
    expect(told().map(({ text }) => text)).toEqual([expect.stringContaining('Unarchive it')]);
    await product.event({ type: 'channel_unarchive', channel, user: MANAGER });
    expect(looks).toEqual(['look']);
  });

  it('leaves a channel that the app was removed from, and looks again when it is invited', async () => {
    const looks: string[] = [];
    await begin(looks);
    const { channelId: channel } = product.workspace;
    const member = { user: BOT_USER, channel, channel_type: 'C', team: 'T000000001' };
    await product.event({ type: 'member_left_channel', ...member, user: product.workspace.personId });
    expect(product.deps.channels).toHaveLength(1);
    await product.event({ type: 'member_left_channel', ...member });
    expect(product.deps.channels).toEqual([]);
    expect(told()).toHaveLength(1);
    await product.event({ type: 'member_joined_channel', ...member });
    expect(looks).toEqual(['look']);
  });

  it('goes on in a renamed channel, and says where its name is to be changed', async () => {
    await begin();
    const { channelId: id } = product.workspace;
    for (let n = 0; n < 2; n += 1) {
      await product.event({ type: 'channel_rename', channel: { id, name: 'ai-news', created: 1 } });
    }
    expect(product.deps.channels).toHaveLength(1);
    expect(told().map(({ text }) => text)).toEqual([expect.stringContaining('config/channels.yaml')]);
  });

  it('follows a channel to its new id with everything that was posted and voted there', async () => {
    await begin();
    const card = await product.postCard();
    // Another process, which Slack tells nothing.
    const worker = { ...product.deps, channels: structuredClone(product.deps.channels) };
    const schedules = Promise.withResolvers<void>();
    const stopLooking = watchProfiles(worker, async () => schedules.resolve(), 5);
    await product.event({
      type: 'channel_id_changed',
      old_channel_id: product.workspace.channelId,
      new_channel_id: 'C0MOVED001',
    });
    expect(product.deps.channels[0]?.id).toBe('C0MOVED001');
    await schedules.promise;
    stopLooking();
    expect(worker.channels[0]?.id).toBe('C0MOVED001');
    const item = { type: 'message', channel: 'C0MOVED001', ts: card.ts };
    await product.event({
      type: 'reaction_added',
      user: 'U0ADA00001',
      reaction: '+1',
      item,
      event_ts: '1.1',
    });
    expect(await product.votesOf(card.articleId)).toBe(1);
  });
});
