// What is let in: signatures, times, and acknowledging before the work is done.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InputBlock } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proposePocModal } from '../../src/slack/blocks/poc-modal.ts';
import { InFlight } from '../../src/slack/in-flight.ts';
import { guardRequests, LONGEST_REQUEST_BYTES } from '../../src/slack/signature.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import {
  commandRequest,
  eventBody,
  eventRequest,
  interactionRequest,
  signedRequest,
} from '../support/slack-requests.ts';
import { type Posted, Product, SECRET } from './support/product.ts';

let product: Product;
let card: Posted;
beforeAll(async () => {
  product = await Product.start();
  card = await product.postCard();
});
afterAll(() => product.stop());

function reaction(at: Posted = card, changes: Record<string, unknown> = {}) {
  return {
    type: 'reaction_added',
    user: product.workspace.personId,
    reaction: 'thumbsup::skin-tone-3',
    item: { type: 'message', channel: product.workspace.channelId, ts: at.ts },
    item_user: 'U0BOT00001',
    event_ts: '1795332486.000500',
    ...changes,
  };
}

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

describe('a request is refused', () => {
  test.each<[string, () => ReturnType<typeof signedRequest>]>([
    [
      'without a signature',
      () => ({ ...eventRequest(SECRET, reaction()), headers: { 'content-type': 'application/json' } }),
    ],
    ['signed with another secret', () => eventRequest('another secret', reaction())],
    [
      'signed six minutes ago',
      () => signedRequest(SECRET, eventBody(reaction()), 'application/json', minutes(-6)),
    ],
    [
      'signed for six minutes ahead',
      () => signedRequest(SECRET, eventBody(reaction()), 'application/json', minutes(6)),
    ],
    [
      'signed for an hour ahead',
      () => signedRequest(SECRET, eventBody(reaction()), 'application/json', minutes(60)),
    ],
    ['changed after signing', () => ({ ...eventRequest(SECRET, reaction()), body: eventBody(reaction()) })],
  ])('%s', async (_name, request) => {
    const response = await product.send(request());
    expect(response.status).toBe(401);
    await product.settled();
    expect(await product.votesOf(card.articleId)).toBe(0);
  });

  test('with a time that is no number', async () => {
    const request = eventRequest(SECRET, reaction());
    request.headers['x-slack-request-timestamp'] = 'soon';
    expect((await product.send(request)).status).toBe(401);
  });
});

describe('a request that was taken', () => {
  test('is refused when it is sent again, also at the same moment', async () => {
    const fresh = await product.postCard();
    const request = eventRequest(SECRET, reaction(fresh));
    expect((await product.send(request)).status).toBe(200);
    expect((await product.send(request)).status).toBe(401);
    const other = eventRequest(SECRET, reaction(fresh));
    const statuses = await Promise.all([1, 2, 3].map(async () => (await product.send(other)).status));
    expect(statuses.sort()).toEqual([200, 401, 401]);
    await product.settled();
    expect(await product.votesOf(fresh.articleId)).toBe(1);
  });

  test('is refused for as long as its time could pass, and forgotten afterwards', async () => {
    let now = Date.now();
    const taken: string[] = [];
    const guard = guardRequests(
      (request, response) => {
        taken.push(String(request.headers['x-slack-signature']));
        response.writeHead(200).end();
      },
      new InFlight(),
      { now: () => now },
    );
    const server = createServer(guard);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const request = signedRequest(SECRET, '{}', 'application/json', new Date(now + 4 * 60_000));
    const send = async () => (await fetch(url, request)).status;
    expect(await send()).toBe(200);
    now += 9 * 60_000;
    expect(await send()).toBe(401);
    // From here on Bolt refuses it for its age.
    now += 2 * 60_000;
    expect(await send()).toBe(200);
    expect(taken).toHaveLength(2);
    server.close();
    server.closeAllConnections();
  });

  test('is let in again when it was not handled, since Slack may have no other copy', async () => {
    const answers = [500, 200, 200];
    const server = createServer(
      guardRequests((_, response) => response.writeHead(answers.shift() ?? 404).end(), new InFlight()),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const request = signedRequest(SECRET, '{}');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await fetch(url, request)).status);
    expect(statuses).toEqual([500, 200, 401]);
    server.close();
    server.closeAllConnections();
  });
});

describe('an oversized request is refused', () => {
  const long = JSON.stringify({ type: 'event_callback', padding: 'x'.repeat(LONGEST_REQUEST_BYTES) });

  test('by the length it names', async () => {
    expect((await product.send(signedRequest(SECRET, long))).status).toBe(413);
  });

  test('by counting, where it names none', async () => {
    const request = signedRequest(SECRET, long);
    const body = new Blob([long]).stream();
    const streamed = product.send({ ...request, body, duplex: 'half' } as never);
    expect((await streamed).status).toBe(413);
  });
});

