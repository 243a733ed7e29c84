// Chinese lists and numbers. Chinese counts with measure words and has no plural.
import { grammarOf } from '../grammar.ts';

export const { number, shortNumber, list, usd } = grammarOf('zh-Hans');

/** With the space that stands between Chinese characters and Latin words, where what was put in is unknown. */
export function spaced(text: string): string {
  return text
    .replace(/(?<=\p{Script=Han})(?=[A-Za-z0-9#])/gu, ' ')
    .replace(/(?<=[A-Za-z0-9])(?=\p{Script=Han})/gu, ' ');
}
