// Cards, digests and briefs out of anything that the web or a model could put into them.
import fc from 'fast-check';
import {
  ARTICLE_KINDS,
  type Card,
  type Point,
  type Summary,
  type SummaryDetails,
} from '../../../src/domain/article.ts';
import type { ArticleLine, Digest } from '../../../src/domain/digest.ts';
import type { Lesson } from '../../../src/domain/learning.ts';
import type { BudgetUse } from '../../../src/domain/model-budget.ts';
import { POC_STATUSES, type Poc } from '../../../src/domain/poc.ts';
import type { SourceHealth, SourceLine, Status } from '../../../src/domain/status.ts';
import { wordsFor } from '../../../src/slack/words/words.ts';

const NASTY = [
  '',
  ' ',
  '<!channel>',
  '<!here|here> look',
  '@channel @everyone',
  '<@U0123ABCD>',
  '<#C0123ABCD|general>',
  '<!subteam^S123>',
  '<https://evil.example/|click>',
  'https://evil.example/ and evil.example',
  '[click](https://evil.example/)',
  'a|b|c',
  '&lt;!channel&gt; &amp;',
  '*bold* _it_ ~no~ `code` > quote',
  ':tada: :skull:',
  '\u202e\u2066reordered',
  '\ud800 half',
  '\u0000\u0007\u001b[31m',
  'line\r\nline\n\n\n\nline',
  '👩‍👩‍👧‍👦'.repeat(200),
  `Z${'\u0301'.repeat(2000)}`,
  '&'.repeat(9000),
  '<'.repeat(9000),
  'word '.repeat(20_000),
  'ab'.repeat(5000),
  '机器学习的新模型'.repeat(500),
];

/** Anything at all. */
export const anyText = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.tuple(fc.constantFrom(...NASTY), fc.string({ maxLength: 40 })).map((parts) => parts.join(' ')),
);

export const anyUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.webUrl().map((url) => `${url}?q=${'x&'.repeat(400)}`),
  // As long as we link.
  fc.nat().map((n) => `https://example.org/${n}/`.padEnd(595, 'a')),
  fc.nat().map((n) => `https://example.org/${n}/`.padEnd(290, 'a')),
  fc.constantFrom(
    'https://example.org/a|b',
    'https://example.org/a b<c>d',
    'javascript:alert(1)',
    'mailto:a@b.example',
    'not an address',
    'slack://open',
  ),
);

const personId = fc.stringMatching(/^U[A-Z0-9]{8}$/);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const count = fc.nat({ max: 1_000_000 });
const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const kind = fc.constantFrom(...ARTICLE_KINDS);

export const anyWords = fc
  .tuple(
    fc.constantFrom('en', 'en-US', 'zh-Hans', 'zh-TW', 'de', 'no such language', ''),
    fc.constantFrom('UTC', 'Asia/Shanghai', 'America/St_Johns'),
  )
  .map(([language, timeZone]) => wordsFor(language, timeZone));

const point: fc.Arbitrary<Point> = fc
  .record({ text: anyText, quote: maybe(anyText), isQuote: fc.boolean() })
  .map(({ isQuote, ...rest }) => (isQuote ? { ...rest, isQuote } : rest));

const details: fc.Arbitrary<SummaryDetails> = fc.record({
  tldr: fc.record({ quote: maybe(anyText), isQuote: fc.boolean() }),
  limits: fc.array(point, { maxLength: 4 }),
  numbers: fc.array(fc.record({ value: anyText, measures: anyText, quote: anyText }), { maxLength: 6 }),
  extent: maybe(fc.constant({ given: 40, of: 400 })),
  spokenToModel: fc.integer({ min: 0, max: 20 }),
});

const summary: fc.Arbitrary<Summary> = fc.record({
  method: fc.constantFrom('model' as const, 'extract' as const),
  tldr: anyText,
  points: fc.array(point, { maxLength: 8 }),
  kind,
  topics: fc.array(anyText, { maxLength: 6 }),
  tryIt: maybe(anyText),
  details: maybe(details),
});

export const anyReason: fc.Arbitrary<NonNullable<Card['whyHere']>> = fc.record({
  kind: fc.constantFrom('voted', 'followed'),
  topics: fc.array(anyText, { minLength: 1, maxLength: 4 }),
  channelName: anyText,
});

export const anyCard: fc.Arbitrary<Card> = fc.record({
  articleId: fc.integer({ min: 1, max: 2 ** 31 }),
  kind,
  title: anyText,
  url: anyUrl,
  sourceName: anyText,
  authors: fc.array(anyText, { maxLength: 30 }),
  publishedAt: maybe(day),
  readingMinutes: maybe(count),
  facts: fc.record(
    {
      stars: count,
      likes: count,
      licence: anyText,
      parameters: count,
      archived: fc.boolean(),
      pages: count,
      pagesRead: count,
    },
    { requiredKeys: [] },
  ),
  alsoOn: fc.array(fc.record({ name: anyText, url: anyUrl }), { maxLength: 6 }),
  summary,
  whyHere: maybe(anyReason),
  sharedBy: maybe(personId),
  votes: count,
  pocWishes: count,
});

