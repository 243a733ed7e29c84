// Does on the sandbox what its page does for a person: the same requests, over HTTP.
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export interface Shown {
  me: string;
  channels: { id: string; name: string; messages: Record<string, unknown>[]; hasEarlier: boolean }[];
  modal: (Record<string, unknown> & { id: string }) | null;
  depth: number;
  home: (Record<string, unknown> & { id: string }) | null;
}

export interface Answer {
  ok: boolean;
  problem?: string;
  note?: string;
  errors?: Record<string, string>;
}

export async function actAs(
  sandbox: Sandbox,
  personId: string,
  what: Record<string, unknown>,
): Promise<Answer> {
  const response = await fetch(new URL('/sandbox/act', sandbox.pageUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(sandbox.pageUrl).origin },
    body: JSON.stringify({ as: personId, ...what }),
  });
  return (await response.json()) as Answer;
}

/** Everything that the page shows to a person. */
export async function shownTo(sandbox: Sandbox, personId: string): Promise<Shown> {
  const response = await fetch(new URL(`/sandbox/state?as=${personId}`, sandbox.pageUrl));
  return (await response.json()) as Shown;
}

export async function messagesShown(sandbox: Sandbox, personId: string, channelId: string) {
  const { channels } = await shownTo(sandbox, personId);
  return channels.find(({ id }) => id === channelId)?.messages ?? [];
}
