// What the page shows to one person: channels, messages, modal and Home tab, as a whole and change by change.
import type { Channel } from './channels.ts';
import type { AppManifest } from './manifest.ts';
import { BOT, TEAM } from './members.ts';
import type { Message } from './messages.ts';
import type { SandboxAction } from './person-acts.ts';
import { viewJson } from './views.ts';
import type { Change, Workspace } from './workspace.ts';

/** How many messages of a channel the page gets at once; earlier ones on request. */
const PAGE = 100;

export interface PageDeps {
  workspace: Workspace;
  manifest: AppManifest;
  actions: readonly SandboxAction[];
}

export type Frame =
  | { type: 'message'; channel: string; message: Record<string, unknown> }
  | { type: 'gone'; channel: string; ts: string }
  | { type: 'channel'; channel: Record<string, unknown> }
  | { type: 'left'; channel: string }
  | { type: 'modal'; modal: Record<string, unknown> | null; depth: number }
  | { type: 'home'; home: Record<string, unknown> | null };

export function pageState(deps: PageDeps, personId: string): Record<string, unknown> {
  const { workspace, manifest } = deps;
  const channels = workspace.channels().filter((channel) => channel.memberIds.includes(personId));
  return {
    me: personId,
    team: TEAM.name,
    teamUrl: `https://${TEAM.domain}.slack.com/`,
    app: {
      userId: BOT.userId,
      name: manifest.name,
      description: manifest.description,
      commands: manifest.commands,
      shortcuts: manifest.shortcuts,
      hasHome: manifest.hasHome,
    },
    members: workspace.members.map(({ id, name, realName, title, isBot }) => ({
      id,
      name,
      realName,
      title,
      isBot,
    })),
    channels: channels.map((channel) => ({
      ...channelFrame(channel),
      ...earlierMessages(deps, personId, channel.id, null),
    })),
    actions: deps.actions.map(({ id, label }) => ({ id, label })),
    ...modalFrame(workspace, personId),
    home: homeOf(workspace, personId),
  };
}

/** The last messages before `before`, oldest first, with all replies to them. */
export function earlierMessages(deps: PageDeps, personId: string, channelId: string, before: string | null) {
  const visible = deps.workspace.messages
    .inChannel(channelId)
    .filter((message) => isVisible(message, personId));
  const roots = visible.filter(({ threadTs, ts }) => threadTs === null && (before === null || ts < before));
  const shown = roots.slice(-PAGE);
  const shownTs = new Set(shown.map(({ ts }) => ts));
  const messages = visible.filter(({ ts, threadTs }) => shownTs.has(threadTs ?? ts));
  return {
    messages: messages.map((message) => pageMessage(deps.workspace, message)),
    hasEarlier: roots.length > shown.length,
  };
}

/** What a change means for one person's page; nothing where it does not concern that person. */
export function framesOf(deps: PageDeps, personId: string, change: Change): Frame[] {
  const { workspace } = deps;
  switch (change.kind) {
    case 'message-posted':
    case 'message-changed':
    case 'reaction-added':
    case 'reaction-removed':
      return messageFrames(workspace, personId, change.message);
    case 'message-deleted': {
      const { channelId, ts } = change.message;
      if (!isVisible(change.message, personId)) return [];
      return [{ type: 'gone', channel: channelId, ts }, ...parentFrames(workspace, personId, change.message)];
    }
    case 'member-joined':
      return change.channel.memberIds.includes(personId)
        ? [{ type: 'channel', channel: channelFrame(change.channel) }]
        : [];
    case 'member-left':
      if (change.userId === personId) return [{ type: 'left', channel: change.channel.id }];
      return change.channel.memberIds.includes(personId)
        ? [{ type: 'channel', channel: channelFrame(change.channel) }]
        : [];
    case 'modal':
      return change.userId === personId ? [{ type: 'modal', ...modalFrame(workspace, personId) }] : [];
    case 'home':
      return change.userId === personId ? [{ type: 'home', home: homeOf(workspace, personId) }] : [];
  }
}

function messageFrames(workspace: Workspace, personId: string, message: Message): Frame[] {
  const channel = workspace.channel(message.channelId);
  if (!channel?.memberIds.includes(personId) || !isVisible(message, personId)) return [];
  const own: Frame = { type: 'message', channel: channel.id, message: pageMessage(workspace, message) };
  return [own, ...parentFrames(workspace, personId, message)];
}

/** A reply changes what its parent says of the thread. */
function parentFrames(workspace: Workspace, personId: string, message: Message): Frame[] {
  const parent = message.threadTs ? workspace.messages.find(message.channelId, message.threadTs) : undefined;
  if (!parent || !workspace.channel(message.channelId)?.memberIds.includes(personId)) return [];
  return [{ type: 'message', channel: message.channelId, message: pageMessage(workspace, parent) }];
}

function pageMessage(workspace: Workspace, message: Message): Record<string, unknown> {
  return workspace.json(message);
}

function channelFrame(channel: Channel): Record<string, unknown> {
  const { id, kind, name, topic, memberIds, isPrivate = false } = channel;
  return { id, kind, name, topic, memberIds, isPrivate };
}

function modalFrame(workspace: Workspace, personId: string) {
  const stack = workspace.views.stack(personId);
  const top = stack.at(-1);
  return { modal: top ? viewJson(top) : null, depth: stack.length };
}

function homeOf(workspace: Workspace, personId: string): Record<string, unknown> | null {
  const home = workspace.views.home(personId);
  return home ? viewJson(home) : null;
}

function isVisible(message: Message, personId: string): boolean {
  return message.visibleTo === null || message.visibleTo === personId;
}
