// Events of a person in the product's channel, as Slack sends them.
import type { Posted, Product } from './product.ts';

let times = 0;
/** Event times rise, as Slack's do. */
export function nextTs(): string {
  times += 1;
  return `1795332487.${String(times).padStart(6, '0')}`;
}

export function reactionTo(product: Product, at: Posted, changes: Record<string, unknown> = {}) {
  const { channelId: channel, personId: user } = product.workspace;
  const item = { type: 'message', channel, ts: at.ts };
  return { type: 'reaction_added', user, reaction: '+1', item, event_ts: nextTs(), ...changes };
}

export function messageIn(product: Product, changes: Record<string, unknown>) {
  const { channelId: channel, personId: user } = product.workspace;
  const ts = nextTs();
  return { type: 'message', channel, channel_type: 'channel', user, ts, event_ts: ts, ...changes };
}
