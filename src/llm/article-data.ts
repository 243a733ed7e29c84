// An article as data inside a prompt: cut to what matters, and fenced so that its text cannot end the fence.
import { randomBytes } from 'node:crypto';
import { scoreSentences } from './extract-summary.ts';

/** Characters of an article that a prompt carries: about 6,000 tokens of English. */
export const ARTICLE_CHARACTERS = 24_000;

/** A name for the fence that the article's author could not know. */
export function newDelimiter(): string {
  return `article-${randomBytes(8).toString('hex')}`;
}

/** The text without any occurrence of the delimiter, also none that appears when one is taken out. */
export function withoutDelimiter(text: string, delimiter: string): string {
  let clean = text;
  while (clean.includes(delimiter)) clean = clean.replaceAll(delimiter, '');
  return clean;
}

/** The text, or of a long one the sentences that matter most, in order; `extent` says so in words. */
export function choosePassages(article: { title: string; text: string; language: string }): {
  text: string;
  extent: string;
} {
  if (article.text.length <= ARTICLE_CHARACTERS) {
    return { text: article.text, extent: 'The article is given in full.' };
  }
  const sentences = scoreSentences(article);
  const last = sentences.length - 1;
  // What an article is about stands at its top, and what came of it at its end, whatever the scores say.
  const always = (index: number): boolean => index < 6 || index > last - 3;
  const byWorth = [...sentences].sort(
    (a, b) => Number(always(b.index)) - Number(always(a.index)) || b.score - a.score,
  );
  const chosen = new Set<number>();
  let room = ARTICLE_CHARACTERS;
  for (const { index, text } of byWorth) {
    const cost = text.length + GAP.length;
    if (cost <= room) {
      chosen.add(index);
      room -= cost;
    }
  }
  if (chosen.size === 0) {
    return {
      text: article.text.slice(0, ARTICLE_CHARACTERS),
      extent: 'Only the start of a long article is given.',
    };
  }
  const kept = sentences.filter(({ index }) => chosen.has(index));
  const text = kept
    .map((sentence, at) => {
      const previous = kept[at - 1];
      if (!previous) return sentence.text;
      if (previous.index !== sentence.index - 1) return GAP + sentence.text;
      return (previous.block === sentence.block ? ' ' : '\n\n') + sentence.text;
    })
    .join('');
  return {
    text,
    extent: `The article is long: these are ${kept.length} of its ${sentences.length} sentences, in order; […] marks a gap.`,
  };
}

const GAP = '\n[…]\n';

/** `en` → `English`; the tag itself where it has no name. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch (error) {
    if (error instanceof RangeError) return language;
    throw error;
  }
}
