// The same listeners over Socket Mode.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSlackApp } from '../../src/slack/app.ts';
import { eventBody } from '../support/slack-requests.ts';
import { Product } from './support/product.ts';
import { APP_TOKEN, BOT_TOKEN } from './support/workspace.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start({ kind: 'socket', appToken: APP_TOKEN });
});
afterAll(() => product.stop());

test('has nothing to mount on a web server', () => {
  expect(product.slack.requestListener).toBeNull();
});

test('counts a reaction that comes over the socket, once for the same event', async () => {
  const card = await product.postCard();
  const payload = JSON.parse(
    eventBody(
      {
        type: 'reaction_added',
        user: product.workspace.personId,
        reaction: 'heart',
        item: { type: 'message', channel: product.workspace.channelId, ts: card.ts },
        event_ts: '1795332486.000500',
      },
      'EvSOCKET',
    ),
  );
  for (const envelope_id of ['first', 'again']) {
    const answer = await product.workspace.sockets.deliver({ envelope_id, type: 'events_api', payload });
    expect(answer.envelope_id).toBe(envelope_id);
  }
  await product.settled();
  expect(await product.votesOf(card.articleId)).toBe(1);
});

test('acknowledges a slash command at once and answers by response_url', async () => {
  const { personId, channelId, responseUrl, responses, sockets } = product.workspace;
  const payload = {
    command: '/discuss-ai',
    text: 'nonsense',
    user_id: personId,
    channel_id: channelId,
    team_id: 'T000000001',
    response_url: responseUrl,
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
  };
  const answer = await sockets.deliver({ envelope_id: 'command', type: 'slash_commands', payload });
  expect(answer.payload ?? {}).toEqual({});
  await product.settled();
  expect(String(responses.at(-1)?.text)).toContain('I do not know "nonsense"');
});

test('says which token is wrong when Slack opens no socket', async () => {
  const slack = createSlackApp(product.deps, {
    botToken: BOT_TOKEN,
    mode: { kind: 'socket', appToken: 'xapp-wrong' },
    slackApiUrl: product.workspace.apiUrl,
  });
  await expect(slack.start()).rejects.toThrow(/SLACK_APP_TOKEN.*connections:write/);
});

test('stops without reconnecting', async () => {
  const { sockets, calls } = product.workspace;
  calls.length = 0;
  expect(sockets.connections).toBe(1);
  await product.slack.stop();
  await vi.waitFor(() => expect(sockets.connections).toBe(0), { timeout: 30_000 });
  expect(calls).toEqual([]);
});
