// Starts the stand-in for Slack and the feeds that it serves; a root, like main.ts. The app itself does not know
// that its workspace is not Slack's.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ChannelSettings } from '../config/files.ts';
import type { Config } from '../config.ts';
import type { Source } from '../domain/source.ts';
import type { FeedServer } from '../sandbox/feed-server.ts';
import { serveFeed, serveFeeds } from '../sandbox/feed-server.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { starterPack } from '../sandbox/starter-pack.ts';
import { listenNear } from './listen-near.ts';
import type { Parts } from './open-parts.ts';
import { sandboxActions } from './sandbox-actions.ts';

export interface RunningSandbox {
  sandbox: Sandbox;
  signingSecret: string;
  /** Sources of this run: the starter pack, or the folder of `--feeds`. */
  sources: Source[];
  /** Beside those of the configuration: a private one, to see that what is shared there stays there. */
  channels: ChannelSettings[];
  /** `host:port` of what is served here, to be allowed through the fetch guard. */
  feedHost: string;
  close(): Promise<void>;
}

export async function startSandbox(
  config: Config,
  options: { appUrl: () => string; parts: () => Parts | null; log: Logger },
): Promise<RunningSandbox> {
  const now = () => new Date();
  const signingSecret = randomBytes(16).toString('hex');
  const manifest: unknown = JSON.parse(await readFile(config.slackManifestPath, 'utf8'));
  // With a database server, nothing else has made the folder.
  await mkdir(config.dataDir, { recursive: true });
  const channels = privateChannels(config);
  const sandbox = await listenNear(config.sandbox.port, (port) =>
    createSandbox({
      port,
      host: config.sandbox.host,
      signingSecret,
      manifest,
      appUrl: options.appUrl,
      log: options.log,
      now,
      actions: sandboxActions(options.parts),
      channels: config.channels.map((channel) => channel.name),
      privateChannels: channels.map((channel) => channel.name),
      stateFile: join(config.dataDir, 'sandbox.json'),
    }),
  );
  const feeds = config.feedsDir
    ? await serveFeeds(config.feedsDir)
    : await serveFeed({
        name: 'starter-pack.json',
        content: starterPack(config.lessons),
        modified: now(),
      });
  return {
    sandbox,
    signingSecret,
    channels,
    sources: feedSources(feeds, config.feedsDir !== null),
    feedHost: new URL(feeds.baseUrl).host,
    async close() {
      await feeds.close();
      await sandbox.close();
    },
  };
}

const PRIVATE_NAME = 'ai-leads';

/** It wants what the first channel wants, and gets no cards of its own: it is for what its members share. */
function privateChannels({ channels }: Config): ChannelSettings[] {
  const [first] = channels;
  if (!first || channels.some(({ name }) => name === PRIVATE_NAME)) return [];
  return [{ ...first, name: PRIVATE_NAME, postsPerDay: 0 }];
}

function feedSources(feeds: FeedServer, given: boolean): Source[] {
  return feeds.files.map(({ name, url }) => ({
    id: name
      .replace(/\.[a-z]+$/i, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
    kind: 'feed',
    url,
    title: given ? name : 'Learning track',
    weight: 1,
    defaultKind: given ? null : 'lesson',
  }));
}
