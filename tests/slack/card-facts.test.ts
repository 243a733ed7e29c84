import { describe, expect, it } from 'vitest';
import { aboutPieces } from '../../src/slack/blocks/card.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { cardOf } from './support/samples.ts';

const about = (facts: Parameters<typeof cardOf>[0] & object, language = 'en'): string =>
  aboutPieces(
    cardOf({ publishedAt: null, alsoOn: [], authors: [], readingMinutes: null, ...facts }),
    wordsFor(language, 'UTC'),
  ).join(' · ');

describe('the line about an article', () => {
  it('says how many stars a repository has, its licence, and when it is archived', () => {
    const facts = { stars: 12_345, licence: 'Apache-2.0', archived: true };
    expect(about({ facts })).toBe('arXiv · ★ 12,345 · Apache-2.0 · archived: no longer worked on');
  });

  it('says how large a model is, in the reader’s language', () => {
    const facts = { parameters: 7_241_732_096, likes: 321, licence: 'mit' };
    expect(about({ facts })).toBe('arXiv · 7.2B parameters · 321 likes · mit');
    expect(about({ facts: { parameters: 568_000_000 } })).toBe('arXiv · 568M parameters');
    expect(about({ facts }, 'zh-Hans')).toBe('arXiv · 72.4亿参数 · 321 个赞 · mit');
  });

  it('says when a repository or model was last worked on, and how many fetch it', () => {
    const facts = { likes: 321, downloads: 45_670, lastCommitAt: '2026-11-19T08:00:00.000Z' };
    const day = (said: string): string => said.replace(/<!date\^\d+\^[^|]*\|([^>]*)>/, '$1');
    expect(day(about({ facts }))).toBe(
      'arXiv · 45.7k downloads a month · 321 likes · last commit 19 Nov 2026',
    );
    expect(day(about({ facts }, 'zh-Hans'))).toBe(
      'arXiv · 每月下载 4.6万次 · 321 个赞 · 最近提交：2026年11月19日',
    );
    expect(about({ facts: { ...facts, archived: true } })).not.toContain('last commit');
  });

  it('says how much of a long document was read', () => {
    expect(about({ facts: { pages: 2_000, pagesRead: 100 } })).toBe('arXiv · first 100 of 2,000 pages');
    expect(about({ facts: { pages: 12, pagesRead: 12 } })).toBe('arXiv · 12 pages');
  });

  it('escapes a licence that its owner made up', () => {
    expect(about({ facts: { licence: '<!channel>' } })).not.toContain('<!channel>');
  });
});
