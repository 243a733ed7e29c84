// A person's own digest.
import { count, list } from './grammar.ts';

export const personalDigestWords = {
  title: (articles: number) =>
    `${count(articles, { one: 'new article', other: 'new articles' })} in your topics`,
  quiet: 'Nothing new in your topics this week that was not in your channels.',
  why: (topics: readonly string[]) =>
    `${topics.length > 0 ? `About ${list(topics)}. ` : ''}Topics and hour are on the Home tab, where it can be switched off.`,
};
