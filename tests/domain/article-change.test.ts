import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/domain/article.ts';
import { changeOf, type KnownArticle } from '../../src/domain/article-change.ts';

const known = (title: string, changes: Partial<KnownArticle> = {}): KnownArticle => ({
  articleId: 1,
  title,
  canonicalUrl: 'https://lab.example/kestrel',
  arxivVersion: null,
  isOwn: true,
  ...changes,
});
const item = (title: string): Item => ({
  guid: 'kestrel',
  url: 'https://lab.example/kestrel',
  title,
  authors: [],
  publishedAt: null,
  html: '',
  discussionUrl: null,
  kind: null,
});

describe('a headline', () => {
  it.each([
    ['Kestrel reads contracts', 'Kestrel reads long contracts'],
    // To a parser of addresses it has a scheme.
    ['Kestrel: a small model', 'Kestrel: a small model for contracts'],
    ['Data:driven tests', 'Data-driven tests, part one'],
    ['发布 Kestrel', '发布 Kestrel 2'],
  ])('%j that became %j is told', (from, to) => {
    expect(changeOf(known(from), item(to))).toEqual({ kind: 'headline', from, to });
  });

  it.each([
    ['Kestrel: a small model', 'KESTREL – A Small Model'],
    // What stood there until the page was read.
    ['https://lab.example/kestrel', 'Kestrel: a small model'],
    ['HTTP://lab.example/kestrel', 'Kestrel: a small model'],
  ])('%j that became %j is no news', (from, to) => {
    expect(changeOf(known(from), item(to))).toBeNull();
  });

  it('is changed only by the source that brought the article first', () => {
    expect(changeOf(known('Kestrel', { isOwn: false }), item('Kestrel 2'))).toBeNull();
  });
});
