// Cards, and what else is said of one article.
import type { cardWords as en } from '../en/card.ts';
import { list, number, shortNumber, spaced } from './grammar.ts';

export const cardWords = {
  vote: '👍 投票',
  voteLabel: '投票：给这篇文章投票，或收回你的票',
  save: '🔖 收藏',
  saveLabel: '收藏：把这篇文章加入你的收藏，或移出',
  wishPoc: '🛠 做概念验证',
  wishPocLabel: '做概念验证：希望把这篇文章做成概念验证',
  lessLikeThis: '少推这类',
  why: '为什么推这篇？',

  authors: (authors) => `${number(authors)} 位作者`,
  minutes: (minutes) => `约 ${number(minutes)} 分钟读完`,
  stars: (stars) => `★ ${number(stars)}`,
  likes: (likes) => `${number(likes)} 个赞`,
  parameters: (weights) => `${shortNumber(weights)}参数`,
  downloads: (downloads) => `每月下载 ${shortNumber(downloads)}次`,
  lastCommit: (day) => `最近提交：${day}`,
  archived: '已归档，不再维护',
  pages: (pages, read) =>
    read < pages ? `读了 ${number(pages)} 页中的前 ${number(read)} 页` : `共 ${number(pages)} 页`,
  alsoOn: (places) => `另见 ${places.join('、')}`,
  unknownSource: '来源不明',
  source: '原文',
  tryIt: '试一试：',
  limit: '但是：',
  quoted: (sentence) => `“${sentence}”`,
  quote: '引文',
  wrong: '内容有误',
  reason: ({ kind, topics, channelName }) =>
    spaced(
      kind === 'voted' ? `#${channelName} 常给${list(topics)}投票` : `#${channelName} 关注${list(topics)}`,
    ),
  whyHere: (why) => `推荐理由：${why}`,
  sharedBy: (person) => ['由 ', person, ' 分享'],
  wantPoc: (wishes) => `${number(wishes)} 人想做概念验证`,
  noVotes: '还没有人投票',
  extract: '摘录，未使用模型',
  partOf: (given, of) => `根据全文 ${number(of)} 句中的 ${number(given)} 句`,
  thread: '讨论串',

  alreadyDiscussed: (title) => `之前讨论过：${title}`,
  itsThread: '查看讨论串',
  unreadable: (title) => `${title}：无法读取`,
  notRead: (reason) => `未能读取：${reason}。你仍然可以给它投票。`,
} satisfies typeof en;
