// Everything a person can do on the sandbox's page, checked, and carried out in the workspace or by the app.
import { z } from 'zod';
import type { Channel } from './channels.ts';
import { composeText, type Names } from './compose-text.ts';
import { homeOpenedEvent, isSubscribed } from './events.ts';
import {
  closeView,
  type InteractionDeps,
  pressInMessage,
  pressInView,
  type Result,
  runCommand,
  runShortcut,
  submitView,
} from './interactions.ts';
import type { AppManifest } from './manifest.ts';
import { BOT, type Member } from './members.ts';
import type { Message } from './messages.ts';

const filled = z.record(z.string(), z.record(z.string(), z.unknown())).default({});
const at = { channel: z.string(), ts: z.string() };
const press = {
  blockId: z.string(),
  actionId: z.string(),
  action: z.record(z.string(), z.unknown()),
  filled,
};

/** Slack takes ten at once; here a request must hold them. */
const MOST_FILES = 10;
const upload = z.object({ name: z.string().min(1).max(200), base64: z.base64() });

const actShape = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('message'),
    channel: z.string(),
    /** May be empty beside files. */
    text: z.string().trim().max(40_000),
    threadTs: z.string().nullish(),
    files: z.array(upload).max(MOST_FILES).default([]),
  }),
  z.object({ do: z.literal('edit'), ...at, text: z.string().trim().min(1).max(40_000) }),
  z.object({ do: z.literal('delete'), ...at }),
  z.object({ do: z.literal('dismiss'), ...at }),
  z.object({ do: z.literal('react'), ...at, name: z.string().regex(/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/) }),
  z.object({ do: z.literal('action'), ...at, ...press }),
  z.object({ do: z.literal('shortcut'), ...at, callbackId: z.string() }),
  z.object({ do: z.literal('view-action'), view: z.string(), ...press }),
  z.object({ do: z.literal('submit'), view: z.string(), filled }),
  z.object({ do: z.literal('close'), filled }),
  z.object({ do: z.literal('open-home'), tab: z.enum(['home', 'messages']) }),
  z.object({ do: z.literal('run'), id: z.string() }),
]);

type Act = z.infer<typeof actShape>;

/** Something outside the workspace that the page's menu can start, such as sending the digest now. */
export interface SandboxAction {
  id: string;
  label: string;
  /** Answers with a line for the person. */
  run: () => Promise<string>;
}

export interface PersonActDeps extends InteractionDeps {
  manifest: AppManifest;
  actions: readonly SandboxAction[];
}

export type ActResult = Result | { ok: true; note: string };

/** `act` is what the page sent, unchecked. Never throws for what a person did wrong. */
export async function personAct(deps: PersonActDeps, personId: string, act: unknown): Promise<ActResult> {
  const person = deps.workspace.people().find((member) => member.id === personId);
  if (!person) return problem('There is no such member');
  const parsed = actShape.safeParse(act);
  if (!parsed.success) return problem(`That cannot be done: ${z.prettifyError(parsed.error)}`);
  return carryOut(deps, person, parsed.data);
}

async function carryOut(deps: PersonActDeps, person: Member, act: Act): Promise<ActResult> {
  switch (act.do) {
    case 'message':
      return say(deps, person, act);
    case 'edit':
    case 'delete':
    case 'dismiss':
    case 'react':
      return changeMessage(deps, person, act);
    case 'action': {
      const message = seenMessage(deps, person, act);
      return message
        ? pressInMessage(deps, { person, message, press: act })
        : problem('That message is gone');
    }
    case 'shortcut': {
      const message = seenMessage(deps, person, act);
      const known = deps.manifest.shortcuts.some(({ callback_id }) => callback_id === act.callbackId);
      if (!message || !known) return problem('That message is gone');
      return runShortcut(deps, { person, message, callbackId: act.callbackId });
    }
    case 'view-action': {
      const view = deps.workspace.views.find({ id: act.view });
      if (view?.userId !== person.id) return problem('That view is gone');
      return pressInView(deps, { person, view, press: act });
    }
    case 'submit': {
      const view = deps.workspace.views.stack(person.id).at(-1);
      if (view?.id !== act.view) return problem('That view is gone');
      return submitView(deps, { person, view, filled: act.filled });
    }
    case 'close':
      return closeView(deps, person, act.filled);
    case 'open-home':
      if (isSubscribed(deps.manifest, 'app_home_opened')) {
        void deps.delivery.event(homeOpenedEvent(deps.workspace, person.id, act.tab));
      }
      return { ok: true };
    case 'run':
      return runAction(deps, act.id);
  }
}

