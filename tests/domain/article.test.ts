import { describe, expect, it } from 'vitest';
import { readingMinutes } from '../../src/domain/article.ts';

describe('readingMinutes', () => {
  it('is at least a minute, and unknown for a text that was not read', () => {
    expect(readingMinutes(10, 'en')).toBe(1);
    expect(readingMinutes(2300, 'de')).toBe(10);
    expect(readingMinutes(null, null)).toBeNull();
  });

  it('reads languages without spaces at 350 to 430 characters a minute', () => {
    // 3,500 Chinese characters are some 2,200 words, 2,700 Korean ones some 1,000.
    expect(readingMinutes(2_200, 'zh')).toBe(10);
    expect(readingMinutes(1_000, 'ko')).toBe(6);
  });
});
