// Cards, and what else is said of one article.
import type { WhyHere } from '../../../domain/article.ts';
import type { Pieces } from '../grammar.ts';
import { count, list, number, shortNumber } from './grammar.ts';

export const cardWords = {
  vote: '👍 Vote',
  voteLabel: 'Vote for this article, or take your vote back',
  save: '🔖 Save',
  saveLabel: 'Save this article to your list, or remove it',
  wishPoc: '🛠 Make it a PoC',
  wishPocLabel: 'Make it a PoC: ask for a proof of concept of this article',
  lessLikeThis: 'Less like this',
  why: 'Why?',

  authors: (authors: number) => count(authors, { one: 'author', other: 'authors' }),
  minutes: (minutes: number) => `${number(minutes)} min read`,
  stars: (stars: number) => `★ ${number(stars)}`,
  likes: (likes: number) => count(likes, { one: 'like', other: 'likes' }),
  /** Weights of a model. */
  parameters: (weights: number) => `${shortNumber(weights)} parameters`,
  downloads: (downloads: number) => `${shortNumber(downloads)} downloads a month`,
  lastCommit: (day: string) => `last commit ${day}`,
  archived: 'archived: no longer worked on',
  pages: (pages: number, read: number) =>
    read < pages
      ? `first ${number(read)} of ${number(pages)} pages`
      : count(pages, { one: 'page', other: 'pages' }),
  alsoOn: (places: readonly string[]) => `also on ${places.join(', ')}`,
  unknownSource: 'unknown source',
  /** After a point of the summary: a link to the sentence it rests on. */
  source: 'source',
  tryIt: 'Try it: ',
  /** Before a limit or caveat that the authors state. */
  limit: 'But: ',
  /** The article's own words, where the model's did not hold. */
  quoted: (sentence: string) => `“${sentence}”`,
  quote: 'quote',
  wrong: 'Wrong',
  reason: ({ kind, topics, channelName }: WhyHere & { channelName: string }) =>
    `${list(topics)}, which #${channelName} ${kind === 'voted' ? 'votes for' : 'follows'}`,
  whyHere: (why: string) => `Why here: ${why}`,
  sharedBy: <Part>(person: Part): Pieces<Part> => ['shared by ', person],
  wantPoc: (wishes: number) => `${count(wishes, { one: 'wants', other: 'want' })} a PoC`,
  noVotes: 'No votes yet',
  /** Only what a reader must know; the menu's Why? says more. */
  extract: 'extract, without a model',
  partOf: (given: number, of: number) => `from ${number(given)} of ${number(of)} sentences`,
  thread: 'thread',

  alreadyDiscussed: (title: string) => `Already discussed: ${title}`,
  itsThread: 'its thread',
  unreadable: (title: string) => `${title}: could not be read`,
  notRead: (reason: string) => `I could not read it: ${reason}. Votes on it count all the same.`,
};
