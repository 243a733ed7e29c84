// The learning track.
import type { learningWords as en } from '../en/learning.ts';
import { number } from './grammar.ts';

export const learningWords = {
  lesson: (nth, total, title) => [`第 ${number(nth)} 课，共 ${number(total)} 课：`, title],
  done: '读完了，下一课',
  doneLabel: '读完了，下一课：把这一课标为已读',
  atTheEnd: '你已学完整条学习路线。',
  allRead: (lessons) => `你已学完整条学习路线：共 ${number(lessons)} 课。`,
  noTrack: '还没有设置学习路线：请在 config/learning.yaml 里添加课程。',
} satisfies typeof en;
