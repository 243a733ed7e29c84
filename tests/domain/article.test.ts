import { describe, expect, it } from 'vitest';
import { readingMinutes } from '../../src/domain/article.ts';

describe('readingMinutes', () => {
  it('is at least a minute, and unknown for a text that was not read', () => {
    expect(readingMinutes(10)).toBe(1);
    expect(readingMinutes(2300)).toBe(10);
    expect(readingMinutes(null)).toBeNull();
  });
});
