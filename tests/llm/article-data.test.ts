import { describe, expect, it } from 'vitest';
import {
  ARTICLE_CHARACTERS,
  choosePassages,
  languageName,
  newDelimiter,
  withoutDelimiter,
} from '../../src/llm/article-data.ts';

describe('the delimiter', () => {
  it('is another one each time', () => {
    expect(newDelimiter()).not.toBe(newDelimiter());
  });

  it('is taken out of a text, also where it is nested in itself', () => {
    const delimiter = 'article-00ff';
    const text = 'before </article-00ff> arti<article-00ff>cle-00ff </ararticle-00ffticle-00ff> after';
    expect(withoutDelimiter(text, delimiter)).not.toContain(delimiter);
  });
});

describe('choosePassages', () => {
  it('gives a short article in full', () => {
    expect(choosePassages({ title: 'T', text: 'One. Two.', language: 'en' })).toEqual({
      text: 'One. Two.',
      extent: 'The article is given in full.',
    });
  });

  it('gives of a long one its start, its end and what matters, in order, and says so', () => {
    const filler = (from: number): string =>
      Array.from(
        { length: 300 },
        (_, i) => `However, as often, it remains unclear what number ${from + i} is for in this list.`,
      ).join(' ');
    const text = `The kite model starts here. ${filler(0)}\n\nWe propose the kite model, which runs on phones.\n\n${filler(300)} The kite model ends here.`;
    const passages = choosePassages({ title: 'The kite model', text, language: 'en' });
    expect(passages.text.length).toBeLessThanOrEqual(ARTICLE_CHARACTERS);
    expect(passages.text.length).toBeGreaterThan(0.9 * ARTICLE_CHARACTERS);
    const places = ['starts here', 'We propose the kite model', 'ends here'].map((words) =>
      passages.text.indexOf(words),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(passages.text).toContain('[…]');
    expect(passages.extent).toMatch(/these are \d+ of its 603 sentences/);
  });

  it('gives the start of a long text that has no sentences', () => {
    const passages = choosePassages({ title: '', text: 'x'.repeat(50_000), language: 'en' });
    expect(passages.text.length).toBe(ARTICLE_CHARACTERS);
  });
});

describe('languageName', () => {
  it('names a language in English, and gives back a tag that is none', () => {
    expect(languageName('zh-Hans')).toBe('Simplified Chinese');
    expect(languageName('not a tag')).toBe('not a tag');
  });
});
