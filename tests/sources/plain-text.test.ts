import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  htmlTitle,
  htmlToText,
  plainTitle,
  startOfText,
  truncateText,
} from '../../src/sources/plain-text.ts';

describe('titles', () => {
  test.each([
    ['Plain', 'Plain'],
    ['AT&amp;T &#8217;s <em>new</em> model', 'AT&T ’s new model'],
    ['Twice &amp;#8217; escaped', 'Twice ’ escaped'],
    ['A vector<int> and a List<T>', 'A vector<int> and a List<T>'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<p>First</p><p>second</p>', 'First second'],
    ['<a title="1 > 0" href=x>link</a>', 'link'],
    ['<!-- no --><script>no()</script>yes', 'yes'],
    ['  spread \n over\tlines ', 'spread over lines'],
    ['zero\u200bwidth\u0000 nul \ud800 lone', 'zerowidth nul \ufffd lone'],
    ['don\u0092t', 'don’t'],
    ['it&apos;s &nbsp; here', "it's here"],
  ])('HTML %j is shown as %j', (html, text) => {
    expect(htmlTitle(html)).toBe(text);
  });

  test.each([
    ['The <T> in generics', 'The <T> in generics'],
    ['What <blink> did', 'What <blink> did'],
    ['An <em>emphatic</em> one', 'An emphatic one'],
    ['Left&#8217;s over', 'Left’s over'],
  ])('plain text %j is shown as %j', (source, text) => {
    expect(plainTitle(source)).toBe(text);
  });

  test('the start of a text ends with its first sentence, or between words', () => {
    expect(startOfText('<p>We shipped a model today. It is fast.</p>'.repeat(9))).toBe(
      'We shipped a model today.',
    );
    const cut = startOfText(`<p>${'word '.repeat(100)}</p>`);
    expect(cut).toMatch(/word…$/);
    expect(cut.length).toBeLessThanOrEqual(90);
  });

  test('a cut text is never longer than asked for, nor cut inside a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 2, max: 80 }),
        (text, length) => {
          const cut = truncateText(text, length);
          expect(cut.length).toBeLessThanOrEqual(Math.max(length, text.length <= length ? text.length : 0));
          expect(cut.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  test('text of any shape becomes one line without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\ud800-\udfff]/u.test(htmlToText(text))),
    );
  });
});
