// Thumbs under an answer.
import type { ratingWords as en } from '../en/rating.ts';

export const ratingWords = {
  helpful: '有帮助',
  helpfulLabel: '这个回答有帮助',
  notHelpful: '没有帮助',
  notHelpfulLabel: '这个回答没有帮助',
  gone: '这个回答已不再保存，无法评价。',
  helped: '记下了：有帮助。',
  didNotHelp: '记下了：没有帮助。改进回答时会用到你的评价。',
} satisfies typeof en;
