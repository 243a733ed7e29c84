import { describe, expect, it } from 'vitest';
import { splitSentences, termsOf, wordsOf } from '../../src/llm/sentences.ts';

const split = (text: string, language = 'en'): string[] =>
  splitSentences(text, language).map((sentence) => sentence.text);

describe('splitSentences', () => {
  it('does not end a sentence at an abbreviation, an initial or a decimal point', () => {
    const text =
      'We follow Smith et al. [3], e.g. in Fig. 2, with J. Doe. It runs 2.5 times faster, i.e. in 3.1 s. Done.';
    expect(split(text)).toEqual([
      'We follow Smith et al. [3], e.g. in Fig. 2, with J. Doe.',
      'It runs 2.5 times faster, i.e. in 3.1 s.',
      'Done.',
    ]);
  });

  it('joins lines that are only wrapped', () => {
    expect(split('This is one\nsentence over\nthree lines. And one more.')).toEqual([
      'This is one sentence over three lines.',
      'And one more.',
    ]);
  });

  it('ends a sentence at a blank line and at a list item, with or without a full stop', () => {
    expect(split('A heading\n\nFirst thing.\n- second thing\n- third thing\n2. fourth')).toEqual([
      'A heading',
      'First thing.',
      'second thing',
      'third thing',
      'fourth',
    ]);
  });

  it('takes headings, code and tables for what they are, not for sentences', () => {
    const code = '```python\nprint("It is. It was.")\n\nmore.code()\n```';
    const text = `## A heading\n\nFirst.\n\n${code}\n\na | b\n1. x | 2\n\nSecond, with a | b.\n\n\`\`\`\nnever closed.`;
    expect(split(text)).toEqual(['First.', 'Second, with a | b.']);
  });

  it('numbers the paragraphs', () => {
    expect(splitSentences('One. Two.\n\nThree.', 'en').map((sentence) => sentence.block)).toEqual([0, 0, 1]);
  });

  it('splits Chinese, which has no spaces', () => {
    expect(split('我们提出了一种新方法。它更快！效果如何？', 'zh')).toEqual([
      '我们提出了一种新方法。',
      '它更快！',
      '效果如何？',
    ]);
  });

  it('takes a language tag that is none', () => {
    expect(split('One. Two.', '!!not a tag')).toEqual(['One.', 'Two.']);
  });
});

describe('termsOf', () => {
  it('stems English and leaves out stop words', () => {
    expect(termsOf('The models are running on devices', 'en')).toEqual(['model', 'run', 'devic']);
  });

  it('segments Chinese into words', () => {
    const terms = termsOf('我们的大语言模型的推理速度', 'zh');
    expect(terms).toContain('模型');
    expect(terms).not.toContain('的');
  });
});

describe('wordsOf', () => {
  it('keeps contractions together', () => {
    expect(wordsOf("We don't use GPT-4.", 'en')).toEqual(['We', "don't", 'use', 'GPT', '4']);
  });
});
