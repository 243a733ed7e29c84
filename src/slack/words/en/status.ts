// How the app is doing: sources and status.
import type { BudgetUse } from '../../../domain/model-budget.ts';
import type { CollectionReport, Status } from '../../../domain/status.ts';
import type { Pieces } from '../grammar.ts';
import { count, number, usd } from './grammar.ts';

const sources = (value: number): string => count(value, { one: 'source', other: 'sources' });

/** What a model is asked for; a task that has no name here keeps the one that config/model.yaml gives it. */
const TASKS: Record<string, string> = {
  'summarise-article': 'summaries',
  'answer-question': 'answers',
  'brief-poc': 'PoC briefs',
  'embed-articles': 'vectors of articles',
  'embed-question': 'vectors of questions',
};

export const taskName = (task: string): string => TASKS[task] ?? task;

/** Said wherever the bill is. */
export function budgetUsedUp({ limitUsd, period, task }: BudgetUse): string {
  const whose = task ? ` for ${taskName(task)}` : '';
  return `the model’s budget of ${usd(limitUsd)} a ${period}${whose} is used up: extracts until the next ${period} (UTC)`;
}

export const statusWords = {
  noSources: 'No source is set up: add some to config/sources.yaml.',
  sources: (total: number, failing: number) => `${sources(total)}, ${number(failing)} failing`,
  more: (more: number) => `and ${number(more)} more`,
  moreFailing: (more: number) => `and ${number(more)} more that fail`,
  posts: ({ postedToday, postsPerDay, askedToday, waiting }: Status) =>
    `${number(postedToday)} of ${count(postsPerDay, { one: 'post', other: 'posts' })} made today, ` +
    (askedToday > 0 ? `${number(askedToday)} more that people added, ` : '') +
    `${count(waiting, { one: 'article', other: 'articles' })} waiting`,
  model: ({ name, costTodayUsd, costMonthUsd, budget, tasks, usedUp }: NonNullable<Status['model']>) => {
    const of = (limit: number | null): string => (limit === null ? '' : ` of ${usd(limit)}`);
    const dearest = tasks
      .filter(({ monthUsd }) => monthUsd > 0)
      .map(({ task, monthUsd }) => `${taskName(task)} ${usd(monthUsd)}`);
    return (
      `Model ${name}: ${usd(costTodayUsd)}${of(budget.dayUsd)} used today, ${usd(costMonthUsd)}${of(budget.monthUsd)} this month` +
      (dearest.length > 1 ? ` (${dearest.join(', ')})` : '') +
      (usedUp ? `; ${budgetUsedUp(usedUp)}` : '')
    );
  },
  noModel: 'No model is configured: summaries are extracts, marked as such',
  nothingCollected: 'Nothing was collected yet',
  lastCollection: (report: CollectionReport, seconds: number | null) =>
    `Last collection: ${count(report.feeds, { one: 'feed', other: 'feeds' })}, ` +
    `${count(report.items, { one: 'item', other: 'items' })}, ${number(report.fresh)} new, ${number(report.read)} read, ` +
    `${number(report.summarised)} summarised, ${number(report.posted)} posted, ${number(report.failed)} failed, ` +
    (seconds === null ? 'still going on' : count(seconds, { one: 'second', other: 'seconds' })),
  failingTitle: 'Failing',
  next: (digest: string, poc: string) => `Next digest ${digest}, next PoC prompt ${poc}`,

  failingTogether: <Part>(failing: number, since: Part | null): Pieces<Part> => [
    `${number(failing)} failing`,
    ...(since === null ? [] : [' since ', since]),
  ],
  failing: <Part>(since: Part | null): Pieces<Part> =>
    since === null ? ['failing'] : ['failing since ', since],
  switchedOff: 'switched off',
  notRead: 'not read yet',
  read: <Part>(items: number, when: Part): Pieces<Part> => [
    `${count(items, { one: 'item', other: 'items' })}, read `,
    when,
  ],
  /** Between a name or state and what is said of it. */
  colon: ': ',
};
