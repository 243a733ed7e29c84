// The process as its operator knows it: one for each data folder, ended by SIGTERM, started again as if it had not
// been away.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  configWithSource,
  HAS_SCRIPT,
  PROCESS_TIMEOUT_MS,
  type ProductProcess,
  pageOf,
  runCommand,
  startProduct,
} from '../support/process.ts';

interface Shown {
  channels: { name: string; messages: { ts: string }[] }[];
}

describe('the process', () => {
  let folder: string;
  let started: ProductProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process-'));
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((product) => product.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  async function start(env: Record<string, string> = {}, inTerminal = false): Promise<ProductProcess> {
    const product = startProduct({
      dataDir: join(folder, 'data'),
      inTerminal,
      // Nobody listens on the port "discard" of the loopback address.
      env: { CONFIG_DIR: await configWithSource(folder, 'http://127.0.0.1:9/feed.xml'), ...env },
    });
    started.push(product);
    return product;
  }

  /** The times of all messages in the channel, which are their ids. */
  async function posts(product: ProductProcess): Promise<string[]> {
    const response = await fetch(new URL('/sandbox/state', await pageOf(product)));
    const { channels } = (await response.json()) as Shown;
    return channels.find(({ name }) => name === 'discuss-ai')?.messages.map(({ ts }) => ts) ?? [];
  }

  it('refuses a data folder that another process uses, with one line', {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const first = await start();
    await pageOf(first);
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.lines).toEqual([
      expect.stringContaining('Starting'),
      `${join(folder, 'data')} is in use by process ${first.pid}: stop it or set DATA_DIR`,
    ]);
  });

  it('ends on SIGTERM, and started again keeps its cards and posts none twice', {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const first = await start();
    await first.line(/collection: 1 feed, 19 items, 19 new, .* 6 posted, 0 failed/);
    const before = await posts(first);
    expect(before).toHaveLength(6);
    expect(await first.stop()).toBe(0);
    expect(first.lines.at(-1)).toContain('Stopped.');
    // Where there is no terminal there are plain lines, and none of them moves.
    expect(first.lines.filter((line) => line.includes('\u001b') || line.includes('collecting'))).toEqual([]);

    const second = await start();
    await second.line(/collection: .* 19 items, 0 new, 0 read, 0 summarised, 0 posted/);
    expect(await posts(second)).toEqual(before);
    expect(await second.stop()).toBe(0);
  });

  it('ends with npm, whose shell passes no signal on, and leaves the data folder free', {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const product = startProduct({
      dataDir: join(folder, 'data'),
      byNpm: true,
      env: { CONFIG_DIR: await configWithSource(folder, 'http://127.0.0.1:9/feed.xml') },
    });
    started.push(product);
    await pageOf(product);
    await product.stop();
    expect(product.lines.at(-1)).toContain('Stopped.');
  });

  it.skipIf(!HAS_SCRIPT)(
    'finishes its work on Ctrl-C in a terminal',
    { timeout: PROCESS_TIMEOUT_MS },
    async () => {
      const product = await start({}, true);
      await product.line(/collection: 1 feed/);
      product.type('\u0003');
      expect(await product.ended).toBe(0);
      expect(product.lines.join('\n')).toContain('Stopped.');
    },
  );

  it('reads with --feeds the feeds that it is given, and those alone, also where it has read others before', {
    timeout: PROCESS_TIMEOUT_MS,
  }, async () => {
    const first = await start();
    await first.line(/collection: 1 feed, 19 items/);
    expect(await first.stop()).toBe(0);

    const feeds = join(folder, 'feeds');
    const items = [
      { id: 'one', url: 'http://127.0.0.1:9/one', title: 'One', content_text: 'An agent plans.' },
    ];
    const feed = { version: 'https://jsonfeed.org/version/1.1', title: 'A lab', items };
    await mkdir(feeds);
    await writeFile(join(feeds, 'lab.json'), JSON.stringify(feed));
    const CONFIG_DIR = join(folder, 'config');
    const dataDir = join(folder, 'data');
    const second = startProduct({ dataDir, env: { CONFIG_DIR }, args: ['--feeds', feeds] });
    started.push(second);
    await second.line(/collection: 1 feed, 1 item, 1 new/);
    expect(await second.stop()).toBe(0);
    const { out } = await runCommand('src/cli.ts', ['status'], { DATA_DIR: dataDir, CONFIG_DIR });
    const asked = out.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
    expect(asked).toEqual(['lab']);
  });

  it('names the setting that is wrong, and does not start', { timeout: PROCESS_TIMEOUT_MS }, async () => {
    const product = await start({ MODEL_BUDGET_USD_PER_DAY: 'much' });
    expect(await product.ended).toBe(1);
    expect(product.lines.join('\n')).toContain(
      'MODEL_BUDGET_USD_PER_DAY: found "much", expected an amount in USD such as 0.25',
    );
  });
});
