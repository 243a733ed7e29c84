import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeEntries } from '../../src/llm/partial-reply.ts';

const entry = fc.record({ text: fc.string({ unit: 'binary' }), passages: fc.array(fc.nat()) });

describe('wholeEntries', () => {
  it('gives the entries that are whole, in order, wherever a reply is cut', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(), fc.boolean(), (sentences, cut, pretty) => {
        const reply = JSON.stringify({ found: true, sentences }, null, pretty ? 2 : 0);
        const some = wholeEntries(reply.slice(0, cut % (reply.length + 1)), 'sentences');
        expect(some).toEqual(JSON.parse(JSON.stringify(sentences)).slice(0, some.length));
        expect(wholeEntries(reply, 'sentences')).toEqual(JSON.parse(JSON.stringify(sentences)));
      }),
    );
  });

  it('takes nothing from thoughts before the answer', () => {
    const thought = '<think>maybe {"sentences": [{"text": "no"}]}';
    expect(wholeEntries(thought, 'sentences')).toEqual([]);
    expect(wholeEntries(`${thought}</think>{"sentences": [{"text": "yes"}`, 'sentences')).toEqual([
      { text: 'yes' },
    ]);
  });

  it('never fails, whatever a model writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(wholeEntries(`{"sentences": [${text}`, 'sentences')).toBeInstanceOf(Array);
      }),
    );
  });
});
