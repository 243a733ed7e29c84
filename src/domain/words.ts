// Words of a text for search, in any script. Pure.

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Text with spaces between the words of scripts that write none, since Postgres' parser takes a run of
 * Chinese as one word. Text in other scripts stays as it is.
 */
export function separateWords(text: string): string {
  return text.replace(CJK, (run) => {
    const words = Array.from(segmenter.segment(run), (part) => part.segment);
    return ` ${words.join(' ')} `;
  });
}
