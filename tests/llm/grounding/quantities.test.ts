import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datesIn, isPartOf } from '../../../src/llm/grounding/dates.ts';
import { quantitiesIn, saysTheSame } from '../../../src/llm/grounding/quantities.ts';
import { normaliseText } from '../../../src/llm/grounding/source-text.ts';

const one = (text: string) => {
  const [first] = quantitiesIn(normaliseText(text));
  if (!first) throw new Error(`No number in ${text}`);
  return first;
};

describe('numbers', () => {
  it.each([
    ['1.5k stars', '1,500 stars'],
    ['1.2 million', '1,200,000'],
    ['$3b', '3 billion dollars'],
    ['八成', '80 %'],
    ['百分之八十', '80 percent'],
    ['80％', 'eighty percent'],
    ['三分之一', 'a third'],
    ['half', '50%'],
    ['twice as fast', '2x'],
    ['两倍', '2 times'],
    ['2.1×', '2.1-fold'],
    ['twenty-five layers', '25 layers'],
    ['3.5万', '35,000'],
    ['1.2亿参数', '120M parameters'],
    ['7B', '7 billion'],
    ['1000 ms', '1 s'],
    ['1.500 Nutzer', '1,500 users'],
    ['0,5 Prozent', '0.5%'],
    ['10 000', '10,000'],
    ['a dozen', '12'],
    ['2.13', '2.13'],
    ['42 %', '41.7%'],
    ['3 to 5 ms', '3 ms'],
  ])('%s is what %s says', (said, given) => {
    expect(saysTheSame(one(said), one(given))).toBe(true);
  });

  it.each([
    ['2.1x', '2.2x'],
    ['5 ms', '5 s'],
    ['12 GB', '12 TB'],
    ['3 million', '3 billion'],
    ['$5', '€5'],
    ['5%', '5 percentage points'],
    ['1', '1.4'],
    ['八成', '70%'],
    ['12 GB', '12 layers'],
  ])('%s is not what %s says', (said, given) => {
    expect(saysTheSame(one(said), one(given))).toBe(false);
  });

  it('are not read in names or plain words', () => {
    expect(quantitiesIn('GPT-4 on H100 in 3D, one of them, 一个统一的, 十分')).toEqual([]);
  });

  it('are found equal to themselves, however they are dressed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 999_999_999 }), (value) => {
        const dressed = value.toLocaleString('en-US');
        expect(saysTheSame(one(`${value} items`), one(`${dressed} items`))).toBe(true);
      }),
    );
  });

  it('are looked for in any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        quantitiesIn(normaliseText(text));
        datesIn(normaliseText(text));
      }),
    );
  });
});

describe('dates', () => {
  it.each([
    ['March 5, 2024', '2024-03-05'],
    ['5 March 2024', '2024年3月5日'],
    ['March 2024', '5 March 2024'],
    ['3月5日', 'on March 5th'],
    ['5. März 2024', 'March 5, 2024'],
  ])('%s is part of %s', (said, given) => {
    const [a, b] = [datesIn(said)[0], datesIn(given)[0]];
    expect(a && b && isPartOf(a, b)).toBe(true);
  });

  it.each([
    ['April 5, 2024', '2024-03-05'],
    ['March 6', 'March 5, 2024'],
    ['March 2023', 'March 2024'],
  ])('%s is not part of %s', (said, given) => {
    const [a, b] = [datesIn(said)[0], datesIn(given)[0]];
    expect(a && b && isPartOf(a, b)).toBe(false);
  });

  it('are not seen in words that months share', () => {
    expect(datesIn('They may march on.')).toEqual([]);
  });
});
