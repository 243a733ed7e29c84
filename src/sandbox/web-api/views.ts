// views.*: modals that a trigger opens, and the Home tab. None of these needs a scope.
import { checkView, VIEW_SIZE } from '../block-limits.ts';
import { type View, type ViewInput, viewJson } from '../views.ts';
import { type ApiCall, type Method, problemsError, SlackError } from './call.ts';

/** A view that keeps to Slack's limits; throws what Slack answers otherwise. Also for `response_action`. */
export function readView(given: unknown, type: 'modal' | 'home'): ViewInput {
  if (typeof given !== 'object' || given === null)
    throw problemsError('invalid_arguments', ['missing required field: view']);
  const view = given as Record<string, unknown>;
  const problems = checkView(view);
  if (view.type !== type) problems.push(`must be one of: ${type} [json-pointer:/view/type]`);
  if (problems.length > 0) throw problemsError('invalid_arguments', problems);
  if (Buffer.byteLength(JSON.stringify(view)) > VIEW_SIZE) throw new SlackError('view_too_large');
  return view as ViewInput;
}

const inputOf = (call: ApiCall, type: 'modal' | 'home') =>
  readView(call.args.json('view', 'invalid_arguments'), type);

function useTrigger(call: ApiCall): string {
  const used = call.workspace.views.useTrigger(call.args.required('trigger_id'), call.workspace.now());
  if ('error' in used) throw new SlackError(used.error);
  return used.userId;
}

function answer(call: ApiCall, view: View, kind: 'modal' | 'home'): Record<string, unknown> {
  call.workspace.viewsChanged(kind, view.userId);
  return { view: viewJson(view) };
}

export const viewsMethods: Record<string, Method> = {
  'views.open': (call) => {
    const input = inputOf(call, 'modal');
    return answer(call, call.workspace.views.open(useTrigger(call), input), 'modal');
  },
  'views.push': (call) => {
    const input = inputOf(call, 'modal');
    const view = call.workspace.views.push(useTrigger(call), input);
    if (!view) throw new SlackError('push_limit_reached');
    return answer(call, view, 'modal');
  },
  'views.update': (call) => {
    const { args, workspace } = call;
    if (!args.has('view_id') && !args.has('external_id')) {
      throw problemsError('invalid_arguments', ['missing required field: view_id']);
    }
    const view = workspace.views.find(
      args.has('view_id') ? { id: args.text('view_id') } : { externalId: args.text('external_id') },
    );
    if (!view) throw new SlackError('not_found');
    const kind = view.input.type;
    const input = inputOf(call, kind);
    if (args.has('hash') && args.text('hash') !== view.hash) throw new SlackError('hash_conflict');
    return answer(call, workspace.views.update(view, input), kind);
  },
  'views.publish': (call) => {
    const userId = call.args.required('user_id');
    const member = call.workspace.member(userId);
    if (!member || member.isBot) throw new SlackError('user_not_found');
    const input = inputOf(call, 'home');
    const known = call.workspace.views.home(userId);
    if (known && call.args.has('hash') && call.args.text('hash') !== known.hash)
      throw new SlackError('hash_conflict');
    return answer(call, call.workspace.views.publish(userId, input), 'home');
  },
};
