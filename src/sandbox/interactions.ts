// What a person does with the app: slash commands, buttons and menus, modals. Sent in Slack's shapes.
// Answers with what the person is told when the app fails, and with a modal's errors.
import type { Channel } from './channels.ts';
import { type Delivery, type Outcome, VERIFICATION_TOKEN } from './deliver.ts';
import { BOT, type Member, TEAM } from './members.ts';
import type { Message } from './messages.ts';
import { type ResponseTarget, type ResponseUrls, respond } from './response-urls.ts';
import { missingInputs, type ViewValues, viewValues } from './view-state.ts';
import { type View, viewJson } from './views.ts';
import { SlackError } from './web-api/call.ts';
import { readView } from './web-api/views.ts';
import type { Workspace } from './workspace.ts';

export interface InteractionDeps {
  workspace: Workspace;
  delivery: Delivery;
  responseUrls: ResponseUrls;
}

/** `problem` is for the person, `errors` for the fields of a modal by `block_id`. */
export type Result =
  | { ok: true }
  | { ok: false; problem: string }
  | { ok: false; errors: Record<string, string> };

/** What a person has filled in, by `block_id` and `action_id`. */
export type Filled = Record<string, Record<string, unknown>>;

export async function runCommand(
  deps: InteractionDeps,
  { person, channel, command, text }: { person: Member; channel: Channel; command: string; text: string },
): Promise<Result> {
  const target: ResponseTarget = { userId: person.id, channelId: channel.id, messageTs: null };
  const outcome = await deps.delivery.form({
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: BOT.appId,
    is_enterprise_install: 'false',
    response_url: deps.responseUrls.create(target),
    trigger_id: deps.workspace.views.createTrigger(person.id, deps.workspace.now()),
  });
  if (outcome.kind === 'failed') return failed(outcome, `${command} failed`);
  if (outcome.body.trim() === '') return { ok: true };
  try {
    respond(deps.workspace, target, outcome.isJson ? parseObject(outcome.body) : { text: outcome.body });
    return { ok: true };
  } catch (error) {
    if (error instanceof SlackError)
      return { ok: false, problem: `${command} failed with the error "${error.code}"` };
    throw error;
  }
}

/** One action element as the person used it: `action` holds what is chosen, in Slack's words. */
export interface Press {
  blockId: string;
  actionId: string;
  action: Record<string, unknown>;
  filled: Filled;
}

