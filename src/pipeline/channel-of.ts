// Finds a channel's profile by Slack's id.
import type { ChannelProfile } from '../domain/channel.ts';
import type { Deps } from './ports.ts';

/** Throws when the channel is not in config/channels.yaml: nothing is ever posted elsewhere. */
export function channelOf(deps: Pick<Deps, 'channels'>, channelId: string): ChannelProfile {
  const profile = deps.channels.find((channel) => channel.id === channelId);
  if (!profile) throw new Error(`Channel ${channelId} is not one of config/channels.yaml`);
  return profile;
}
