import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannel } from '../../src/sandbox/channels.ts';
import { composeText } from '../../src/sandbox/compose-text.ts';
import { seedMembers } from '../../src/sandbox/members.ts';
import { nextTs } from '../../src/sandbox/messages.ts';

const channel = createChannel({ name: 'discuss-ai', topic: '', memberIds: [], created: 0 });
const names = { members: seedMembers('discuss-ai'), channels: [channel] };
const textOf = (typed: string) => composeText(typed, names).text;

describe('what a person types', () => {
  it.each([
    ['Look: https://a.example/x?y=1&z=(2), fine.', 'Look: <https://a.example/x?y=1&amp;z=(2)>, fine.'],
    ['(see https://a.example/b)', '(see <https://a.example/b>)'],
    ['@maya, @nobody and me@maya.example', '<@U0MAYA00001>, @nobody and me@maya.example'],
    ['in #discuss-ai, not #other', `in <#${channel.id}|discuss-ai>, not #other`],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['<!channel> and <@U0MAYA00001>', '&lt;!channel&gt; and &lt;@U0MAYA00001&gt;'],
  ])('%s', (typed, text) => {
    expect(textOf(typed)).toBe(text);
  });

  it('can be read back whole from its tokens, and never writes a token that was not meant', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<!here>', '&', '@maya ', ' https://a.example/x ', '#discuss-ai '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const typed = pieces.join('');
        const text = textOf(typed);
        const back = text
          .replace(/<@U0MAYA00001>/g, '@maya')
          .replace(/<@U0TOMAS0001>/g, '@tomas')
          .replace(/<#C\w+\|([^>]+)>/g, '#$1')
          .replace(/<(https?:[^>]+)>/g, '$1')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&amp;/g, '&');
        expect(back).toBe(typed);
        expect(text).not.toMatch(/<!/);
      }),
    );
  });
});

describe('the ts of a message', () => {
  it('is unique and increasing, however the clock runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
        (times) => {
          let last = '';
          for (const time of times) {
            const next = nextTs(time, last);
            expect(next).toMatch(/^\d{10,}\.\d{6}$/);
            expect(next > last).toBe(true);
            last = next;
          }
        },
      ),
    );
  });
});
