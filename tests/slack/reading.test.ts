// What people read: cards, digests, prompts, line by line.
import { describe, expect, test } from 'vitest';
import type { Digest } from '../../src/domain/digest.ts';
import type { SourceHealth } from '../../src/domain/status.ts';
import { cardMessage, replyMessage } from '../../src/slack/blocks/card.ts';
import { digestMessage } from '../../src/slack/blocks/digest.ts';
import { pocMessage } from '../../src/slack/blocks/poc.ts';
import { sourcesMessage } from '../../src/slack/blocks/sources.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { readBlocks } from './support/read-blocks.ts';
import { cardOf, pocOf } from './support/samples.ts';

const EN = wordsFor('en');

describe('a card', () => {
  test('reads in this order', () => {
    expect(readBlocks(cardMessage(cardOf(), 'm1', EN).blocks)).toEqual([
      'paper  [Drafting without a draft model]',
      'arXiv · 3 authors · 20 Nov 2026 · 11 min read · also on [Hacker News]',
      'One model drafts and checks its own tokens, 2.1 times faster at equal quality.',
      '• Skips every second layer while drafting. [source]',
      '• Needs access to the layers.',
      'Try it: Switch it on in the summariser, which runs on vLLM.',
      'Why here: inference cost, which #discuss-ai votes for · 👍 7 · 2 want a PoC',
      '( 👍 Vote ) ( 🔖 Save ) ( 🛠 Make it a PoC ) ( ⋯ Less like this · Why? · Wrong )',
    ]);
  });

  test('says that an extract is one, and who shared it', () => {
    const summary = { ...cardOf().summary, method: 'extract' as const, tryIt: null };
    const lines = readBlocks(
      cardMessage(cardOf({ summary, sharedBy: 'U0ADA00001', votes: 1, pocWishes: 1 }), 'm1', EN).blocks,
    );
    expect(lines.at(-2)).toBe(
      'Why here: inference cost, which #discuss-ai votes for · shared by @U0ADA00001 · 👍 1 · 1 wants a PoC · extract, without a model',
    );
    expect(lines.join('\n')).not.toMatch(/Try it|\[source\]/);
  });

  test('in a thread is shorter, and does not name the one who shared', () => {
    const card = cardOf({ sharedBy: 'U0ADA00001', votes: 0, pocWishes: 0 });
    const lines = readBlocks(replyMessage(card, 'm1', EN).blocks);
    expect(lines).toHaveLength(readBlocks(cardMessage(card, 'm1', EN).blocks).length - 1);
    expect(lines.join('\n')).not.toMatch(/Why here|U0ADA00001/);
  });
});

const entry = {
  articleId: 1,
  title: 'Drafting without a draft model',
  url: 'https://arxiv.org/abs/2606.13677',
  kind: 'paper' as const,
  sentence: 'One model drafts and checks its own tokens.',
  votes: 7,
  sharedBy: null,
  permalink: 'https://team.slack.com/archives/C1/p1',
  publishedAt: null,
};

const week: Digest = {
  channelName: 'discuss-ai',
  from: new Date('2026-11-13T15:00:00Z'),
  until: new Date('2026-11-20T15:00:00Z'),
  quiet: false,
  posted: 14,
  voters: 1,
  groups: [{ kind: 'paper', entries: [entry] }],
  shared: [{ ...entry, title: 'A talk', sentence: '', votes: 0, sharedBy: 'U0ADA00001', permalink: null }],
  pocs: [{ pocId: 3, title: 'Faster summaries', status: 'claimed', members: 2, permalink: null }],
  demos: [
    {
      pocId: 2,
      title: 'Chat with the handbook',
      url: 'https://github.com/team/demo',
      personId: 'U0BOB00001',
    },
  ],
  trend: [
    { topic: 'agents', votes: [0, 1, 0, 2, 4, 7] },
    { topic: 'evaluation', votes: [3, 0, 0, 0, 1, 0] },
  ],
  lesson: {
    id: 'decide',
    title: 'Decide',
    words: 'w',
    readings: [{ title: 'How', url: 'https://example.org/how', words: 'w' }],
  },
  health: {
    sourcesRead: 41,
    failing: [
      { sourceId: 'a', title: 'Lab A', since: new Date('2026-11-17T00:00:00Z'), reason: 'HTTP 500' },
      { sourceId: 'b', title: 'Lab B', since: new Date('2026-11-19T00:00:00Z'), reason: 'timeout' },
    ],
    modelCostUsd: 0.312,
    usedUp: null,
  },
};

