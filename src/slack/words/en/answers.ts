// Short private answers to what people press, submit and ask.
import { count, number } from './grammar.ts';

export const answerWords = {
  failed: 'That did not work. What went wrong is in the log; please try again in a minute.',
  notOpened: 'Slack did not open the form in time. Nothing is lost: please try again in a moment.',
  filesNotRead:
    'I read links, not uploaded files: those stay within Slack. Post the address of the page or PDF, and its summary comes in the thread.',
  noChannel:
    'You are in none of the channels that I look after. Join one first; which there are is said in config/channels.yaml.',
  unknownArticle: 'This article is no longer known here.',
  unknownMessage: 'This message is no longer known here.',

  voteWithdrawn: 'Your vote is taken back.',
  votedByReaction: 'Your reaction counts already. Remove the reaction to take the vote back.',
  voteUncounted: 'This message is no longer known here, so the vote was not counted.',

  saved: (command: string) => `Saved. Your list: ${command} save list`,
  unsaved: 'Removed from your list.',
  savesTitle: 'Saved',
  saves: (saves: number) => `You have ${count(saves, { one: 'saved article', other: 'saved articles' })}.`,
  noSaves: 'You have saved nothing yet. Press 🔖 Save on a card to keep it here.',
  unsave: 'Remove',
  unsaveLabel: 'Remove this article from your list',
  olderSaves: (saves: number) => `${count(saves, { one: 'older one is', other: 'older ones are' })} kept.`,

  top: {
    week: { voted: 'Top of the last 7 days', unvoted: 'Nobody has voted in the last 7 days. The newest:' },
    month: { voted: 'Top of the last 30 days', unvoted: 'Nobody has voted in the last 30 days. The newest:' },
    all: { voted: 'Top of all time', unvoted: 'Nobody has voted yet. The newest:' },
  },
  nothingOnTop: {
    week: 'Nothing was posted or voted for in the last 7 days.',
    month: 'Nothing was posted or voted for in the last 30 days.',
    all: 'Nothing was posted or voted for yet.',
  },
  found: (query: string) => `Found for "${query}"`,
  nothingFound: (query: string) => `Nothing found for "${query}". Try fewer words, or other ones.`,

  added: (added: number, known: number, channel: string): string =>
    `${count(added, { one: 'card comes', other: 'cards come' })} to #${channel} in a moment.` +
    (known > 0 ? ` ${count(known, { one: 'link was', other: 'links were' })} there before.` : ''),
  knownAlready: 'Known already',
  addRefused: {
    'not-an-address': 'That is not an address of a page: it should start with https://',
    private:
      'I do not read addresses inside a private network, or on another port than 80 and 443. Whoever runs me can allow a host with ALLOW_PRIVATE_HOSTS.',
    'not-taken':
      'This article could not be taken in. Please try again in a minute; if that does not help, what went wrong is in the log.',
  },
  addUnreadable: (host: string, reason: string, channel: string) =>
    `I could not read that page of ${host}, so it gets no card: ${reason}. Check its address in a browser and try again later, ` +
    `or post the link in #${channel}, where people can vote on it as it is.`,

  noted: (meaning: string) => `Noted, for the next cards: ${meaning}.`,

  why: (why: string) => `Why here: ${why}.`,
  sharedHere: 'A person of the team shared it.',
  howExtract: 'The summary is an extract: sentences as they were found, chosen without a model.',
  howModel: (quotes: number): string =>
    quotes > 0 ? 'The summary was written by a model. It rests on:' : 'The summary was written by a model.',
  /** In place of what the model said where that did not hold. */
  quotedInstead: 'The article itself, since the model’s words did not hold against it:',
  partOf: ({ given, of }: { given: number; of: number }) =>
    `The article is long: the model was given ${number(given)} of its ${number(of)} sentences, those that matter most.`,
  spokenToModel: (left: number) =>
    `${count(left, { one: 'sentence', other: 'sentences' })} left out: addressed to a language model, not to readers.`,
  topics: (topics: string) => `Topics: ${topics}`,
  more: (more: number) => `and ${number(more)} more`,
};
