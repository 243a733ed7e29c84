// What stands around the answer to a question.
import type { askWords as en } from '../en/ask.ts';

export const askWords = {
  byModel: '由模型根据以上文章写成，并与原文核对过。',
  passages: '大家分享过的文章中最相关的段落：',
  notFound: '这里分享过的内容里没有答案。最接近的是：',
  otherSide: '另有来源说法不同：',
  nothing: '这里分享过的内容里没有答案，也没有相近的文章。',
} satisfies typeof en;
