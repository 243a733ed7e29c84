import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfTex } from '../../src/reading/text-of-formula.ts';

describe('textOfTex', () => {
  it.each([
    ['\\mathcal{O}(n^{2})', 'O(n²)'],
    ['\\alpha \\leq 0.5', 'α ≤ 0.5'],
    ['x_{i}^{2}', 'x_i²'],
    ['10^{-3}', '10⁻³'],
    ['\\frac{1}{n}\\sum_{k}x_{k}', '1/n∑_kx_k'],
    ['\\frac{a+b}{\\sqrt{d_{k}}}', '(a+b)/(√(d_k))'],
    ['\\operatorname{softmax}\\left(QK^{\\top}\\right)V', 'softmax (QK^⊤)V'],
    ['2.1\\times', '2.1 ×'],
    ['95\\%', '95%'],
    ['\\mathbb{R}^{d_{\\text{model}}}', 'R^(d_model)'],
    ['\\{a,b\\}', '{a,b}'],
    ['a<b', 'a<b'],
  ])('%s reads %s', (tex, text) => {
    expect(textOfTex(tex)).toBe(text);
  });

  it('ends for anything, without backslashes', () => {
    const parts = fc.constantFrom(
      '\\frac',
      '{',
      '}',
      '^',
      '_',
      '\\alpha',
      '\\left(',
      '\\\\',
      '%',
      '&',
      'x',
      ' ',
      '\\%',
      '\\begin{a}',
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 40 }).map((all) => all.join('')),
        (tex) => {
          expect(textOfTex(tex)).not.toContain('\\');
        },
      ),
    );
  });
});
