// Terms that several features share: the one place that says what a thing is called.
import type { termWords as en } from '../en/terms.ts';
import { number } from './grammar.ts';

const kinds = {
  paper: '论文',
  model: '模型',
  tool: '工具',
  news: '资讯',
  funding: '融资',
  event: '活动',
  lesson: '教程',
  demo: '演示',
};

export const termWords = {
  kinds,
  kindTitles: kinds,
  kindsInSentence: kinds,
  pocStatus: { open: '招募中', claimed: '进行中', shown: '已演示' },
  votes: (votes) => `👍 ${number(votes)}`,
} satisfies typeof en;
