import { describe, expect, it } from 'vitest';
import { wallOf } from '../../src/reading/page-walls.ts';

const words = (count: number): string => Array.from({ length: count }, (_, n) => `word${n}`).join(' ');
const page = (changes: Partial<Parameters<typeof wallOf>[0]>) => {
  const text = changes.text ?? words(100);
  return wallOf({ title: 'Kite', isFree: true, wordCount: text.split(/\s+/).length, ...changes, text });
};

describe('wallOf', () => {
  it.each([
    ['a check for robots by its title', { title: 'Just a moment...' }, 'human'],
    ['a login page by its title', { title: 'Log in | Example' }, 'login'],
    ['a login page in Chinese', { title: '登录' }, 'login'],
    ['a page that is not there', { title: '404: Page not found' }, 'nothing at this address'],
    ['the start of an article that must be paid for', { isFree: false, text: words(300) }, 'subscription'],
    ['a wall in Chinese', { text: `${words(40)} 请登录后查看全文` }, 'login'],
    ['a wall in German', { text: `${words(40)} Bitte alle Cookies akzeptieren` }, 'cookies'],
    [
      'a long page that asks for consent',
      { text: 'We and our partners store cookies; you can accept or manage your consent. '.repeat(40) },
      'cookies',
    ],
  ])('knows %s', (_, changes, reason) => {
    expect(page(changes)).toContain(reason);
  });

  it.each([
    ['an article', {}],
    ['an article that must be paid for and is there in full', { isFree: false, text: words(900) }],
    ['an article about logging in', { title: 'Log in with passkeys: a guide', text: words(600) }],
    ['an article that mentions cookies', { text: `${words(600)} We use cookies.` }],
  ])('lets pass %s', (_, changes) => {
    expect(page(changes)).toBeNull();
  });
});
