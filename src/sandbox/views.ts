// Modals (a stack per person), Home tabs, and the trigger ids that let an app open a modal.
// Knows nothing of HTTP or events.
import { createHash, randomBytes } from 'node:crypto';
import { BOT, TEAM } from './members.ts';
import { type Block, withIds } from './messages.ts';

export type ViewInput = Record<string, unknown> & { type: 'modal' | 'home'; blocks: Block[] };

export interface View {
  id: string;
  userId: string;
  /** What the app sent, its blocks with ids. */
  input: ViewInput;
  rootId: string;
  previousId: string | null;
  /** Changes with each update; `views.update` may ask that it has not. */
  hash: string;
}

/** A trigger is good for 3 seconds and for one use. */
const TRIGGER_LIFETIME_MS = 3_000;
/** At most three modals lie on each other. */
const MODAL_STACK = 3;

interface Trigger {
  userId: string;
  expires: number;
  used: boolean;
}

export class ViewStore {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #triggers = new Map<string, Trigger>();
  #count = 0;

  createTrigger(userId: string, now: Date): string {
    for (const [id, trigger] of this.#triggers) {
      if (trigger.expires < now.getTime() - 60_000) this.#triggers.delete(id);
    }
    const id = `${now.getTime()}.0.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { userId, expires: now.getTime() + TRIGGER_LIFETIME_MS, used: false });
    return id;
  }

  useTrigger(id: string, now: Date): { userId: string } | { error: string } {
    const trigger = this.#triggers.get(id);
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (trigger.expires < now.getTime()) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return { userId: trigger.userId };
  }

  /** The modals a person has open, the top one last. */
  stack(userId: string): readonly View[] {
    return this.#stacks.get(userId) ?? [];
  }

  home(userId: string): View | null {
    return this.#homes.get(userId) ?? null;
  }

  homes(): View[] {
    return [...this.#homes.values()];
  }

  find(match: { id: string } | { externalId: string }): View | undefined {
    const all = [...this.#homes.values(), ...[...this.#stacks.values()].flat()];
    return all.find((view) =>
      'id' in match ? view.id === match.id : view.input.external_id === match.externalId,
    );
  }

  /** Opens a modal in place of whatever the person has open. */
  open(userId: string, input: ViewInput): View {
    const view = this.#create(userId, input, null);
    this.#stacks.set(userId, [view]);
    return view;
  }

  /** Lays a modal on the open one; `null` when there are three already. */
  push(userId: string, input: ViewInput): View | null {
    const stack = this.#stacks.get(userId) ?? [];
    if (stack.length >= MODAL_STACK) return null;
    const view = this.#create(userId, input, stack.at(-1) ?? null);
    this.#stacks.set(userId, [...stack, view]);
    return view;
  }

  publish(userId: string, input: ViewInput): View {
    const known = this.#homes.get(userId);
    if (known) return this.update(known, input);
    const view = this.#create(userId, input, null);
    this.#homes.set(userId, view);
    return view;
  }

  update(view: View, input: ViewInput): View {
    view.input = { ...input, blocks: withIds(input.blocks, view.id) };
    view.hash = this.#hash(view.input);
    return view;
  }

  /** Closes the top modal, or all of them. Answers with what was closed. */
  close(userId: string, all: boolean): View[] {
    const stack = this.#stacks.get(userId) ?? [];
    const closed = all ? stack : stack.slice(-1);
    this.#stacks.set(userId, all ? [] : stack.slice(0, -1));
    return [...closed];
  }

  restoreHomes(homes: readonly View[]): void {
    for (const home of homes) this.#homes.set(home.userId, structuredClone(home));
  }

  #create(userId: string, input: ViewInput, previous: View | null): View {
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    const withBlockIds = { ...input, blocks: withIds(input.blocks, id) };
    return {
      id,
      userId,
      input: withBlockIds,
      rootId: previous?.rootId ?? id,
      previousId: previous?.id ?? null,
      hash: this.#hash(withBlockIds),
    };
  }

  #hash(input: ViewInput): string {
    this.#count += 1;
    return `${this.#count}.${createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 8)}`;
  }
}

/** The view in Slack's shape. `state` holds what the person has filled in. */
export function viewJson(view: View, state: Record<string, unknown> = {}): Record<string, unknown> {
  const { input } = view;
  return {
    id: view.id,
    team_id: TEAM.id,
    type: input.type,
    blocks: input.blocks,
    private_metadata: input.private_metadata ?? '',
    callback_id: input.callback_id ?? '',
    external_id: input.external_id ?? '',
    state: { values: state },
    hash: view.hash,
    title: input.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: input.close ?? null,
    submit: input.submit ?? null,
    clear_on_close: input.clear_on_close === true,
    notify_on_close: input.notify_on_close === true,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: BOT.appId,
    app_installed_team_id: TEAM.id,
    bot_id: BOT.botId,
  };
}
