// A summary that is wrong: what is asked, and what comes of it.
import type { wrongWords as en } from '../en/wrong.ts';

export const wrongWords = {
  title: '哪里有误？',
  question: '这份摘要',
  reasons: {
    number: '数字或日期不对',
    name: '名称不对',
    opposite: '与原文意思相反',
    'not-in-article': '说了原文没有的内容',
    'missed-the-point': '没有抓住重点',
    other: '有其他错误',
  },
  note: '应该怎么说？',
  hint: '与摘要一起保存，用来检验模型，不会发送给模型。',
  answers: {
    'taken-back': '谢谢。摘要已撤回，卡片将改为引用原文。',
    'already-an-extract': '卡片上是原文的句子，没有可以撤回的摘要。',
  },
} satisfies typeof en;
