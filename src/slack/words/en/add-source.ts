// Adding a source in Slack.
import { count, list, number } from './grammar.ts';

export const addSourceWords = {
  title: 'Add a source',
  open: 'A source that this app is to read as well:',
  edit: 'Add a source',
  editLabel: 'Add a source: a feed, a blog, a repository and the like',
  find: 'Look',
  add: 'Add',
  address: 'Where is it?',
  addressHint: 'A blog, feed, channel or repository: the page that you would open yourself will do',
  notFound: (reason: string) =>
    `Nothing to read was found there: ${reason}. Open the address in a browser, and give that of a page or feed with articles.`,
  already: (id: string) => `It is read already, as "${id}".`,
  name: 'Its name on cards',
  rate: (perWeek: number | null): string => {
    if (perWeek === null) return 'How often it posts is not known: its items carry no dates.';
    return perWeek >= 1
      ? `It posts about ${count(Math.round(perWeek), { one: 'item', other: 'items' })} a week.`
      : 'It posts less than once a week.';
  },
  newest: 'Its newest',
  others: (titles: readonly string[], more: number) =>
    `Also found there: ${list(titles)}${more > 0 ? ` and ${number(more)} more` : ''}`,
  added: (title: string) => `Added: ${title}. It is read from now on.`,
  known: (title: string) => `${title} was there already.`,
};
