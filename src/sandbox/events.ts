// Turns changes of the workspace into Slack's events, and sends those that the app has subscribed to.
// As in Slack, the app also hears of its own posts, edits and reactions.
import { type Conversation, conversationType } from './channels.ts';
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
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  file_shared: 'files:read',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
};

/** What is said in each kind of conversation. */
const MESSAGES: Readonly<Record<Conversation, { subscription: string; channelType: string }>> = {
  public_channel: { subscription: 'message.channels', channelType: 'channel' },
  private_channel: { subscription: 'message.groups', channelType: 'group' },
  im: { subscription: 'message.im', channelType: 'im' },
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
    case 'member-joined':
    case 'member-left':
      return memberEvents(workspace, change);
    case 'modal':
    case 'home':
      return [];
  }
}

/** The app hears of its own leaving too. */
function memberEvents(
  workspace: Workspace,
  change: Extract<Change, { kind: 'member-joined' | 'member-left' }>,
): Subscribed[] {
  const { channel, userId } = change;
  if (!channel.memberIds.includes(BOT.userId) && userId !== BOT.userId) return [];
  const type = change.kind === 'member-joined' ? 'member_joined_channel' : 'member_left_channel';
  const event = {
    type,
    user: userId,
    channel: channel.id,
    channel_type: channel.isPrivate ? 'G' : 'C',
    team: TEAM.id,
    ...(change.kind === 'member-joined' ? { inviter: change.inviterId } : {}),
    event_ts: eventTs(workspace),
  };
  return [{ subscription: type, event }];
}

function postedEvents(workspace: Workspace, message: Message): Subscribed[] {
  const channel = workspace.channel(message.channelId);
  const body = json(workspace, message);
  const posted = messageEvent(workspace, message, { ...body, event_ts: message.ts });
  const mentioned = message.text.includes(`<@${BOT.userId}>`) && channel?.kind === 'channel';
  if (posted.length === 0 || message.byApp) return posted;
  const mention = { ...body, type: 'app_mention', channel: message.channelId, event_ts: message.ts };
  return [
    ...posted,
    ...fileEvents(workspace, message),
    ...(mentioned ? [{ subscription: 'app_mention', event: mention }] : []),
  ];
}

/** An upload is told once more for each file. */
function fileEvents(workspace: Workspace, message: Message): Subscribed[] {
  return (message.files ?? []).map((id) => ({
    subscription: 'file_shared',
    event: {
      type: 'file_shared',
      file_id: id,
      user_id: message.userId,
      file: { id },
      channel_id: message.channelId,
      event_ts: eventTs(workspace),
    },
  }));
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
    channel_type: MESSAGES[conversationType(channel)].channelType,
    event_ts: eventTsNow,
  };
  return [{ subscription: MESSAGES[conversationType(channel)].subscription, event }];
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