export async function pressInMessage(
  deps: InteractionDeps,
  { person, message, press }: { person: Member; message: Message; press: Press },
): Promise<Result> {
  const { workspace } = deps;
  const channel = workspace.channel(message.channelId);
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: message.channelId,
    is_ephemeral: message.visibleTo !== null,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
  const outcome = await deps.delivery.interaction({
    ...personPart(person),
    type: 'block_actions',
    container,
    trigger_id: workspace.views.createTrigger(person.id, workspace.now()),
    channel: { id: message.channelId, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    ...(message.visibleTo === null ? { message: workspace.json(message, true) } : {}),
    state: { values: viewValues(message.blocks ?? [], press.filled) },
    response_url: deps.responseUrls.create({
      userId: person.id,
      channelId: message.channelId,
      messageTs: message.ts,
    }),
    actions: [actionJson(workspace, press)],
  });
  return outcome.kind === 'failed' ? failed(outcome, 'That did not work') : { ok: true };
}

/** A shortcut from a message's menu: Slack offers it on every message, also where the app is no member. */
export async function runShortcut(
  deps: InteractionDeps,
  { person, message, callbackId }: { person: Member; message: Message; callbackId: string },
): Promise<Result> {
  const { workspace } = deps;
  const channel = workspace.channel(message.channelId);
  const outcome = await deps.delivery.interaction({
    ...personPart(person),
    type: 'message_action',
    callback_id: callbackId,
    action_ts: workspace.messages.takeTs(workspace.now()),
    trigger_id: workspace.views.createTrigger(person.id, workspace.now()),
    response_url: deps.responseUrls.create({
      userId: person.id,
      channelId: message.channelId,
      messageTs: null,
    }),
    message_ts: message.ts,
    channel: { id: message.channelId, name: channel?.kind === 'im' ? 'directmessage' : channel?.name },
    message: workspace.json(message, true),
  });
  return outcome.kind === 'failed' ? failed(outcome, 'That did not work') : { ok: true };
}

export async function pressInView(
  deps: InteractionDeps,
  { person, view, press }: { person: Member; view: View; press: Press },
): Promise<Result> {
  const outcome = await deps.delivery.interaction({
    ...personPart(person),
    type: 'block_actions',
    container: { type: 'view', view_id: view.id },
    trigger_id: deps.workspace.views.createTrigger(person.id, deps.workspace.now()),
    view: viewJson(view, viewValues(view.input.blocks, press.filled)),
    actions: [actionJson(deps.workspace, press)],
  });
  return outcome.kind === 'failed' ? failed(outcome, 'That did not work') : { ok: true };
}

/** Sends a modal; the app may close it, show errors, or put another view in its place or on top. */
export async function submitView(
  deps: InteractionDeps,
  { person, view, filled }: { person: Member; view: View; filled: Filled },
): Promise<Result> {
  const values: ViewValues = viewValues(view.input.blocks, filled);
  const missing = missingInputs(view.input.blocks, values);
  if (Object.keys(missing).length > 0) return { ok: false, errors: missing };
  const outcome = await deps.delivery.interaction({
    ...personPart(person),
    type: 'view_submission',
    trigger_id: deps.workspace.views.createTrigger(person.id, deps.workspace.now()),
    view: viewJson(view, values),
    response_urls: [],
  });
  if (outcome.kind === 'failed') return failed(outcome, 'We had some trouble connecting');
  try {
    return applyResponseAction(deps, person, view, outcome);
  } catch (error) {
    if (error instanceof SlackError)
      return { ok: false, problem: `The app's answer was refused: ${error.code}` };
    throw error;
  }
}

function applyResponseAction(deps: InteractionDeps, person: Member, view: View, outcome: Outcome): Result {
  const { views } = deps.workspace;
  const answer = outcome.kind === 'answered' && outcome.body.trim() !== '' ? parseObject(outcome.body) : {};
  switch (answer.response_action) {
    case 'errors':
      return { ok: false, errors: (answer.errors ?? {}) as Record<string, string> };
    case 'update':
      views.update(view, readView(answer.view, 'modal'));
      break;
    case 'push':
      if (!views.push(person.id, readView(answer.view, 'modal'))) throw new SlackError('push_limit_reached');
      break;
    case 'clear':
      views.close(person.id, true);
      break;
    default:
      // The modal may have been closed or replaced while the app was answering.
      if (views.stack(person.id).at(-1)?.id === view.id) views.close(person.id, false);
  }
  deps.workspace.viewsChanged('modal', person.id);
  return { ok: true };
}

/** The person closes the top modal. The app hears of it where it asked to. */
export async function closeView(deps: InteractionDeps, person: Member, filled: Filled): Promise<Result> {
  const top = deps.workspace.views.stack(person.id).at(-1);
  if (!top) return { ok: true };
  const all = top.input.clear_on_close === true;
  const closed = deps.workspace.views.close(person.id, all).reverse();
  deps.workspace.viewsChanged('modal', person.id);
  for (const view of closed) {
    if (view.input.notify_on_close !== true) continue;
    await deps.delivery.interaction({
      ...personPart(person),
      type: 'view_closed',
      view: viewJson(view, viewValues(view.input.blocks, view === top ? filled : {})),
      is_cleared: all,
    });
  }
  return { ok: true };
}

function personPart(person: Member): Record<string, unknown> {
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    team: { id: TEAM.id, domain: TEAM.domain },
    api_app_id: BOT.appId,
    token: VERIFICATION_TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function actionJson(workspace: Workspace, press: Press): Record<string, unknown> {
  const actionTs = workspace.messages.takeTs(workspace.now());
  return { ...press.action, action_id: press.actionId, block_id: press.blockId, action_ts: actionTs };
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch (cause) {
    throw Object.assign(new SlackError('invalid_payload'), { cause });
  }
  throw new SlackError('invalid_payload');
}

/** In the words that Slack's own client uses. */
function failed(outcome: Extract<Outcome, { kind: 'failed' }>, what: string): Result {
  const code = outcome.reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
  return { ok: false, problem: `${what} with the error "${code}"` };
}
