// Turns changes of the workspace into Slack's events, and sends those that the app has subscribed to.
// As in Slack, the app also hears of its own posts, edits and reactions.
import type { Channel } from './channels.ts';
import type { Delivery } from './deliver.ts';
import type { AppManifest } from './manifest.ts';
import { BOT, TEAM } from './members.ts';
import type { Message } from './messages.ts';
import { viewJson } from './views.ts';
import type { Change, Workspace } from './workspace.ts';

type SlackEvent = Record<string, unknown> & { type: string };

/** The scope without which Slack takes no subscription to an event. */
const SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  'message.channels': 'channels:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  member_joined_channel: 'channels:read',
};

/** Answers with a function that ends the deliveries. */
export function deliverEvents(workspace: Workspace, manifest: AppManifest, delivery: Delivery): () => void {
  return workspace.onChange((change) => {
    for (const { subscription, event } of eventsOf(workspace, change)) {
      if (isSubscribed(manifest, subscription)) void delivery.event(event);
    }
  });
}

export function isSubscribed(manifest: AppManifest, subscription: string): boolean {
  const scope = SCOPES[subscription];
  return manifest.events.has(subscription) && (scope === undefined || manifest.scopes.has(scope));
}

interface Subscribed {
  subscription: string;
  event: SlackEvent;
}

function eventsOf(workspace: Workspace, change: Change): Subscribed[] {
  switch (change.kind) {
    case 'message-posted':
      return postedEvents(workspace, change.message);
    case 'message-changed': {
      const { message, previous } = change;
      const body = {
        subtype: 'message_changed',
        message: json(workspace, message),
        previous_message: json(workspace, previous),
        hidden: true,
      };
      return messageEvent(workspace, message, body);
    }
    case 'message-deleted': {
      const { message } = change;
      const body = {
        subtype: 'message_deleted',
        previous_message: json(workspace, message),
        deleted_ts: message.ts,
        hidden: true,
      };
      return messageEvent(workspace, message, body);
    }
    case 'reaction-added':
    case 'reaction-removed':
      return reactionEvents(workspace, change);
    case 'member-joined': {
      const { channel, userId, inviterId } = change;
      if (!channel.memberIds.includes(BOT.userId)) return [];
      const type = 'member_joined_channel';
      const event = {
        type,
        user: userId,
        channel: channel.id,
        channel_type: 'C',
        team: TEAM.id,
        inviter: inviterId,
      };
      return [{ subscription: type, event: { ...event, event_ts: eventTs(workspace) } }];
    }
    case 'modal':
    case 'home':
      return [];
  }
}

function postedEvents(workspace: Workspace, message: Message): Subscribed[] {
  const channel = workspace.channel(message.channelId);
  const body = json(workspace, message);
  const posted = messageEvent(workspace, message, { ...body, event_ts: message.ts });
  const mentioned = message.text.includes(`<@${BOT.userId}>`) && channel?.kind === 'channel';
  if (posted.length === 0 || !mentioned || message.byApp) return posted;
  const mention = { ...body, type: 'app_mention', channel: message.channelId, event_ts: message.ts };
  return [...posted, { subscription: 'app_mention', event: mention }];
}

/** Nothing for messages that only one person sees, or in channels that the app has not joined. */
function messageEvent(workspace: Workspace, message: Message, body: Record<string, unknown>): Subscribed[] {
  const channel = workspace.channel(message.channelId);
  if (!channel?.memberIds.includes(BOT.userId) || message.visibleTo !== null) return [];
  const eventTsNow = typeof body.event_ts === 'string' ? body.event_ts : eventTs(workspace);
  const event = {
    type: 'message',
    ts: eventTsNow,
    ...body,
    channel: channel.id,
    channel_type: channelType(channel),
    event_ts: eventTsNow,
  };
  return [{ subscription: channel.kind === 'im' ? 'message.im' : 'message.channels', event }];
}

function reactionEvents(
  workspace: Workspace,
  change: Extract<Change, { kind: 'reaction-added' | 'reaction-removed' }>,
): Subscribed[] {
  const { message, userId, reaction } = change;
  const channel = workspace.channel(message.channelId);
  if (!channel?.memberIds.includes(BOT.userId)) return [];
  const type = change.kind === 'reaction-added' ? 'reaction_added' : 'reaction_removed';
  const event = {
    type,
    user: userId,
    reaction,
    item: { type: 'message', channel: message.channelId, ts: message.ts },
    item_user: message.userId,
    event_ts: eventTs(workspace),
  };
  return [{ subscription: type, event }];
}

/** To be sent when a person opens the app's Home tab or its messages. */
export function homeOpenedEvent(workspace: Workspace, userId: string, tab: 'home' | 'messages'): SlackEvent {
  const home = workspace.views.home(userId);
  return {
    type: 'app_home_opened',
    user: userId,
    channel: workspace.channel(userId)?.id ?? '',
    tab,
    ...(home && tab === 'home' ? { view: viewJson(home) } : {}),
    event_ts: eventTs(workspace),
  };
}

function json(workspace: Workspace, message: Message): Record<string, unknown> {
  return workspace.json(message, true);
}

function eventTs(workspace: Workspace): string {
  return workspace.messages.takeTs(workspace.now());
}

function channelType(channel: Channel): string {
  return channel.kind === 'im' ? 'im' : 'channel';
}
