// The app's entries in a message's menu.

export const shortcutWords = {
  summaryTitle: 'Summary',
  loading: 'One moment …',
  noLink: 'This message has no link that could be read.',
  unreadable: (reason: string) => `I could not read it: ${reason}.`,
  share: (channel: string) => `Share to #${channel}`,
  shareLabel: (channel: string) => `Share to #${channel}, for all to see`,
  sharedIn: (channel: string) => `Shared: its card is in #${channel}, or comes in a moment.`,
};
