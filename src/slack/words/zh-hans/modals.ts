// The modals that a card and a PoC open.
import type { modalWords as en } from '../en/modals.ts';

import { list, spaced } from './grammar.ts';

export const modalWords = {
  cancel: '取消',
  close: '关闭',

  lessTitle: '少推这类',
  send: '提交',
  lessQuestion: '哪里不合适？',
  lessReasons: {
    topic: '不是我们关心的话题',
    source: '不喜欢这个信息源',
    'too-basic': '太浅',
    'too-hard': '太难',
    'old-news': '旧闻',
  },

  levels: { introductory: '入门', general: '通俗', technical: '技术', research: '研究' },
  lessMeans: {
    topic: (topics) => spaced(`少推与${list(topics)}相关的文章`),
    noTopic: '这张卡片不是按频道话题选出的',
    source: (source) => `少推来自 ${source} 的文章`,
    'too-basic': (level) => `更有深度的排在前面；这篇属于${level}类`,
    'too-hard': (level) => `更容易读的排在前面；这篇属于${level}类`,
    'old-news': '新文章排在旧文章前面',
  },

  demoTitle: '分享演示',
  share: '分享',
  demoWhere: '演示在哪里？',
  demoHint: 'GitHub 仓库，Hugging Face 的 Space、模型或数据集，或其他网页',
  demoDoubt: (reason) => `打不开这个地址：${reason}。如果它是私有的，或者你确定没错，请再按一次“分享”。`,
  demoNote: '你发现了什么？',
} satisfies typeof en;
