// The weekly digest.
import type { digestWords as en } from '../en/digest.ts';
import { list, number, usd } from './grammar.ts';
import { budgetUsedUp } from './status.ts';

export const digestWords = {
  title: (channel) => `#${channel} 本周周报`,
  week: (week) => {
    const counts = [
      `推送 ${number(week.posted)} 篇文章`,
      week.voters > 0 ? `${number(week.voters)} 人投票` : '还没有人投票',
      week.shared > 0 ? `分享 ${number(week.shared)} 个链接` : '',
      week.demos > 0 ? `${number(week.demos)} 个演示` : '',
    ].filter(Boolean);
    return `${week.period}：${counts.join('，')}。${week.most ? `最受欢迎的是${week.most}。` : ''}`;
  },
  quiet: (channel) => `#${channel} 本周很安静：没有推送，也没有人投票。`,
  readInstead: '不妨读读：',
  openToJoin: '欢迎加入：',
  shareALink: '在这里发一个链接，讨论串里就会出现它的摘要。',
  more: (articles, command) => `还有 ${number(articles)} 篇：\`${command} top week\``,
  alsoShared: '大家还分享了',
  pocs: '概念验证',
  membersIn: (members) => (members > 0 ? `${number(members)} 人参加` : '还没有人参加'),
  demos: '本周演示',
  shownBy: (demo, person) => [demo, ' · 演示者 ', person],
  lesson: '每周一课',
  trend: {
    topic: '大家在投什么',
    lastWeeks: (weeks) => `最近 ${number(weeks)} 周`,
    votes: '票数',
  },
  health: (health) => {
    const { failing } = health;
    const others = failing ? failing.sources - failing.names.length : 0;
    const failed = failing
      ? `，${number(failing.sources)} 个读取失败${failing.since ? `（自 ${failing.since} 起）` : ''}：` +
        list(others > 0 ? [...failing.names, `另外 ${number(others)} 个`] : failing.names)
      : '';
    const cost =
      health.costUsd === null
        ? '摘要为原文摘录，未配置模型'
        : `本周模型花费 ${usd(health.costUsd)}${health.usedUp ? `；${budgetUsedUp(health.usedUp)}` : ''}`;
    return `已读取 ${number(health.read)} 个信息源${failed}；${cost}。`;
  },
  preview: '预览：只有你能看到。',
} satisfies typeof en;
