// The Home tab.
import type { homeWords as en } from '../en/home.ts';
import { bar } from '../grammar.ts';
import { number } from './grammar.ts';

export const homeWords = {
  title: '你的 discuss-ai',
  noChannel: '你还没有加入这个应用负责的频道。加入后，这里会显示频道本周的内容。',
  weekIn: (channel) => `#${channel} 最近 7 天`,
  week: (posted, voters) => `推送 ${number(posted)} 篇文章，${number(voters)} 人投票`,

  topics: '你的话题',
  noTopics: '频道还没有设置话题。',
  chooseTopics: '选择话题',
  follow: '关注',
  followHint: '个人简报只包含这些话题。一个都不选，就包含所有未屏蔽的话题。',
  mute: '屏蔽',
  muteHint: '不会出现在你的个人简报里。频道内容不受影响。',

  digest: '你的个人简报',
  digestHint: '你的话题里没在频道出现过的新文章，会用私信发给你。',
  frequencies: { off: '关闭', daily: '每天', weekly: '每周一' },
  hour: (hour) => `${String(hour).padStart(2, '0')}:00`,
  nextDigest: (when) => `下一期：${when}`,
  digestOff: '已关闭：不会给你发消息',
  zone: (zone) => `你在 Slack 里的时区：${zone}`,

  searchSaves: '搜索你的收藏',
  searchHint: '输入关键词，按回车',
  votes: '你的投票',
  noVotes: '你还没有投过票。',
  newer: '← 较新',
  older: '较早 →',
  learning: '你的学习路线',
  progress: (done, total) => `${bar(done, total)} 已读 ${number(done)} 课，共 ${number(total)} 课`,

  howTo: [
    '在频道里发一个链接：摘要会出现在讨论串里。',
    '用 👍 或按钮投票：每周最受欢迎的文章会进周报。',
    '想动手做的，点“🛠 做概念验证”：呼声最高的会写成方案。',
  ],
  saves: '你的收藏',
  noSaves: '还没有收藏：在卡片上点“🔖 收藏”。',
  verbs: '你可以这样问',
} satisfies typeof en;
