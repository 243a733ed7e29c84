import { describe, expect, it } from 'vitest';
import { disagree } from '../../src/llm/find-disagreement.ts';

const says = (text: string, language = 'en') => ({ text, language });

describe('disagree', () => {
  it.each([
    ['Caching of prompts makes inference cheaper by 40 %.', 'Caching prompts makes inference 15 % cheaper.'],
    ['The new model needs access to its layers.', 'The new model does not need access to its layers.'],
    ['提示缓存让推理成本降低 40%。', '提示缓存让推理成本只降低 15%。'],
  ])('finds that two sources say different things of the same', (one, other) => {
    const language = /\p{Script=Han}/u.test(one) ? 'zh' : 'en';
    expect(disagree(says(one, language), says(other, language))).toBe(true);
  });

  it.each([
    [
      'Caching of prompts makes inference cheaper by 40 %.',
      'Caching prompts makes inference cheaper by 40 percent.',
    ],
    [
      'Caching of prompts makes inference cheaper by 40 %.',
      'Pruning of layers makes training faster by 20 %.',
    ],
    ['It was measured on 12 models.', 'Inference became cheaper by 40 %.'],
    ['', 'Inference became cheaper by 40 %.'],
  ])('is silent about what is the same, or of something else', (one, other) => {
    expect(disagree(says(one), says(other))).toBe(false);
  });

  it('compares no two languages', () => {
    expect(disagree(says('Inference costs 40 % less.'), says('推理成本降低 15%。', 'zh'))).toBe(false);
  });
});