async function runAction(deps: PersonActDeps, id: string): Promise<ActResult> {
  const action = deps.actions.find((candidate) => candidate.id === id);
  if (!action) return problem('There is no such action');
  try {
    return { ok: true, note: await action.run() };
  } catch (error) {
    return problem(`${action.label}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function say(
  deps: PersonActDeps,
  person: Member,
  act: Extract<Act, { do: 'message' }>,
): Promise<ActResult> {
  const { workspace } = deps;
  const channel = ownChannel(deps, person, act.channel);
  if (!channel) return problem('There is no such channel');
  if (act.text === '' && act.files.length === 0) return problem('There is nothing to send');
  const command = /^(\/[^\s/]+)\s*([\s\S]*)$/.exec(act.text);
  if (command?.[1] && !act.threadTs) return slash(deps, person, channel, command[1], command[2] ?? '');
  if (command) return problem(`${command[1]} does not work in threads, as in Slack`);
  const parent = act.threadTs ? workspace.messages.find(channel.id, act.threadTs) : undefined;
  if (act.threadTs && !parent) return problem('That thread is gone');
  const files = act.files.map(({ name, base64 }) =>
    workspace.files.add(name, Buffer.from(base64, 'base64'), person.id),
  );
  workspace.post({
    channelId: channel.id,
    userId: person.id,
    byApp: false,
    threadTs: parent ? (parent.threadTs ?? parent.ts) : null,
    ...(act.text === '' ? { text: '' } : composeText(act.text, namesFor(deps, person))),
    ...(files.length > 0 ? { files: files.map(({ id }) => id) } : {}),
  });
  return { ok: true };
}

async function slash(
  deps: PersonActDeps,
  person: Member,
  channel: Channel,
  command: string,
  text: string,
): Promise<ActResult> {
  if (command === '/invite') return invite(deps, person, channel, text);
  if (!deps.manifest.commands.some((known) => known.command === command)) {
    return problem(`${command} is not a valid command`);
  }
  return runCommand(deps, { person, channel, command, text });
}

function invite(deps: PersonActDeps, person: Member, channel: Channel, text: string): ActResult {
  const bot = deps.workspace.member(BOT.userId);
  if (text.trim().replace(/^@/, '') !== bot?.name) return problem(`Only @${bot?.name} can be invited here`);
  if (channel.kind === 'im') return problem('Nobody can be added to a direct message');
  if (!deps.workspace.join(channel, BOT.userId, person.id))
    return problem(`@${bot.name} is already in this channel`);
  return { ok: true, note: `@${bot.name} was added to #${channel.name}` };
}

type MessageAct = Extract<Act, { do: 'edit' | 'delete' | 'dismiss' | 'react' }>;

function changeMessage(deps: PersonActDeps, person: Member, act: MessageAct): ActResult {
  const { workspace } = deps;
  const message = seenMessage(deps, person, act);
  if (!message) return problem('That message is gone');
  if (act.do === 'dismiss') {
    if (message.visibleTo !== person.id) return problem('Only an answer to you can be dismissed');
    workspace.remove(message);
    return { ok: true };
  }
  if (message.visibleTo !== null) return problem('That works only on messages that all can see');
  if (act.do === 'react') {
    if (!workspace.addReaction(message, person.id, act.name))
      workspace.removeReaction(message, person.id, act.name);
    return { ok: true };
  }
  if (message.userId !== person.id) return problem('Only your own messages can be changed');
  if (act.do === 'delete') workspace.remove(message);
  else {
    workspace.edit(message, composeText(act.text, namesFor(deps, person)), person.id);
  }
  return { ok: true };
}

/** What a person can name: a channel that they do not see stays a word. */
function namesFor({ workspace }: PersonActDeps, person: Member): Names {
  const channels = workspace.channels().filter(({ memberIds }) => memberIds.includes(person.id));
  return { members: workspace.members, channels };
}

function seenMessage(
  deps: PersonActDeps,
  person: Member,
  act: { channel: string; ts: string },
): Message | null {
  const channel = ownChannel(deps, person, act.channel);
  const message = channel && deps.workspace.messages.find(channel.id, act.ts);
  if (!message || message.tombstone) return null;
  return message.visibleTo === null || message.visibleTo === person.id ? message : null;
}

function ownChannel(deps: PersonActDeps, person: Member, id: string): Channel | null {
  const channel = deps.workspace.channels().find((candidate) => candidate.id === id);
  return channel?.memberIds.includes(person.id) ? channel : null;
}

function problem(text: string): Result {
  return { ok: false, problem: text };
}
