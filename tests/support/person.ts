// A member of the sandbox's workspace, who acts through its page as a person would.
import type { Block, Message } from '../../src/sandbox/messages.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { View } from '../../src/sandbox/views.ts';

export interface Person {
  id: string;
  say(channel: string, text: string, threadTs?: string): Promise<void>;
  /** Posts files by the composer, with or without words. */
  upload(channel: string, text: string, names: string[]): Promise<void>;
  edit(message: Message, text: string): Promise<void>;
  remove(message: Message): Promise<void>;
  react(message: Message, name: string): Promise<void>;
  press(message: Message, actionId: string, option?: string): Promise<void>;
  run(action: string): Promise<void>;
  /** Picks an entry of the app's from the menu of a message. */
  shortcut(message: Message, callbackId: string): Promise<void>;
  /** The modal that this person sees, on top of any others. */
  modal(): View | null;
  pressInModal(actionId: string, value?: string): Promise<void>;
  /** Sends the modal with what was filled in, by block and action id; answers the errors at its fields. */
  submit(filled?: Record<string, Record<string, unknown>>): Promise<Record<string, string>>;
  /** Answers that only this person sees, newest last. */
  answers(): Message[];
  openHome(): Promise<void>;
  home(): View | null;
  /** Presses, chooses or writes on the Home tab: `chosen` is what Slack would send of it. */
  pressOnHome(actionId: string, chosen?: Record<string, unknown>): Promise<void>;
  /** What the app wrote to this person alone, oldest first. */
  letters(): Message[];
}

export function personOf(sandbox: Sandbox, index = 0): Person {
  const member = sandbox.members[index];
  if (!member) throw new Error(`There is no member ${index}`);
  const act = async (body: object): Promise<void> => {
    const answer = await request(body);
    if (!answer.ok) throw new Error(`The sandbox refused: ${JSON.stringify(answer)}`);
  };
  const modal = (): View | null => sandbox.workspace.views.stack(member.id).at(-1) ?? null;
  const openModal = (): View => {
    const view = modal();
    if (!view) throw new Error('No modal is open');
    return view;
  };
  const request = async (body: object): Promise<{ ok: boolean; errors?: Record<string, string> }> => {
    const response = await fetch(new URL('/sandbox/act', sandbox.pageUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(sandbox.pageUrl).origin },
      body: JSON.stringify({ as: member.id, ...body }),
    });
    return (await response.json()) as { ok: boolean; errors?: Record<string, string> };
  };
  const at = (message: Message) => ({ channel: message.channelId, ts: message.ts });
  return {
    id: member.id,
    say: (channel, text, threadTs) => act({ do: 'message', channel, text, threadTs }),
    upload: (channel, text, names) =>
      act({
        do: 'message',
        channel,
        text,
        files: names.map((name) => ({ name, base64: Buffer.from(`%PDF-1.7 of ${name}`).toString('base64') })),
      }),
    edit: (message, text) => act({ do: 'edit', ...at(message), text }),
    remove: (message) => act({ do: 'delete', ...at(message) }),
    react: (message, name) => act({ do: 'react', ...at(message), name }),
    async press(message, actionId, option) {
      const found = findElement(message.blocks ?? [], actionId);
      if (!found) throw new Error(`The message has no ${actionId}: ${JSON.stringify(message.blocks)}`);
      const { block, element } = found;
      const options = element.options as { value: string }[] | undefined;
      const selected = options?.find(({ value }) => option !== undefined && value.startsWith(option));
      const action = selected ? { ...element, selected_option: selected } : element;
      await act({ do: 'action', ...at(message), blockId: block.block_id, actionId, action });
    },
    run: (id) => act({ do: 'run', id }),
    shortcut: (message, callbackId) => act({ do: 'shortcut', ...at(message), callbackId }),
    modal,
    async pressInModal(actionId, value) {
      const view = openModal();
      const found = findElement(view.input.blocks, actionId, value);
      if (!found) throw new Error(`The modal has no ${actionId}: ${JSON.stringify(view.input.blocks)}`);
      const { block, element: action } = found;
      await act({ do: 'view-action', view: view.id, blockId: block.block_id, actionId, action });
    },
    async submit(filled = {}) {
      const answer = await request({ do: 'submit', view: openModal().id, filled });
      if (!answer.ok && !answer.errors) throw new Error(`The sandbox refused: ${JSON.stringify(answer)}`);
      return answer.errors ?? {};
    },
    openHome: () => act({ do: 'open-home', tab: 'home' }),
    home: () => sandbox.workspace.views.home(member.id),
    async pressOnHome(actionId, chosen = {}) {
      const view = sandbox.workspace.views.home(member.id);
      const found = view && findElement(view.input.blocks, actionId);
      if (!found) throw new Error(`The Home tab has no ${actionId}: ${JSON.stringify(view?.input.blocks)}`);
      const { block, element } = found;
      const action = { ...element, ...chosen };
      await act({ do: 'view-action', view: view.id, blockId: block.block_id, actionId, action });
    },
    letters: () =>
      sandbox.workspace.messages
        .inChannel(sandbox.workspace.channel(member.id)?.id ?? '')
        .filter((message) => message.byApp && message.visibleTo === null),
    answers: () => sandbox.workspace.messages.all().filter((message) => message.visibleTo === member.id),
  };
}

function findElement(
  blocks: readonly Block[],
  actionId: string,
  value?: string,
): { block: Block; element: Record<string, unknown> } | null {
  for (const block of blocks) {
    const elements = [
      ...((block.elements as Record<string, unknown>[] | undefined) ?? []),
      block.accessory,
      block.element,
    ];
    for (const element of elements as (Record<string, unknown> | undefined)[]) {
      const isMeant = element?.action_id === actionId && (value === undefined || element.value === value);
      if (element && isMeant) return { block, element };
    }
  }
  return null;
}

/** What the app has posted in a channel for all to see, oldest first; replies in threads included. */
export function postsOf(sandbox: Sandbox, channelId: string): Message[] {
  return sandbox.workspace.messages
    .inChannel(channelId)
    .filter((message) => message.byApp && message.visibleTo === null && !message.tombstone);
}

/** All that a person reads in a view. */
export function textOfView(view: View | null): string {
  return JSON.stringify(view?.input ?? null).replaceAll('\u00a0', ' ');
}

/** All text of a message as a person reads it. */
export function textOf(message: Message): string {
  // A space that does not break looks like any other.
  return JSON.stringify(message.blocks ?? message.text).replaceAll('\u00a0', ' ');
}