export const anyLine: fc.Arbitrary<ArticleLine> = fc.record({
  articleId: fc.integer({ min: 1, max: 2 ** 31 }),
  title: anyText,
  url: anyUrl,
  kind,
  sentence: anyText,
  votes: count,
  sharedBy: maybe(personId),
  permalink: maybe(anyUrl),
  publishedAt: maybe(day),
});

export const anyLesson: fc.Arbitrary<Lesson> = fc.record({
  id: fc.string({ minLength: 1, maxLength: 60 }),
  title: anyText,
  words: anyText,
  readings: fc.array(fc.record({ title: anyText, url: anyUrl, words: anyText }), { maxLength: 12 }),
});

const anyUse: fc.Arbitrary<BudgetUse> = fc.record({
  period: fc.constantFrom('day' as const, 'month' as const),
  task: maybe(fc.constant('summarise-article')),
  spentUsd: fc.constant(2),
  limitUsd: fc.constant(1),
});

export const anyDigest: fc.Arbitrary<Digest> = fc.record({
  channelName: fc.string({ minLength: 1, maxLength: 80 }),
  from: day,
  until: day,
  quiet: fc.boolean(),
  posted: count,
  voters: count,
  groups: fc.array(fc.record({ kind, entries: fc.array(anyLine, { maxLength: 12 }) }), { maxLength: 8 }),
  shared: fc.array(anyLine, { maxLength: 30 }),
  pocs: fc.array(
    fc.record({
      pocId: fc.integer({ min: 1 }),
      title: anyText,
      status: fc.constantFrom(...POC_STATUSES),
      members: count,
      permalink: maybe(anyUrl),
    }),
    { maxLength: 12 },
  ),
  demos: fc.array(fc.record({ pocId: fc.integer({ min: 1 }), title: anyText, url: anyUrl, personId }), {
    maxLength: 12,
  }),
  trend: fc.array(fc.record({ topic: anyText, votes: fc.array(count, { minLength: 6, maxLength: 6 }) }), {
    maxLength: 5,
  }),
  lesson: maybe(anyLesson),
  health: fc.record({
    sourcesRead: count,
    failing: fc.array(fc.record({ sourceId: anyText, title: anyText, since: maybe(day), reason: anyText }), {
      maxLength: 40,
    }),
    modelCostUsd: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
    usedUp: maybe(anyUse),
  }),
});

export const anyPoc: fc.Arbitrary<Poc> = fc.record({
  pocId: fc.integer({ min: 1, max: 2 ** 31 }),
  articleId: fc.integer({ min: 1 }),
  articleTitle: anyText,
  articleUrl: anyUrl,
  votes: count,
  brief: fc.record({
    method: fc.constantFrom('model' as const, 'template' as const),
    title: anyText,
    hypothesis: anyText,
    forWhom: anyText,
    timeBoxHours: count,
    steps: fc.array(anyText, { maxLength: 20 }),
    metric: anyText,
    dataAndLicence: anyText,
    cost: anyText,
    done: anyText,
  }),
  status: fc.constantFrom(...POC_STATUSES),
  members: fc.array(personId, { maxLength: 60 }),
  demos: fc.array(fc.record({ personId, url: anyUrl, note: maybe(anyText) }), { maxLength: 30 }),
});

const anySource: fc.Arbitrary<SourceLine> = fc.record({
  sourceId: anyText,
  title: anyText,
  url: anyUrl,
  feedUrl: maybe(anyUrl),
  enabled: fc.boolean(),
  lastSuccessAt: maybe(day),
  nextAt: maybe(day),
  items: count,
  failures: fc.nat({ max: 20 }),
  lastError: maybe(anyText),
  failingSince: maybe(day),
});

export const anyHealth: fc.Arbitrary<SourceHealth> = fc
  .tuple(anySource, fc.record({ itemsPerWeek: maybe(fc.nat({ max: 9_000 })), posted: count, voted: count }))
  .map(([line, health]) => ({ ...line, ...health }));

export const anyStatus: fc.Arbitrary<Status> = fc.record({
  postedToday: count,
  askedToday: count,
  postsPerDay: count,
  waiting: count,
  sources: count,
  failing: fc.array(anySource, { maxLength: 30 }),
  lastCollection: maybe(
    fc.record({
      collectionId: count,
      startedAt: day,
      finishedAt: maybe(day),
      feeds: count,
      items: count,
      fresh: count,
      read: count,
      summarised: count,
      posted: count,
      failed: count,
    }),
  ),
  model: maybe(
    fc.record({
      name: anyText,
      costTodayUsd: fc.double({ min: 0, max: 1e4, noNaN: true }),
      costMonthUsd: fc.double({ min: 0, max: 1e4, noNaN: true }),
      usedUp: maybe(anyUse),
      budget: fc.record({ dayUsd: maybe(fc.constant(2)), monthUsd: maybe(fc.constant(40)) }),
      tasks: fc.array(fc.record({ task: fc.constantFrom('summarise-article', 'ask'), monthUsd: fc.nat(9) }), {
        maxLength: 3,
      }),
    }),
  ),
  nextDigest: day,
  nextPoc: day,
});

export { summary as anySummary };
