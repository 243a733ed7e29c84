// Finds the channels of config/channels.yaml in the workspace, and goes on looking for those that are missing.
import type { WebClient } from '@slack/web-api';
import type { ChannelSettings } from './config-files.ts';
import { applyProfiles } from './pipeline/change-profile.ts';
import type { Deps } from './pipeline/ports.ts';
import { findChannels } from './slack/find-channels.ts';

const LOOK_AGAIN_MS = 60_000;

/**
 * Adds each channel to `deps.channels` once the app is in it, and tells `onChannels` when there are more. Says what
 * is missing, and what to do, once. Returns how to stop looking.
 */
export async function serveChannels(options: {
  client: WebClient;
  settings: readonly ChannelSettings[];
  deps: Deps;
  onChannels: () => Promise<void>;
}): Promise<() => void> {
  const { client, settings, deps, onChannels } = options;
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = async (): Promise<void> => {
    const missing = settings.filter(({ name }) => !deps.channels.some((channel) => channel.name === name));
    if (missing.length === 0 || stopped) return;
    const names = missing.map(({ name }) => name);
    const { found, problems } = await findChannels(client, names);
    for (const channel of missing) {
      const id = found.get(channel.name);
      if (id) deps.channels.push({ ...channel, id });
    }
    if (found.size > 0) {
      await applyProfiles(deps);
      await onChannels();
    }
    for (const problem of problems) {
      if (!told.has(problem)) deps.log.warn(problem);
      told.add(problem);
    }
  };
  const lookAgain = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      deps.log.warn({ err: error }, 'The channels could not be looked up; trying again in a minute');
    }
    if (!stopped && deps.channels.length < settings.length)
      timer = setTimeout(lookAgain, LOOK_AGAIN_MS).unref();
  };
  await look();
  if (deps.channels.length < settings.length) timer = setTimeout(lookAgain, LOOK_AGAIN_MS).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
