// Where people discuss articles: a thread's address is not its article's.
import { describe, expect, it } from 'vitest';
import { discussionAddress, withItsArticle } from '../../src/domain/discussion.ts';
import { itemOf } from '../support/store.ts';

const THREAD = 'https://news.ycombinator.com/item?id=1001';

describe('discussionAddress', () => {
  it.each([
    ['https://news.ycombinator.com/item?id=1001&utm_source=x', THREAD],
    [
      'https://old.reddit.com/r/MachineLearning/comments/1abcde/a_title/',
      'https://reddit.com/comments/1abcde',
    ],
    ['https://lobste.rs/s/abc123/a_title', 'https://lobste.rs/s/abc123'],
  ])('gives the one address of %s', (address, canonical) => {
    expect(discussionAddress(address)).toBe(canonical);
  });

  it.each([
    null,
    '',
    'mailto:a@example.com',
    'https://example.com/item?id=1',
    'https://news.ycombinator.com/newest',
  ])('finds no discussion in %s', (address) => {
    expect(discussionAddress(address)).toBeNull();
  });
});

describe('withItsArticle', () => {
  it('leads to what Hacker News’ feed says the thread is about, and keeps the thread', () => {
    const html = '<p>Article URL: <a href="https://acme.example/a?x=1&amp;y=2">link</a></p><p>Points: 9</p>';
    expect(withItsArticle(itemOf(1, { url: THREAD, html }))).toMatchObject({
      url: 'https://acme.example/a?x=1&y=2',
      discussionUrl: THREAD,
    });
  });

  it('leads to what a Reddit thread links to', () => {
    const url = 'https://www.reddit.com/r/LocalLLaMA/comments/1abcde/a_title/';
    const html = 'submitted by u/x <span><a href="https://acme.example/weights">[link]</a></span>';
    expect(withItsArticle(itemOf(1, { url, html }))).toMatchObject({
      url: 'https://acme.example/weights',
      discussionUrl: 'https://reddit.com/comments/1abcde',
    });
  });

  it('leaves a thread that is about itself, and an article that is none', () => {
    const own = itemOf(1, { url: THREAD, html: `Article URL: <a href="${THREAD}">link</a>` });
    expect(withItsArticle(own)).toEqual(own);
    const article = itemOf(2);
    expect(withItsArticle(article)).toBe(article);
  });

  it('follows no address that is not of the web', () => {
    const item = itemOf(1, { url: THREAD, html: 'Article URL: <a href="javascript:alert(1)">link</a>' });
    expect(withItsArticle(item).url).toBe(THREAD);
  });
});
