import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, TooManyValues } from '../../src/sources/parse-json.ts';

const many = (one: string): string => `[${`${one},`.repeat(450_000)}0]`;

describe('JSON that anyone may have written', () => {
  it('is read as ever', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(() => parseJson('{')).toThrow(SyntaxError);
  });

  it.each(['0', '""', '{}', '[]', '{"a":[]}'])('is refused as soon as it holds too many of %s', (one) => {
    expect(() => parseJson(many(one))).toThrow(TooManyValues);
    expect(() => parseJson(many(one))).toThrow('The answer holds more than 400,000 values');
  });

  it('may hold as much text as it likes, whatever the text looks like', () => {
    const text = JSON.stringify([`${'{"a":[1,2,3]}\\'.repeat(300_000)}"`]);
    expect(parseJson(text)).toHaveLength(1);
  });
});
