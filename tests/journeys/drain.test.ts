// SIGTERM, with real processes: nothing new is begun, what runs ends or goes back in line, and ten seconds are enough.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { configWithSource, PROCESS_TIMEOUT_MS, startProduct } from '../support/process.ts';

const FEED = '<rss version="2.0"><channel><title>Quiet lab</title></channel></rss>';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A source that answers when it is told to. */
async function slowSource() {
  const asked: ServerResponse[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    if (request.url !== '/feed.xml') return response.writeHead(404).end();
    asked.push(response);
    for (const look of waiting) look();
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const askedTimes = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (asked.length >= count) resolve();
      };
      waiting.add(look);
      look();
    });
  return { host, asked, askedTimes };
}

const OPTIONS = {
  timeout: PROCESS_TIMEOUT_MS,
  // Ten seconds are the promise, and a machine with twenty others at work may take them for itself.
  retry: 1,
};

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(FEED);
}

/** A source that is slow, and the product that asks it. */
async function setUp() {
  const source = await slowSource();
  const folder = await mkdtemp(join(tmpdir(), 'drain-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const CONFIG_DIR = await configWithSource(folder, `http://${source.host}/feed.xml`);
  const start = () => {
    const env = { CONFIG_DIR, ALLOW_PRIVATE_HOSTS: source.host };
    const product = startProduct({ dataDir: join(folder, 'data'), env });
    closing.push(() => product.stop());
    return product;
  };
  return { source, start };
}

it(
  'hands a job that does not end back, ends within ten seconds, and the next process takes it up',
  OPTIONS,
  async () => {
    const { source, start } = await setUp();
    const first = start();
    await source.askedTimes(1);
    // `stop` kills after ten seconds, which would be the signal's name.
    expect(await first.stop()).toBe(0);
    expect(first.lines.at(-1)).toContain('Stopped.');
    expect(first.lines.join('\n')).toContain('Handed back to the queue while shutting down');
    expect(source.asked).toHaveLength(1);

    const second = start();
    await source.askedTimes(2);
    for (const response of source.asked) answer(response);
    await second.line(/collection: /);
    expect(await second.stop()).toBe(0);
  },
);

it('lets a job end that can, and hands nothing back', OPTIONS, async () => {
  const { source, start } = await setUp();
  const product = start();
  await source.askedTimes(1);
  // Nothing else is at work any more.
  await product.line(/collection: 1 feed, 19 items/);
  const stopped = product.stop();
  await product.line(/SIGTERM: finishing/);
  for (const response of source.asked) answer(response);
  expect(await stopped).toBe(0);
  expect(product.lines.at(-1)).toContain('Stopped.');
  expect(product.lines.join('\n')).not.toContain('Handed back');
});
