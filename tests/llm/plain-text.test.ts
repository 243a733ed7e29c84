import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, plainText } from '../../src/llm/plain-text.ts';

const SOURCE = 'The code is at https://github.com/example/kite and on kite.dev. Mail us.';

describe('plainText', () => {
  it.each([
    ['calls to a whole channel', 'Hello <!channel> and <!here|here>, @channel', 'Hello and, channel'],
    ['mentions of people and channels', 'Ask <@U012AB3CD> in <#C024BE7LR|general>.', 'Ask in.'],
    ['Slack links', 'See <https://evil.example/x|the paper> now', 'See the paper now'],
    [
      'Markdown links and images',
      'See [the paper](https://evil.example) ![logo](http://x.example/i.png)',
      'See the paper logo',
    ],
    [
      'addresses that the source does not have',
      'Get it at https://evil.example/a?b=c, or www.evil.example.',
      'Get it at, or.',
    ],
    [
      'bare domains that the source does not have',
      'Log in at slack-login.com/verify today',
      'Log in at today',
    ],
    ['known domains with a foreign end', 'Get it at kite.dev.evil.io today', 'Get it at today'],
    ['markup', '**Twice** as `fast` as __before__', 'Twice as fast as before'],
    ['control and hidden characters', 'a\u0000b\u202ec\u200bd\u{e0041}', 'abcd'],
    ['syntax that only appears when other syntax is taken out', '<<!here>!here> <<@U1>@U012>', ''],
    ['the start of a known address', 'Code: https://github.com/exam', 'Code:'],
    ['the end of a known domain', 'Docs: ite.dev', 'Docs:'],
  ])('takes out %s', (_, written, expected) => {
    expect(plainText(written, SOURCE)).toBe(expected);
  });

  it('keeps addresses that the source has', () => {
    expect(plainText('Code: https://github.com/example/kite, docs: kite.dev.', SOURCE)).toBe(
      'Code: https://github.com/example/kite, docs: kite.dev.',
    );
  });

  it('keeps names, numbers, file names and comparisons', () => {
    const text = 'llama.cpp and Node.js run train.py in < 3 s & use 2.5 GB, i.e. 40 % less.';
    expect(plainText(text, SOURCE)).toBe(text);
  });

  it('never lets mention or link syntax through', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '!',
      '@',
      '#',
      '!here',
      'U1',
      '[',
      ']',
      '(',
      ')',
      '|',
      'http://a.b',
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (pieces) => {
        const text = plainText(pieces.join(''), '');
        expect(text).not.toMatch(/<[!@#]|\]\(|https?:/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('cutText', () => {
  it('cuts at a word, within the limit, and never inside a character', () => {
    expect(cutText('one two three four', 12)).toBe('one two…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
        const cut = cutText(text.toWellFormed(), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