describe('a digest', () => {
  test('reads in this order', () => {
    expect(readBlocks(digestMessage(week, EN).blocks)).toEqual([
      '# The week in #discuss-ai',
      '13 – 20 Nov 2026: 14 articles posted, 1 person voted, 1 link shared, 1 demo shown. Most voted for: papers.',
      'Papers',
      '• [Drafting without a draft model]',
      '  One model drafts and checks its own tokens · 👍 7 · [thread]',
      'Also shared',
      '• [A talk]',
      '  shared by @U0ADA00001',
      'PoCs',
      '• Faster summaries · taken · 2 in',
      'Demos of the week',
      '• [Chat with the handbook] · shown by @U0BOB00001',
      'One lesson',
      'Decide: [How]',
      'Voted for | Last 6 weeks | Votes',
      'agents | ▁▂▁▃▅█ | 👍 14',
      'evaluation | ▄▁▁▁▂▁ | 👍 4',
      '41 sources read, 2 failing since 17 Nov 2026: Lab A and Lab B; 0.31 USD this week.',
    ]);
  });

  test('of a week without votes names no favourite', () => {
    const unvoted = { ...entry, votes: 0, sentence: entry.title };
    const digest = { ...week, voters: 0, groups: [{ kind: 'news' as const, entries: [unvoted] }] };
    const lines = readBlocks(digestMessage(digest, EN).blocks);
    expect(lines[1]).toBe(
      '13 – 20 Nov 2026: 14 articles posted, nobody has voted yet, 1 link shared, 1 demo shown.',
    );
    // A sentence that only repeats the title is left out.
    expect(lines.slice(2, 5)).toEqual(['News', '• [Drafting without a draft model]', '  [thread]']);
  });

  test('of a quiet week is three lines', () => {
    const quiet = { ...week, quiet: true, groups: [], shared: [], demos: [], posted: 0, voters: 0 };
    expect(readBlocks(digestMessage(quiet, EN).blocks)).toEqual([
      'A quiet week in #discuss-ai: nothing was posted or voted for.',
      'To read instead: Decide: [How]',
      '41 sources read, 2 failing since 17 Nov 2026: Lab A and Lab B; 0.31 USD this week.',
    ]);
  });

  test('says how many articles did not fit, and gives way from the weakest', () => {
    const entries = Array.from({ length: 60 }, (_, n) => ({
      ...entry,
      title: `Paper ${n + 1}`,
      sentence: 'x '.repeat(110),
    }));
    const lines = readBlocks(digestMessage({ ...week, groups: [{ kind: 'paper', entries }] }, EN).blocks);
    expect(lines).toContain('• [Paper 1]');
    expect(lines).not.toContain('• [Paper 60]');
    const shown = lines.filter((line) => line.startsWith('• [Paper')).length;
    expect(lines).toContain(`${61 - shown} more: \`/discuss-ai top week\``);
  });
});

test('a PoC prompt reads in this order', () => {
  const poc = pocOf({
    members: ['U0ADA00001'],
    demos: [{ personId: 'U0BOB00001', url: 'https://github.com/team/demo', note: 'twice as fast' }],
  });
  expect(readBlocks(pocMessage(poc, EN).blocks)).toEqual([
    '# PoC · Faster summaries at equal quality',
    'From [Drafting without a draft model] · 👍 7',
    'Hypothesis: Self-drafting halves the time of a summary without a loss that readers notice.',
    '• For whom: Readers of the channel',
    '• Time-box: 6 hours',
    'Steps',
    '1. Summarise ten articles with and without it',
    '2. Compare times',
    '3. Let two readers judge',
    '• Metric: Median seconds for a summary, and preference of two readers on ten articles',
    '• Data: Ten articles of the channel; links only',
    '• Cost: One GPU for an afternoon',
    '• Done: A table of ten rows and a recommendation',
    'Demos',
    '• [github.com/team/demo] by @U0BOB00001: twice as fast',
    'In: @U0ADA00001 · Brief from a template, written without a model',
    "( 🙋 I'm in ) ( Share a demo )",
  ]);
});

