// Finds the channels of config/channels.yaml in the workspace, and goes on looking for those that are missing.
import type { WebClient } from '@slack/web-api';
import type { ChannelSettings } from '../config/files.ts';
import { applyProfiles } from '../pipeline/change-profile.ts';
import type { Deps } from '../pipeline/ports.ts';
import { findChannels } from '../slack/find-channels.ts';
import type { Troubles } from '../slack/troubles.ts';

const LOOK_AGAIN_MS = 60_000;

export interface Served {
  /** Adds each channel to `deps.channels` once the app is in it; also called when one may be back. Never throws. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Looks, and goes on looking every minute while a channel is missing; tells `onChannels` when there are more. What is
 * missing is told once, with what to do. Throws when the first look fails.
 */
export async function serveChannels(options: {
  client: WebClient;
  settings: readonly ChannelSettings[];
  deps: Deps;
  troubles: Troubles;
  onChannels: () => Promise<void>;
}): Promise<Served> {
  const { client, settings, deps, troubles, onChannels } = options;

  const look = async (): Promise<void> => {
    const missing = settings.filter(({ name }) => !deps.channels.some((channel) => channel.name === name));
    if (missing.length === 0) return;
    const names = missing.map(({ name }) => name);
    const { found, closed, problems } = await findChannels(client, names);
    for (const channel of missing) {
      const id = found.get(channel.name);
      if (!id) continue;
      deps.channels.push({ ...channel, id, isPrivate: closed.has(channel.name) });
      await troubles.end((trouble) => 'channelName' in trouble && trouble.channelName === channel.name);
    }
    if (found.size > 0) {
      await applyProfiles(deps);
      await onChannels();
    }
    const outside = missing.filter(({ name }) => !found.has(name));
    for (const [n, channel] of outside.entries()) {
      // An archived channel is not to be found either, and that was told.
      if (troubles.stands((one) => 'channelName' in one && one.channelName === channel.name)) continue;
      const trouble = { kind: 'channel-missing', channelName: channel.name } as const;
      await troubles.report({ trouble, says: problems[n] ?? '', channels: [{ ...channel, id: '' }] });
    }
  };
  const lookSafely = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      deps.log.warn({ err: error }, 'The channels could not be looked up; trying again in a minute');
    }
  };
  await look();
  const timer = setInterval(() => void lookSafely(), LOOK_AGAIN_MS).unref();
  return { look: lookSafely, stop: () => clearInterval(timer) };
}
