// The weekly digest.

import type { BudgetUse } from '../../../domain/model-budget.ts';
import type { Pieces } from '../grammar.ts';
import { count, list, number, usd } from './grammar.ts';
import { budgetUsedUp } from './status.ts';

export const digestWords = {
  title: (channel: string) => `The week in #${channel}`,
  /** What the week was; `most` is the kind that was voted for most. */
  week: (week: {
    period: string;
    posted: number;
    voters: number;
    shared: number;
    demos: number;
    most: string | null;
  }) => {
    const counts = [
      `${count(week.posted, { one: 'article', other: 'articles' })} posted`,
      week.voters > 0
        ? `${count(week.voters, { one: 'person', other: 'people' })} voted`
        : 'nobody has voted yet',
      week.shared > 0 ? `${count(week.shared, { one: 'link', other: 'links' })} shared` : '',
      week.demos > 0 ? `${count(week.demos, { one: 'demo', other: 'demos' })} shown` : '',
    ].filter(Boolean);
    return `${week.period}: ${counts.join(', ')}.${week.most ? ` Most voted for: ${week.most}.` : ''}`;
  },
  quiet: (channel: string) => `A quiet week in #${channel}: nothing was posted or voted for.`,
  readInstead: 'To read instead: ',
  openToJoin: 'Open to join: ',
  shareALink: 'Share a link here and it will be summarised in its thread.',
  more: (articles: number, command: string) => `${number(articles)} more: \`${command} top week\``,
  alsoShared: 'Also shared',
  pocs: 'PoCs',
  membersIn: (members: number) => (members > 0 ? `${number(members)} in` : 'nobody in yet'),
  demos: 'Demos of the week',
  shownBy: <Part>(demo: Part, person: Part): Pieces<Part> => [demo, ' · shown by ', person],
  lesson: 'One lesson',
  trend: {
    topic: 'Voted for',
    lastWeeks: (weeks: number) => `Last ${count(weeks, { one: 'week', other: 'weeks' })}`,
    votes: 'Votes',
  },
  /** `since` and `names` are written by the caller. */
  health: (health: {
    read: number;
    failing: { sources: number; since: string | null; names: readonly string[] } | null;
    costUsd: number | null;
    usedUp: BudgetUse | null;
  }) => {
    const { failing } = health;
    const others = failing ? failing.sources - failing.names.length : 0;
    const failed = failing
      ? `, ${number(failing.sources)} failing${failing.since ? ` since ${failing.since}` : ''}: ` +
        list(others > 0 ? [...failing.names, `${number(others)} more`] : failing.names)
      : '';
    const cost =
      health.costUsd === null
        ? 'summaries are extracts, no model is configured'
        : `${usd(health.costUsd)} this week${health.usedUp ? `; ${budgetUsedUp(health.usedUp)}` : ''}`;
    return `${count(health.read, { one: 'source', other: 'sources' })} read${failed}; ${cost}.`;
  },
  preview: 'A preview: only you see this.',
};
