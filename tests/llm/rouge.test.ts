import { describe, expect, it } from 'vitest';
import { rouge, rougeTokens } from '../../bench/rouge.ts';

describe('rouge', () => {
  it('stems words of more than three letters and drops punctuation, as rouge-score does', () => {
    expect(rougeTokens('Running models, as was: GPT-4!')).toEqual(['run', 'model', 'as', 'was', 'gpt', '4']);
  });

  it('gives F1 of single words and of the longest common subsequence', () => {
    // "the dog sat quietly" / "the cat sat on the mat": common the, sat → P 2/4, R 2/6, F1 0.4.
    const score = rouge('the dog sat quietly', ['the cat sat on the mat']);
    expect(score.rouge1).toBeCloseTo(0.4, 10);
    expect(score.rougeL).toBeCloseTo(0.4, 10);
  });

  it('counts a word no more often than the reference has it', () => {
    // Common: the ×2 of 4 → P 2/4, R 2/6, F1 0.4.
    expect(rouge('the the the the', ['the cat sat on the mat']).rouge1).toBeCloseTo(0.4, 10);
  });

  it('asks for order in ROUGE-L and not in ROUGE-1', () => {
    const score = rouge('mat the on sat', ['sat on the mat']);
    expect(score.rouge1).toBeCloseTo(1, 10);
    expect(score.rougeL).toBeCloseTo(0.25, 10);
  });

  it('treats several sentences as one sequence', () => {
    // As one sequence the longest common part is two words of four; over sentences it would be all four.
    expect(rouge('alpha beta. gamma delta.', ['gamma delta. alpha beta.']).rougeL).toBeCloseTo(0.5, 10);
  });

  it('takes the best reference', () => {
    expect(rouge('a small model', ['something else', 'small models']).rouge1).toBeCloseTo(0.8, 10);
  });

  it('is zero for an empty candidate', () => {
    expect(rouge(' … ', ['anything'])).toEqual({ rouge1: 0, rougeL: 0 });
  });
});
