// The workspace's channels and the direct messages between the app and each member, in Slack's shapes.
import { BOT, TEAM } from './members.ts';

export interface Channel {
  id: string;
  kind: 'channel' | 'im';
  /** Without `#`; a direct message has the id of its member instead. */
  name: string;
  topic: string;
  memberIds: string[];
  /** Unix seconds. */
  created: number;
  /** Seen by its members alone. */
  isPrivate?: boolean;
}

export type Conversation = 'public_channel' | 'private_channel' | 'im';

/** As Slack's methods and scopes tell them apart. */
export function conversationType(channel: Channel): Conversation {
  if (channel.kind === 'im') return 'im';
  return channel.isPrivate ? 'private_channel' : 'public_channel';
}

/** The same name gives the same id on each start: a store may know the channel from the last run. */
function channelId(name: string): string {
  let hash = 0;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return `C${hash.toString(36).toUpperCase().padStart(10, '0')}`;
}

export function createChannel(
  channel: Pick<Channel, 'name' | 'topic' | 'memberIds' | 'created' | 'isPrivate'>,
): Channel {
  return { id: channelId(channel.name), kind: 'channel', ...channel };
}

export function createDirectMessage(memberId: string, created: number): Channel {
  const id = `D${memberId.slice(1)}`;
  return { id, kind: 'im', name: memberId, topic: '', memberIds: [memberId, BOT.userId], created };
}

/** Slack's conversation object as `viewerId` sees it. */
export function channelJson(channel: Channel, viewerId: string): Record<string, unknown> {
  const shared = {
    id: channel.id,
    created: channel.created,
    is_archived: false,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: TEAM.id,
    updated: channel.created * 1000,
  };
  if (channel.kind === 'im') {
    return { ...shared, user: channel.name, is_user_deleted: false, priority: 0 };
  }
  const { isPrivate = false } = channel;
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_mpim: false,
    is_private: isPrivate,
    is_general: channel.name === 'general',
    is_shared: false,
    is_ext_shared: false,
    is_member: channel.memberIds.includes(viewerId),
    creator: channel.memberIds[0] ?? '',
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.memberIds.length,
  };
}
