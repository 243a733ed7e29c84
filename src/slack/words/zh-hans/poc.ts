// Proofs of concept: the prompt, the list, and the answers to those who take part.
import type { pocWords as en } from '../en/poc.ts';
import { number } from './grammar.ts';

export const pocWords = {
  title: (title) => `概念验证 · ${title}`,
  summary: (title, hypothesis) => `概念验证：${title}。${hypothesis}`,
  from: (article) => ['源自 ', article],
  hypothesis: '假设：',
  forWhom: '适合谁做：',
  timeBox: '时间上限：',
  hours: (hours) => `${number(hours)} 小时`,
  steps: '步骤',
  metric: '衡量标准：',
  data: '数据：',
  cost: '成本：',
  done: '完成标志：',
  demos: '演示',
  demoBy: (demo, person) => [demo, '，来自 ', person],
  people: (people, more) => `参加者：${people.join('、')}${more > 0 ? ` 等，另有 ${number(more)} 人` : ''}`,
  nobody: '还没有人参加：两个人就够，一个动手做，一个懂业务',
  fromTemplate: '方案来自模板，未使用模型',
  join: '🙋 我参加',
  joinLabel: '我参加：加入这个概念验证，或退出',
  shareDemo: '分享演示',
  shareDemoLabel: '分享演示：展示这个概念验证的成果',

  listTitle: '概念验证',
  list: (titles) => `概念验证：${titles.join('；')}`,
  none: '还没有概念验证。在卡片上点“🛠 做概念验证”，呼声最高的文章就是下一个。',
  demoCount: (demos) => `${number(demos)} 个演示`,

  wished: (wishes, when) => [
    wishes === 1 ? '你是第一个想做它的概念验证的人。' : `已有 ${number(wishes)} 人想做它的概念验证。`,
    '呼声最高的文章会写成方案，时间是 ',
    when,
    '。',
  ],
  wishWithdrawn: '已收回你的概念验证意愿。',
  prompted: (command) => `它已经有概念验证了：${command} poc`,
  unknown: '这里已经没有这个概念验证的记录了。',
  left: '你已退出这个概念验证。',
  joined: (others) =>
    others > 0
      ? '你已加入。去讨论串里和大家打个招呼吧。'
      : '你是第一个加入的。在讨论串里开个头：你会先试什么？',
  demoShown: '你的演示已展示在概念验证下面，也会出现在下一期周报里。',
  demoRefused: {
    unknown: '这里已经没有这个概念验证的记录了。',
    'not-an-address': '请写以 https:// 开头的网址',
    'no-repository':
      'GitHub 和 Hugging Face 的地址要写到仓库、Space、模型或数据集：https://github.com/team/demo',
  },
} satisfies typeof en;
