// What is read: the health of each source, finding a new one, dropping one.
import type { sourceWords as en } from '../en/sources.ts';
import { number } from './grammar.ts';

function rate(itemsPerWeek: number): string {
  const whole = Math.round(itemsPerWeek);
  return whole === 0 ? '每周不到 1 条' : `每周 ${number(whole)} 条`;
}

export const sourceWords = {
  health: (itemsPerWeek, voted, posted) =>
    [
      itemsPerWeek === null ? '条目没有日期' : rate(itemsPerWeek),
      ...(posted > 0 ? [`${number(posted)} 张卡片中 ${number(voted)} 张有人投票`] : []),
    ].join(' · '),
  times: (read, next) => [' · 读取于 ', read, ...(next === null ? [] : ['，下次 ', next])],
  page: (page, pages) => `第 ${number(page)} 页，共 ${number(pages)} 页。`,
  nextPage: (command) => `更多：${command}`,
  unloved: (days, names) => [
    `以下信息源的卡片 ${number(days)} 天内无人投票：`,
    ...names.flatMap((name, index) => (index > 0 ? ['、', name] : [name])),
    '。',
  ],
  howToDrop: (command) => `停用其中一个：${command} source drop 名称`,
  undo: (command, id) => `撤销添加：${command} source drop ${id}`,
  dropped: (id) => `已停用 ${id}，它带来的文章会保留。`,
  unknown: (id) => `没有名为 ${id} 的信息源在读取。名称见列表：sources`,
} satisfies typeof en;
