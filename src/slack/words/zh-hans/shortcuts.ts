// The app's entries in a message's menu.
import type { shortcutWords as en } from '../en/shortcuts.ts';

export const shortcutWords = {
  summaryTitle: '摘要',
  loading: '请稍候……',
  noLink: '这条消息里没有可以读取的链接。',
  unreadable: (reason) => `读取失败：${reason}。`,
  share: (channel) => `分享到 #${channel}`,
  shareLabel: (channel) => `分享到 #${channel}，所有人可见`,
  sharedIn: (channel) => `已分享：卡片在 #${channel}，或马上就到。`,
} satisfies typeof en;
