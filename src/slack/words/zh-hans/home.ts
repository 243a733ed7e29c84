// The Home tab.
import type { homeWords as en } from '../en/home.ts';

export const homeWords = {
  howTo: [
    '在频道里发一个链接：摘要会出现在讨论串里。',
    '用 👍 或按钮投票：每周最受欢迎的文章会进周报。',
    '想动手做的，点“🛠 做概念验证”：呼声最高的会写成方案。',
  ],
  nextLesson: '你的下一课',
  saves: '你的收藏',
  noSaves: '还没有收藏：在卡片上点“🔖 收藏”。',
  allSaves: (command) => `查看全部：\`${command} save list\``,
  verbs: '你可以这样问',
} satisfies typeof en;
