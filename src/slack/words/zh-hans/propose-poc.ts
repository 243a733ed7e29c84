// A new PoC that a person proposes.
import type { proposePocWords as en } from '../en/propose-poc.ts';
import { number } from './grammar.ts';

export const proposePocWords = {
  title: '提议概念验证',
  open: '提议你自己的概念验证：',
  edit: '提议概念验证',
  editLabel: '为你选的文章提议一个概念验证',
  propose: '提议',
  intro: '说明会发到频道里，其他人可以加入。你留空的部分会根据文章写出来。',
  article: '针对哪篇文章？',
  orAddress: '或者针对其他网页',
  address: '针对哪个网页？',
  name: '名称',
  hypothesis: '假设',
  hypothesisHint: '如果可行，对你们团队来说意味着什么？',
  metric: '指标',
  hours: '限时（小时）',
  hoursRange: (least, most) => `${number(least)} 到 ${number(most)} 之间的整数`,
  whichArticle: '请选一篇文章，或填写网页地址',
  proposed: (title) => `已提议：${title}。马上会发到频道。`,
  prompted: (command) => `这篇文章已有概念验证：${command} poc`,
  refused: {
    'no-article': '这不是网页地址：应以 https:// 开头',
    unreadable: '这个网页没有可以读取的文字，写不出说明。',
  },
} satisfies typeof en;
