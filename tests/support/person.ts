// A member of the sandbox's workspace, who acts through its page as a person would.
import type { Block, Message } from '../../src/sandbox/messages.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export interface Person {
  id: string;
  say(channel: string, text: string, threadTs?: string): Promise<void>;
  edit(message: Message, text: string): Promise<void>;
  remove(message: Message): Promise<void>;
  react(message: Message, name: string): Promise<void>;
  press(message: Message, actionId: string, option?: string): Promise<void>;
  run(action: string): Promise<void>;
  /** Answers that only this person sees, newest last. */
  answers(): Message[];
}

export function personOf(sandbox: Sandbox, index = 0): Person {
  const member = sandbox.members[index];
  if (!member) throw new Error(`There is no member ${index}`);
  const act = async (body: object): Promise<void> => {
    const response = await fetch(new URL('/sandbox/act', sandbox.pageUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(sandbox.pageUrl).origin },
      body: JSON.stringify({ as: member.id, ...body }),
    });
    const answer = (await response.json()) as { ok: boolean };
    if (!answer.ok) throw new Error(`The sandbox refused: ${JSON.stringify(answer)}`);
  };
  const at = (message: Message) => ({ channel: message.channelId, ts: message.ts });
  return {
    id: member.id,
    say: (channel, text, threadTs) => act({ do: 'message', channel, text, threadTs }),
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
    answers: () => sandbox.workspace.messages.all().filter((message) => message.visibleTo === member.id),
  };
}

function findElement(
  blocks: readonly Block[],
  actionId: string,
): { block: Block; element: Record<string, unknown> } | null {
  for (const block of blocks) {
    const elements = [...((block.elements as Record<string, unknown>[] | undefined) ?? []), block.accessory];
    for (const element of elements as (Record<string, unknown> | undefined)[]) {
      if (element?.action_id === actionId) return { block, element };
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

/** All text of a message as a person reads it. */
export function textOf(message: Message): string {
  // A space that does not break looks like any other.
  return JSON.stringify(message.blocks ?? message.text).replaceAll('\u00a0', ' ');
}
