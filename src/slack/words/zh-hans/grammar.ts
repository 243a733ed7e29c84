// Chinese lists and numbers. Chinese counts with measure words and has no plural.
import { grammarOf } from '../grammar.ts';

export const { number, list, usd } = grammarOf('zh-Hans');
