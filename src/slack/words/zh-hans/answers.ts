// Short private answers to what people press, submit and ask.
import type { answerWords as en } from '../en/answers.ts';
import { number } from './grammar.ts';

export const answerWords = {
  failed: '操作没有成功，原因已记入日志。请过一分钟再试。',
  notOpened: 'Slack 没能及时打开表单。没有丢失任何内容，请稍后再试一次。',
  filesNotRead:
    '我只读链接，不读上传的文件：文件内容不会离开 Slack。请发网页或 PDF 的网址，摘要会出现在讨论串里。',
  noChannel: '你不在我负责的任何频道里。请先加入一个；有哪些频道，见 config/channels.yaml。',
  unknownArticle: '这里已经没有这篇文章的记录了。',
  unknownMessage: '这里已经没有这条消息的记录了。',

  voteWithdrawn: '已收回你的票。',
  votedByReaction: '你的表情回应已经算一票。要收回，请取消那个表情。',
  voteUncounted: '这里已经没有这条消息的记录，所以这一票没有计入。',

  saved: (command) => `已收藏。查看收藏：${command} save list`,
  unsaved: '已移出收藏。',
  savesTitle: '收藏',
  saves: (saves) => `你收藏了 ${number(saves)} 篇文章。`,
  noSaves: '你还没有收藏。在卡片上点“🔖 收藏”，文章就会留在这里。',
  unsave: '移出',
  unsaveLabel: '移出：把这篇文章移出收藏',
  olderSaves: (saves) => `另有 ${number(saves)} 篇较早的收藏。`,

  top: {
    week: { voted: '最近 7 天的热门', unvoted: '最近 7 天还没有人投票。最新的是：' },
    month: { voted: '最近 30 天的热门', unvoted: '最近 30 天还没有人投票。最新的是：' },
    all: { voted: '历来最热门', unvoted: '还没有人投过票。最新的是：' },
  },
  nothingOnTop: {
    week: '最近 7 天没有推送，也没有人投票。',
    month: '最近 30 天没有推送，也没有人投票。',
    all: '还没有推送，也没有人投票。',
  },
  found: (query) => `“${query}”的查找结果`,
  nothingFound: (query) => `没有找到“${query}”。可以少写几个词，或换个说法。`,

  added: (added, known, channel) =>
    `${number(added)} 张卡片马上会发到 #${channel}。${known > 0 ? `另有 ${number(known)} 个链接之前已有。` : ''}`,
  knownAlready: '这篇已经有了',
  addRefused: {
    'not-an-address': '这不是网页的地址：它应以 https:// 开头',
    private:
      '内网地址，以及 80 和 443 以外的端口，我不读取。部署我的人可以用 ALLOW_PRIVATE_HOSTS 放行某个主机。',
    'not-taken': '无法收录这篇文章。请稍后再试；仍然不行的话，原因在日志里。',
  },
  addUnreadable: (host, reason, channel) =>
    `读取不到 ${host} 的这个网页，所以没有卡片：${reason}。请在浏览器里核对地址，稍后再试；` +
    `也可以把链接发到 #${channel}，大家可以直接给它投票。`,

  noted: (meaning) => `记下了，之后选文章时：${meaning}。`,

  why: (why) => `推荐理由：${why}。`,
  sharedHere: '这是团队成员分享的。',
  howExtract: '摘要是摘录：句子来自原文，未经模型挑选。',
  howModel: (quotes) => (quotes > 0 ? '摘要由模型撰写，依据的是：' : '摘要由模型撰写。'),
  quotedInstead: '模型的说法与原文不符，改为引用原文：',
  partOf: ({ given, of }) => `文章较长：模型读的是全文 ${number(of)} 句中最重要的 ${number(given)} 句。`,
  spokenToModel: (left) => `略去 ${number(left)} 句：它们是写给语言模型的，不是写给读者的。`,
  topics: (topics) => `话题：${topics}`,
  more: (more) => `另有 ${number(more)} 个`,
} satisfies typeof en;
