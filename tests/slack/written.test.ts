// Words and links that people write.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cleanLine,
  mrkdwnLink,
  mrkdwnText,
  sentenceLink,
  truncate,
  wholeSentences,
} from '../../src/slack/blocks/text.ts';
import { parseCommand } from '../../src/slack/command-words.ts';
import { linksOf } from '../../src/slack/links.ts';
import { anyText } from './support/arbitraries.ts';

describe('commands', () => {
  test.each([
    ['top', { verb: 'top', period: 'week' }],
    ['TOP Month', { verb: 'top', period: 'month' }],
    ['<@U0BOT00001> top all', { verb: 'top', period: 'all' }],
    ['search  retrieval &amp; ranking', { verb: 'search', query: 'retrieval & ranking' }],
    ['add https://example.org/a?b=1&amp;c=2', { verb: 'add', url: 'https://example.org/a?b=1&c=2' }],
    ['add <https://example.org/a|example.org/a>', { verb: 'add', url: 'https://example.org/a' }],
    ['add example.org/a', { verb: 'add', url: 'https://example.org/a' }],
    [
      'add nonsense',
      {
        verb: 'help',
        puzzle: { kind: 'no-address', words: 'nonsense' },
      },
    ],
    ['add https://wiki/page', { verb: 'add', url: 'https://wiki/page' }],
    ['save list', { verb: 'saves' }],
    ['saves', { verb: 'saves' }],
    ['pocs', { verb: 'poc' }],
    ['', { verb: 'help', puzzle: null }],
    ['tp', { verb: 'help', puzzle: { kind: 'unknown', words: 'tp' } }],
    ['digest now', { verb: 'help', puzzle: { kind: 'unknown', words: 'digest now' } }],
    ['constructor', { verb: 'help', puzzle: { kind: 'unknown', words: 'constructor' } }],
    ['top toString', { verb: 'help', puzzle: { kind: 'unknown', words: 'top toString' } }],
  ])('"%s"', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  test('never fail, whatever is written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseCommand(text).verb).toBeTypeOf('string');
      }),
    );
  });
});

describe('links in a message', () => {
  const section = (...elements: object[]) => [
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
  ];

  test('come from rich text in order, without repeats', () => {
    const link = (url: string) => ({ type: 'link', url });
    const blocks = section(
      link('https://b.example/'),
      { type: 'text', text: ' ' },
      link('https://a.example/'),
      link('https://b.example/'),
    );
    expect(linksOf({ text: '<https://other.example/>', blocks })).toEqual([
      'https://b.example/',
      'https://a.example/',
    ]);
  });

  test('come from the text where there is no rich text', () => {
    const text = 'see <https://a.example/?x=1&amp;y=2|a> and <mailto:a@b.example|mail> and <#C1|general>';
    expect(linksOf({ text })).toEqual(['https://a.example/?x=1&y=2']);
  });

  test('inside lists and quotes count, inside preformatted text not', () => {
    const link = { type: 'link', url: 'https://a.example/' };
    const list = { type: 'rich_text_list', elements: [{ type: 'rich_text_section', elements: [link] }] };
    const code = {
      type: 'rich_text_preformatted',
      elements: [{ type: 'link', url: 'https://code.example/' }],
    };
    expect(linksOf({ blocks: [{ type: 'rich_text', elements: [code, list] }] })).toEqual([
      'https://a.example/',
    ]);
  });

  test('to Slack itself and beyond the fifth are left out', () => {
    const text = [
      'https://team.slack.com/archives/C1/p1',
      ...[1, 2, 3, 4, 5, 6].map((n) => `https://a.example/${n}`),
    ]
      .map((url) => `<${url}>`)
      .join(' ');
    expect(linksOf({ text })).toHaveLength(5);
    expect(linksOf({ text }).join()).not.toContain('slack.com');
  });

  test('are found or not, but nothing fails, whatever Slack sends', () => {
    const message = fc.record({ text: anyText, blocks: fc.array(fc.jsonValue()) });
    fc.assert(
      fc.property(message, (any) => {
        expect(linksOf(any).every((url) => /^https?:/.test(url))).toBe(true);
      }),
    );
  });
});

describe('text', () => {
  test('is cut between graphemes and between words, with an ellipsis', () => {
    expect(truncate('one two three', 9)).toBe('one two…');
    expect(truncate('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 23)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
    expect(truncate('short', 5)).toBe('short');
    expect(truncate('anything', 0)).toBe('');
  });

  test('is cut after whole sentences where at least one fits', () => {
    expect(wholeSentences('One is short. Two is longer than that.', 20)).toBe('One is short.');
    expect(wholeSentences('One is short. Two.', 20)).toBe('One is short. Two.');
    expect(wholeSentences('There is no room for all of this one.', 20)).toBe('There is no room…');
  });

  test('stays within its limit however it is escaped', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 400 }), (text, limit) => {
        expect(truncate(text, limit).length).toBeLessThanOrEqual(limit);
        const escaped = mrkdwnText(text, limit);
        expect(escaped.length).toBeLessThanOrEqual(limit);
        expect(escaped).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  test('loses what would reorder, hide or break the line, and names that notify a channel', () => {
    expect(cleanLine('a\u202eb\u0000c\r\n d  e')).toBe('abc d e');
    expect(cleanLine('@channel @here')).not.toMatch(/@(channel|here)/);
  });

  test('links only http and https', () => {
    expect(mrkdwnLink('https://a.example/?x=1&y=2', 'a <b> | c', 40)).toBe(
      '<https://a.example/?x=1&amp;y=2|a &lt;b&gt; | c>',
    );
    expect(mrkdwnLink('javascript:alert(1)', 'label', 40)).toBe('label');
    expect(mrkdwnLink('https://a.example/x|y>z', 'label', 40)).toBe('<https://a.example/x%7Cy%3Ez|label>');
  });
});

describe('a link to a sentence', () => {
  test('names its beginning and end, escaped as the fragment asks', () => {
    expect(sentenceLink('https://a.example/', 'Well-known, short.')).toBe(
      'https://a.example/#:~:text=Well%2Dknown%2C%20short.',
    );
    const long = Array.from({ length: 20 }, (_, index) => `w${index}`).join(' ');
    expect(sentenceLink('https://a.example/#part', long)).toBe(
      'https://a.example/#part:~:text=w0%20w1%20w2%20w3%20w4%20w5,w15%20w16%20w17%20w18%20w19',
    );
  });

  test('is left out where there is no sentence or no address', () => {
    expect(sentenceLink('https://a.example/', ' ')).toBeNull();
    expect(sentenceLink('mailto:a@b.example', 'a sentence')).toBeNull();
  });
});
