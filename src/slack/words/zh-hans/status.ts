// How the app is doing: sources and status.
import type { BudgetUse } from '../../../domain/model-budget.ts';
import type { statusWords as en } from '../en/status.ts';
import { number, usd } from './grammar.ts';

const TASKS: Record<string, string> = {
  'summarise-article': '摘要',
  'answer-question': '回答',
  'brief-poc': '概念验证说明',
  'embed-articles': '文章向量',
  'embed-question': '问题向量',
};

export const taskName = (task: string): string => TASKS[task] ?? task;

export function budgetUsedUp({ limitUsd, period, task }: BudgetUse): string {
  const next = period === 'day' ? '明天' : '下个月';
  const whose = task ? `（${taskName(task)}）` : '';
  return `模型${whose}${period === 'day' ? '今天' : '本月'}的预算 ${usd(limitUsd)} 已用完，${next}之前（UTC）只有原文摘录`;
}

export const statusWords = {
  noSources: '还没有信息源：请在 config/sources.yaml 里添加。',
  sources: (total, failing) => `${number(total)} 个信息源，${number(failing)} 个读取失败`,
  more: (more) => `另有 ${number(more)} 个`,
  moreFailing: (more) => `另有 ${number(more)} 个读取失败`,
  posts: ({ postedToday, postsPerDay, askedToday, waiting }) =>
    `今天已推送 ${number(postedToday)} 篇，每天上限 ${number(postsPerDay)} 篇，` +
    (askedToday > 0 ? `另有 ${number(askedToday)} 篇由成员添加，` : '') +
    `${number(waiting)} 篇文章待选`,
  model: ({ name, costTodayUsd, costMonthUsd, budget, tasks, usedUp }) => {
    const of = (limit: number | null): string => (limit === null ? '' : `，预算 ${usd(limit)}`);
    const dearest = tasks
      .filter(({ monthUsd }) => monthUsd > 0)
      .map(({ task, monthUsd }) => `${taskName(task)} ${usd(monthUsd)}`);
    return (
      `模型 ${name}：今天已用 ${usd(costTodayUsd)}${of(budget.dayUsd)}；本月已用 ${usd(costMonthUsd)}${of(budget.monthUsd)}` +
      (dearest.length > 1 ? `（${dearest.join('，')}）` : '') +
      (usedUp ? `；${budgetUsedUp(usedUp)}` : '')
    );
  },
  noModel: '未配置模型：摘要为原文摘录，并已注明',
  nothingCollected: '还没有收集过',
  lastCollection: (report, seconds) =>
    `上次收集：${number(report.feeds)} 个信息源，${number(report.items)} 条，其中新增 ${number(report.fresh)} 条，` +
    `读取 ${number(report.read)} 篇，摘要 ${number(report.summarised)} 篇，推送 ${number(report.posted)} 篇，` +
    `失败 ${number(report.failed)} 个，${seconds === null ? '仍在进行' : `用时 ${number(seconds)} 秒`}`,
  failingTitle: '读取失败',
  next: (digest, poc) => `下一期周报：${digest}，下一次概念验证：${poc}`,

  failingTogether: (failing, since) => [
    `${number(failing)} 个读取失败`,
    ...(since === null ? [] : ['，自 ', since, ' 起']),
  ],
  failing: (since) => (since === null ? ['读取失败'] : ['读取失败，自 ', since, ' 起']),
  switchedOff: '已停用',
  notRead: '尚未读取',
  read: (items, when) => [`${number(items)} 条，读取于 `, when],
  colon: '：',
} satisfies typeof en;
