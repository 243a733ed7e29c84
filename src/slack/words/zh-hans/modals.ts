// The modals that a card and a PoC open.
import type { modalWords as en } from '../en/modals.ts';

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

  demoTitle: '分享演示',
  share: '分享',
  demoWhere: '演示在哪里？',
  demoHint: '代码仓库、Space、视频或文档',
  demoNote: '你发现了什么？',
  failed: '没有成功。请过一分钟再试。',
} satisfies typeof en;
