// A person's own digest.
import type { personalDigestWords as en } from '../en/personal-digest.ts';
import { list, number } from './grammar.ts';

export const personalDigestWords = {
  title: (articles) => `你的话题有 ${number(articles)} 篇新文章`,
  quiet: '本周你的话题里没有频道以外的新内容。',
  why: (topics) =>
    `${topics.length > 0 ? `话题：${list(topics)}。` : ''}话题和时间在主页标签里设置，也可以在那里关闭。`,
} satisfies typeof en;
