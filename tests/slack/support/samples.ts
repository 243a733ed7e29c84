// One plain card and one plain PoC, for tests that are not about what blocks look like.
import type { Card } from '../../../src/domain/article.ts';
import type { Poc } from '../../../src/domain/poc.ts';
import type { Reader } from '../../../src/domain/reader.ts';

export const READER: Reader = { language: 'en', timeZone: 'Europe/London' };

export function cardOf(changes: Partial<Card> = {}): Card {
  return {
    articleId: 12,
    kind: 'paper',
    title: 'Drafting without a draft model',
    url: 'https://arxiv.org/abs/2606.13677',
    sourceName: 'arXiv',
    authors: ['A. One', 'B. Two', 'C. Three'],
    publishedAt: new Date('2026-11-20T08:00:00Z'),
    readingMinutes: 11,
    facts: {},
    alsoOn: [{ name: 'Hacker News', url: 'https://news.ycombinator.com/item?id=1' }],
    summary: {
      method: 'model',
      tldr: 'One model drafts and checks its own tokens, 2.1 times faster at equal quality.',
      points: [
        {
          text: 'Skips every second layer while drafting.',
          quote: 'We skip every second layer while drafting.',
        },
        { text: 'Needs access to the layers.', quote: null },
      ],
      kind: 'paper',
      topics: ['inference cost'],
      tryIt: 'Switch it on in the summariser, which runs on vLLM.',
      details: null,
    },
    whyHere: { kind: 'voted', topics: ['inference cost'], channelName: 'discuss-ai' },
    sharedBy: null,
    votes: 7,
    pocWishes: 2,
    ...changes,
  };
}

export function pocOf(changes: Partial<Poc> = {}): Poc {
  return {
    pocId: 3,
    articleId: 12,
    articleTitle: 'Drafting without a draft model',
    articleUrl: 'https://arxiv.org/abs/2606.13677',
    votes: 7,
    brief: {
      method: 'template',
      title: 'Faster summaries at equal quality',
      hypothesis: 'Self-drafting halves the time of a summary without a loss that readers notice.',
      forWhom: 'Readers of the channel',
      timeBoxHours: 6,
      steps: ['Summarise ten articles with and without it', 'Compare times', 'Let two readers judge'],
      metric: 'Median seconds for a summary, and preference of two readers on ten articles',
      dataAndLicence: 'Ten articles of the channel; links only',
      cost: 'One GPU for an afternoon',
      done: 'A table of ten rows and a recommendation',
    },
    status: 'open',
    members: [],
    demos: [],
    ...changes,
  };
}
