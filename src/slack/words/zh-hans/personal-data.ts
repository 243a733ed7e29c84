// Forgetting a person and giving them their data: what is asked before, and what is said after.
import type { personalDataWords as en } from '../en/personal-data.ts';
import { list, number } from './grammar.ts';

export const personalDataWords = {
  ask: '删除我的数据？',
  whatGoes:
    '你的投票、收藏、链接、话题、课程、报名、演示、提问和评价都会被删除。' +
    '你做过的改动会留在记录里，但不再显示你的名字。此操作无法撤销。',
  copyFirst: (command) => `想先留一份副本：\`${command} export\``,
  forget: '删除我的数据',
  forgetLabel: '删除我的数据：保存的全部内容都会删除',
  keep: '先不删',
  nothingToForget: '没有保存任何与你有关的数据。',
  forgotten: (kept) => `已删除：${list(kept)}。你在 Slack 里的表情回应还在，但不再计入；以后新加的会计入。`,
  nothingKept: '没有保存任何与你有关的数据。说明文件已发到你和我的私信里。',
  exported: (kept) => `与你有关的全部数据已整理成文件，发到了你和我的私信里：${list(kept)}。`,
  kept: {
    vote: (rows) => `${number(rows)} 票`,
    save: (rows) => `${number(rows)} 篇收藏`,
    share: (rows) => `${number(rows)} 个分享的链接`,
    feedback: (rows) => `${number(rows)} 条“少推这类”`,
    lesson_done: (rows) => `${number(rows)} 节读完的课`,
    poc_member: (rows) => `参加的 ${number(rows)} 个概念验证`,
    demo: (rows) => `${number(rows)} 个演示`,
    answer: (rows) => `${number(rows)} 个提问`,
    answer_feedback: (rows) => `${number(rows)} 次评价`,
  },
} satisfies typeof en;