test('a request signed within five minutes of now is let in', async () => {
  const fresh = await product.postCard();
  const request = signedRequest(SECRET, eventBody(reaction(fresh)), 'application/json', minutes(4));
  expect((await product.send(request)).status).toBe(200);
  await product.settled();
  expect(await product.votesOf(fresh.articleId)).toBe(1);
});

test("answers Slack's question whether the address is ours", async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'a challenge' });
  const response = await product.send(signedRequest(SECRET, body));
  expect(await response.json()).toEqual({ challenge: 'a challenge' });
});

// A transaction that stays open holds back every query of the embedded database until it ends.
async function whileStoreIsHeld(work: () => Promise<void>): Promise<void> {
  const held = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const transaction = product.db.transaction(async () => {
    entered.resolve();
    await held.promise;
  });
  await entered.promise;
  // Whoever waits for the store here waits for ever.
  const tooLong = setTimeout(
    () => held.reject(new Error('It was not acknowledged while the store was held')),
    30_000,
  );
  try {
    await Promise.race([work(), held.promise]);
  } finally {
    clearTimeout(tooLong);
    held.resolve();
  }
  await transaction;
  await product.settled();
}

describe('acknowledges before the work is done', () => {
  test('of an event', async () => {
    const fresh = await product.postCard();
    await whileStoreIsHeld(async () => {
      expect((await product.send(eventRequest(SECRET, reaction(fresh)))).status).toBe(200);
    });
    expect(await product.votesOf(fresh.articleId)).toBe(1);
  });

  test('of a slash command', async () => {
    const { personId: userId, channelId, responseUrl, responses } = product.workspace;
    const before = responses.length;
    await whileStoreIsHeld(async () => {
      const fields = { command: '/discuss-ai', text: 'top', userId, channelId, responseUrl };
      expect((await product.send(commandRequest(SECRET, fields))).status).toBe(200);
      expect(responses).toHaveLength(before);
    });
    expect(responses).toHaveLength(before + 1);
  });

  const pressed = (fresh: Posted) => ({
    type: 'block_actions',
    response_url: product.workspace.responseUrl,
    container: { type: 'message', channel_id: product.workspace.channelId },
    actions: [
      { action_id: 'vote', block_id: 'b1', type: 'button', action_ts: '1', value: `${fresh.articleId}` },
    ],
  });
  const chosen = () => ({
    type: 'message_action',
    callback_id: 'add-article',
    response_url: product.workspace.responseUrl,
    message: { text: 'nothing to read here' },
  });

  test.each([
    ['a button', pressed],
    ['an entry of a message’s menu', chosen],
  ])('of %s', async (_name, payload) => {
    const fresh = await product.postCard();
    const { personId, channelId, calls, responses } = product.workspace;
    const request = interactionRequest(SECRET, {
      user: { id: personId, name: 'ada' },
      channel: { id: channelId, name: 'discuss-ai' },
      trigger_id: await product.workspace.triggerId(),
      message: await product.messageAt(fresh.ts),
      ...payload(fresh),
    });
    const before = [calls.length, responses.length];
    await whileStoreIsHeld(async () => {
      expect((await product.send(request)).status).toBe(200);
      expect([calls.length, responses.length]).toEqual(before);
    });
    expect([await product.votesOf(fresh.articleId), responses.length - (before[1] ?? 0)]).toContain(1);
  });
});

test('answers a form in time, however busy the store', async () => {
  const view = proposePocModal({ channelId: product.workspace.channelId, lines: [] }, wordsFor('en'));
  const empty = (view.blocks as InputBlock[]).flatMap(({ type, block_id, element }) =>
    type === 'input' ? [[block_id, { [element.action_id ?? '']: { type: element.type, value: null } }]] : [],
  );
  const request = interactionRequest(SECRET, {
    type: 'view_submission',
    user: { id: product.workspace.personId, name: 'ada' },
    view: { ...view, id: 'V1', hash: '1', state: { values: Object.fromEntries(empty) } },
  });
  await whileStoreIsHeld(async () => {
    const response = await product.send(request);
    expect(await response.json()).toMatchObject({ response_action: 'errors' });
  });
});

test('waits for its listeners when it stops, and takes nothing new', async () => {
  const other = await Product.start();
  const posted = await other.postCard();
  const request = eventRequest(SECRET, {
    ...reaction(posted),
    user: other.workspace.personId,
    item: { type: 'message', channel: other.workspace.channelId, ts: posted.ts },
  });
  expect((await other.send(request)).status).toBe(200);
  await other.slack.stop();
  expect(await other.votesOf(posted.articleId)).toBe(1);
  expect((await other.send(eventRequest(SECRET, reaction(posted)))).status).toBe(503);
  await other.stop();
});
