// The log of changes, and the refusal of who may not make them.
import type { changeLogWords as en } from '../en/change-log.ts';
import { list } from './grammar.ts';

export const changeLogWords = {
  none: '还没有人在 Slack 里改动过设置，以 config/ 里的配置为准。',
  title: '最近的改动',
  forgottenPerson: '某位要求删除数据的成员',
  sourceAdded: (source) => ['添加了信息源 ', source],
  sourceRemoved: (source) => ['停用了信息源 ', source],
  profileChanged: (fields) => `修改了频道设置：${list(fields)}`,
  profileReset: (fields) => `撤销了频道设置的改动：${list(fields)}`,
  pocProposed: (title) => ['提议了概念验证 ', title],
  storySplit: (title) => ['拆为单独的一件事：', title],
  managersOnly: '只有频道管理者可以改动这里。',
  managersAre: '只有频道管理者可以改动这里：',
  askOne: '。请找他们中的一位。',
} satisfies typeof en;
