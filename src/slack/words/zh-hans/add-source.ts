// Adding a source in Slack.
import type { addSourceWords as en } from '../en/add-source.ts';
import { list, number } from './grammar.ts';

export const addSourceWords = {
  title: '添加信息源',
  open: '添加一个要读取的信息源：',
  edit: '添加信息源',
  editLabel: '添加信息源：订阅源、博客、代码仓库等',
  find: '查看',
  add: '添加',
  address: '信息源的地址',
  addressHint: '博客、订阅源、频道或代码仓库：填你平时打开的页面就行',
  notFound: (reason) =>
    `那里没有找到可读的内容：${reason}。请在浏览器里打开核对，换成有文章的页面或订阅源的地址。`,
  already: (id) => `已经在读取，名称是“${id}”。`,
  name: '卡片上显示的名称',
  rate: (perWeek) => {
    if (perWeek === null) return '更新频率未知：条目没有日期。';
    return perWeek >= 1 ? `每周大约更新 ${number(Math.round(perWeek))} 条。` : '每周更新不到一条。';
  },
  newest: '最新内容',
  others: (titles, more) => `那里还有：${list(titles)}${more > 0 ? `，以及另外 ${number(more)} 个` : ''}`,
  added: (title) => `已添加：${title}。从现在起开始读取。`,
  known: (title) => `${title} 已经添加过了。`,
} satisfies typeof en;
