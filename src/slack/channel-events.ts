// What Slack tells of the channels themselves and of the app's place in them, and of its token.
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ChannelProfile } from '../domain/channel.ts';
import { applyProfiles } from '../pipeline/change-profile.ts';
import { forgetChannel } from '../pipeline/forget-channel.ts';
import { joinedOrLeft } from '../pipeline/know-person.ts';
import { moveChannel } from '../store/channel-moves.ts';
import type { SlackContext } from './context.ts';
import type { Troubles } from './troubles.ts';

export interface ServedChannels {
  /** Takes up channels that can be served now, and sets the schedules anew. */
  look(): Promise<void>;
}

const id = z.string().min(1);
const renamed = z.object({ channel: z.object({ id, name: id }) });
const moved = z.object({ old_channel_id: id, new_channel_id: id });

export function listenToChannels(
  app: App,
  { deps }: SlackContext,
  troubles: Troubles,
  served: ServedChannels,
): void {
  const channelOf = (channelId: string): ChannelProfile | null =>
    deps.channels.find((channel) => channel.id === channelId) ?? null;
  const leave = async (channelId: string, kind: 'channel-archived' | 'channel-left') => {
    const channel = channelOf(channelId);
    if (!channel) return;
    deps.channels.splice(deps.channels.indexOf(channel), 1);
    const trouble = { kind, channelId, channelName: channel.name } as const;
    await troubles.report({ trouble, channels: [channel] });
  };

  const onArchived = async ({ event }: { event: { channel: string } }) =>
    await leave(event.channel, 'channel-archived');
  app.event('channel_archive', onArchived);
  app.event('group_archive', onArchived);

  app.event('member_left_channel', async ({ event, context }) => {
    if (event.user !== context.botUserId)
      return await joinedOrLeft(deps, { personId: event.user, channelId: event.channel, isIn: false });
    if (!channelOf(event.channel)) return;
    await leave(event.channel, 'channel-left');
    await forgetChannel(deps, event.channel);
  });

  app.event('channel_unarchive', () => served.look());
  app.event('member_joined_channel', async ({ event, context }) => {
    if (event.user === context.botUserId) return await served.look();
    await joinedOrLeft(deps, { personId: event.user, channelId: event.channel, isIn: true });
  });

  const onRenamed = async ({ event }: { event: unknown }) => {
    const { channel: to } = renamed.parse(event);
    const channel = channelOf(to.id);
    if (!channel) return;
    // A name of the configuration that has come back is no trouble.
    if (channel.name === to.name)
      return await troubles.end((one) => one.kind === 'channel-renamed' && one.channelId === to.id);
    const trouble = {
      kind: 'channel-renamed',
      channelId: to.id,
      channelName: channel.name,
      newName: to.name,
    } as const;
    await troubles.report({ trouble, channels: [channel] });
  };
  app.event('channel_rename', onRenamed);
  app.event('group_rename', onRenamed);

  app.event('channel_id_changed', async ({ event }) => {
    const { old_channel_id: from, new_channel_id: to } = moved.parse(event);
    // After a restart it is known by its new id, and what was kept of it by the old one.
    const channel = channelOf(from) ?? channelOf(to);
    if (!channel) return;
    await deps.db.transaction((tx) => moveChannel(tx, { from, to }, deps.now()));
    await troubles.end((one) => 'channelId' in one && one.channelId === from);
    // The other processes hear of it from the store, as this one does.
    await applyProfiles(deps);
    deps.log.info({ from, to }, `#${channel.name} has a new id, and is served under it`);
    await served.look();
  });

  const onUninstalled = async (code: string) => {
    await troubles.report({ trouble: { kind: 'token', code } });
  };
  app.event('app_uninstalled', () => onUninstalled('account_inactive'));
  app.event('tokens_revoked', async ({ event, context }) => {
    const bots: readonly unknown[] = event.tokens.bot ?? [];
    if (bots.length > 0 && (!context.botUserId || bots.includes(context.botUserId)))
      await onUninstalled('token_revoked');
  });
}
