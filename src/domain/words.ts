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

/**
 * Every two neighbouring characters of runs of such scripts. A question and an article may be divided into different
 * words, never into different pairs (the way of Lucene's CJKAnalyzer).
 */
export function characterPairs(text: string): string[] {
  return (text.match(CJK) ?? []).flatMap((run) => {
    const characters = Array.from(run);
    return characters.slice(1).map((character, n) => `${characters[n]}${character}`);
  });
}

/** What to look for: the words of a question, each once, and the pairs where there are any. */
export function wordsToFind(question: string): string[] {
  const words = separateWords(question.toLowerCase()).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}+#.\-_'’]*/gu) ?? [];
  const clean = words.map((word) => word.replace(/[.\-_'’]+$/, ''));
  return [...new Set([...clean, ...characterPairs(question)])];
}
