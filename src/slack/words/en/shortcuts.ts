// The app's entries in a message's menu.
import { count } from './grammar.ts';

export const shortcutWords = {
  summaryTitle: 'Summary',
  loading: 'One moment …',
  noLink: 'This message has no link that could be read.',
  unreadable: (reason: string) => `I could not read it: ${reason}.`,
  share: (channel: string) => `Share to #${channel}`,
  shareLabel: (channel: string) => `Share to #${channel}, for all to see`,
  sharedIn: (channel: string) => `Shared: its card is in #${channel}, or comes in a moment.`,
  added: (added: number, known: number, channel: string): string =>
    `${count(added, { one: 'card comes', other: 'cards come' })} to #${channel} in a moment.` +
    (known > 0 ? ` ${count(known, { one: 'link was', other: 'links were' })} there before.` : ''),
};
