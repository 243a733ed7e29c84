// A request is taken once, whichever process it is sent to; the store is given the time that a loaded machine needs.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepStore } from '../../src/pipeline/sweep-store.ts';
import { createSlackApp } from '../../src/slack/app.ts';
import { commandRequest } from '../support/slack-requests.ts';
import { Product, SECRET } from './support/product.ts';
import { BOT_TOKEN } from './support/workspace.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start(undefined, { replayWaitMs: 60_000 });
});
afterAll(() => product.stop());

const fields = () => {
  const { personId: userId, channelId, responseUrl } = product.workspace;
  return { command: '/discuss-ai', text: 'help', userId, channelId, responseUrl };
};

test('a command that was taken is refused by another process, and after a restart', async () => {
  const other = createSlackApp(product.deps, {
    botToken: BOT_TOKEN,
    mode: { kind: 'http', signingSecret: SECRET },
    slackApiUrl: product.workspace.apiUrl,
    replayWaitMs: 60_000,
  });
  await other.start();
  const server = createServer((request, response) => other.requestListener?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const { responses } = product.workspace;
  const settled = async () => {
    await product.settled();
    await other.idle();
  };
  responses.length = 0;
  const first = commandRequest(SECRET, fields());
  expect((await product.send(first)).status).toBe(200);
  expect((await fetch(url, first)).status).toBe(401);
  await settled();
  expect(responses).toHaveLength(1);

  // To both at once: one of them takes it.
  const both = commandRequest(SECRET, fields());
  const statuses = await Promise.all([product.send(both), fetch(url, both)]);
  expect(statuses.map(({ status }) => status).sort()).toEqual([200, 401]);
  await settled();
  expect(responses).toHaveLength(2);
  expect(product.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
  server.close();
  server.closeAllConnections();
  await other.stop();
});

test('a signature is kept in the store only as long as it could pass, and not at all when it is forged', async () => {
  const kept = async () => (await product.db.query('select 1 from request_seen')).length;
  const before = await kept();
  await product.send(commandRequest('another secret', fields()));
  expect(await kept()).toBe(before);
  await product.send(commandRequest(SECRET, fields()));
  await product.settled();
  expect(await kept()).toBe(before + 1);
  const at = product.deps.now().getTime();
  await sweepStore({ ...product.deps, now: () => new Date(at + 10 * 60_000) });
  expect(await kept()).toBe(before + 1);
  await sweepStore({ ...product.deps, now: () => new Date(at + 12 * 60_000) });
  expect(await kept()).toBe(0);
});
