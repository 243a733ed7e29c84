// 同一件事的其他来源，以及文章后来的变化。
import type { storyWords as en } from '../en/story.ts';
import { list, number } from './grammar.ts';

export const storyWords = {
  alsoOn: (places, more) =>
    more > 0
      ? `同一件事还见于 ${places.join('、')} 等 ${number(places.length + more)} 处`
      : `同一件事还见于 ${list(places)}`,
  version: (version) => `第 ${number(version)} 版已发布`,
  versionMark: (version) => `第 ${number(version)} 版`,
  withdrawn: '作者已撤回此文',
  withdrawnMark: '已撤回',
  split: (title) => `${title} 现在单独算一件事。原来那件事的卡片不再列出它，它自己也可以有卡片。`,
  notShared: '这个网址的文章没有和别的文章算作同一件事。',
  headline: (before, now) => `标题原为“${before}”，现为 ${now}`,
} satisfies typeof en;
