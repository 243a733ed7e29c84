// The list of what the app understands, and what to do about words that it does not.
import type { helpWords as en } from '../en/help.ts';

export const helpWords = {
  intro: '我听得懂这些：',
  unknown: (words) => `我不认识“${words}”。我听得懂这些：`,
  verbs: {
    top: ['top [week|month|all]', '大家投票选出的文章'],
    search: ['search 关键词', '按内容查找文章'],
    ask: ['ask 问题', '根据这里分享过的内容回答，并注明出处'],
    add: ['add 网址', '读取一篇文章，写好摘要并发到频道'],
    split: ['split 网址', '一张卡片混了两件事？把这个网址的拆出来'],
    summarise: ['summarise 网址', '只给你看的摘要'],
    digest: ['digest', '本周周报的当前内容，只有你能看到'],
    poc: ['poc', '概念验证：招募中、进行中、已演示'],
    'propose-poc': ['poc new', '提议一个概念验证'],
    learn: ['learn', '你的下一课'],
    saves: ['save list', '你的收藏'],
    sources: ['sources', '有哪些信息源，哪些读取失败'],
    source: ['source add [网址]', '添加网页、频道或代码仓库：先给你看内容，再由你决定'],
    status: ['status', '应用的运行状况'],
    models: ['models', '最近一次比较中各模型写摘要的水平'],
    profile: ['profile', '这个频道读什么、什么时候发；可以在这里修改'],
    log: ['log', '最近有哪些改动，是谁改的'],
    export: ['export', '以文件形式取得保存的全部个人数据'],
    'forget-me': ['forget me', '删除保存的全部个人数据'],
    help: ['help', '这份列表'],
  },
  incomplete: {
    'bare-link': '要把链接发到频道，请写：add 网址',
    'no-query': '请写要找什么，例如：search 推测解码',
    'no-question': '请写你想知道什么，例如：ask 怎样降低推理成本？',
    'no-source': '请写明要添加或停用什么，例如：source add https://example.org/blog，或 source drop 名称',
    'no-link': '请写要添加的链接，例如：add https://arxiv.org/abs/1706.03762',
    'no-link-to-split': '请写哪篇文章和卡片说的不是一件事，例如：split https://example.org/news/1',
    'no-link-to-summarise': '请写要摘要的链接，例如：summarise https://arxiv.org/abs/1706.03762',
  },
  noAddress: (word) => `“${word}”不是网址。请写完整，例如：https://arxiv.org/abs/1706.03762`,
} satisfies typeof en;