test('sources that fail for one reason share a line, and come before those that are read', () => {
  const source = (sourceId: string, lastError: string | null): SourceHealth => ({
    itemsPerWeek: 11.6,
    posted: 0,
    voted: 0,
    sourceId,
    title: sourceId.toUpperCase(),
    url: `https://${sourceId}.example/feed`,
    feedUrl: null,
    enabled: true,
    lastSuccessAt: lastError ? null : new Date('2026-11-20T08:00:00Z'),
    nextAt: null,
    items: 12,
    failures: lastError ? 2 : 0,
    lastError,
    failingSince: lastError ? new Date('2026-11-19T08:00:00Z') : null,
  });
  const unknown = (id: string) => source(id, `${id}.example cannot be read: its name is not known`);
  const lines = [unknown('a'), source('fine', null), unknown('b'), source('odd', 'HTTP 500'), unknown('c')];
  expect(readBlocks(sourcesMessage(lines, { command: '/discuss-ai', page: 1 }, EN).blocks)).toEqual([
    '5 sources, 4 failing',
    '• 3 failing since 19 Nov 2026: its name is not known',
    '  [A] · [B] · [C]',
    '• [ODD]: failing since 19 Nov 2026: HTTP 500',
    '• [FINE]: 12 items a week · read 20 Nov 2026',
    '( Add a source )',
  ]);
});

test('a source that has been silent for long is not said to bring nothing at all', () => {
  const { health } = EN.sources;
  expect(health(0.2, 0, 0)).toBe('less than an item a week');
  expect(health(1.2, 0, 0)).toBe('1 item a week');
  expect(wordsFor('zh-Hans').sources.health(0, 0, 0)).toBe('每周不到 1 条');
});

test('sources come in pages: what fails, then what nobody votes for with how to drop it, then the rest', () => {
  const source = (n: number, changes: Partial<SourceHealth> = {}): SourceHealth => ({
    sourceId: `s${n}`,
    title: `S${n}`,
    url: `https://s${n}.example/`,
    feedUrl: null,
    enabled: true,
    lastSuccessAt: new Date('2026-11-20T08:00:00Z'),
    nextAt: null,
    items: 12,
    failures: 0,
    lastError: null,
    failingSince: null,
    itemsPerWeek: 1,
    posted: 8,
    voted: 3,
    ...changes,
  });
  const lines = Array.from({ length: 70 }, (_, n) => source(n));
  lines[40] = source(40, { posted: 5, voted: 0 });
  lines[41] = source(41, { posted: 4, voted: 0 });
  lines[60] = source(60, { failures: 1, lastError: 'HTTP 500' });
  const read = (page: number) =>
    readBlocks(sourcesMessage(lines, { command: '/discuss-ai', page }, EN).blocks);
  const first = read(1);
  expect(first.slice(0, 5)).toEqual([
    '70 sources, 1 failing',
    'Nobody has voted for their cards in 90 days: s40. To drop one: /discuss-ai source drop NAME',
    '• [S60]: failing: HTTP 500',
    '• [S40]: 1 item a week · votes on 0 of 5 cards · read 20 Nov 2026',
    '• [S0]: 1 item a week · votes on 3 of 8 cards · read 20 Nov 2026',
  ]);
  expect(first.at(-2)).toBe('Page 1 of 3. More: /discuss-ai sources 2');
  expect(read(3)).toHaveLength(1 + 20 + 2);
  expect(read(99)).toEqual(read(3));
});
