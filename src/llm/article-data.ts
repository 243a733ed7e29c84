// An article as data inside a prompt: cut to what matters, its sentences numbered, and fenced so that its text cannot
// end the fence.
import { randomBytes } from 'node:crypto';
import { type ScoredSentence, scoreSentences } from './extract-summary.ts';
import { speaksToModel } from './speaks-to-model.ts';

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

export interface Passages {
  /** What is given to the model, in the article's order. */
  sentences: ScoredSentence[];
  /** How many sentences the article has. */
  of: number;
  /** Left out because they speak to a model rather than to readers. */
  spokenToModel: number;
  /** In words, for the model. */
  extent: string;
}

interface ArticleText {
  title: string;
  text: string;
  /** BCP 47, of the text. */
  language: string;
}

/** All sentences that are meant for readers, or, where they are more than `room` characters, those that matter most. */
export function choosePassages(article: ArticleText, room = ARTICLE_CHARACTERS): Passages {
  const all = scoreSentences(article);
  const meant = all.filter(({ text }) => !speaksToModel(text));
  const spokenToModel = all.length - meant.length;
  const size = meant.reduce((sum, sentence) => sum + shown(sentence).length + 1, 0);
  if (size <= room) {
    return { sentences: meant, of: all.length, spokenToModel, extent: 'The article is given in full.' };
  }
  const sentences = mostWorth(meant, room);
  const extent = `The article is long: these are ${sentences.length} of its ${all.length} sentences, in order; […] marks a gap.`;
  return { sentences, of: all.length, spokenToModel, extent };
}

function mostWorth(sentences: readonly ScoredSentence[], most: number): ScoredSentence[] {
  const last = sentences.length - 1;
  // What an article is about stands at its top, and what came of it at its end, whatever the scores say.
  const always = (at: number): boolean => at < 6 || at > last - 3;
  const byWorth = sentences
    .map((sentence, at) => ({ sentence, first: always(at) }))
    .sort((a, b) => Number(b.first) - Number(a.first) || b.sentence.score - a.sentence.score);
  const chosen = new Set<ScoredSentence>();
  let room = most;
  for (const { sentence } of byWorth) {
    const cost = shown(sentence).length + GAP.length;
    if (cost > room) continue;
    chosen.add(sentence);
    room -= cost;
  }
  return sentences.filter((sentence) => chosen.has(sentence));
}

const GAP = '\n[…]\n';
/** What is longer is a table or a list that lost its full stops. */
const LONGEST_SENTENCE = 2_000;

function shown({ text }: ScoredSentence): string {
  return text.length <= LONGEST_SENTENCE
    ? text
    : `${text.slice(0, LONGEST_SENTENCE).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The passages as running text, with its gaps marked. */
export function proseOf({ sentences }: Passages): string {
  return joinPassages(sentences, (sentence) => shown(sentence));
}

/** A sentence a line, each with the number by which a summary names it. */
export function numberedOf({ sentences }: Passages): string {
  return joinPassages(sentences, (sentence) => `[${sentence.index + 1}] ${shown(sentence)}`, '\n');
}

function joinPassages(
  sentences: readonly ScoredSentence[],
  write: (sentence: ScoredSentence) => string,
  between = ' ',
): string {
  return sentences
    .map((sentence, at) => {
      const previous = sentences[at - 1];
      if (!previous) return write(sentence);
      if (previous.index !== sentence.index - 1) return GAP + write(sentence);
      return (previous.block === sentence.block ? between : '\n\n') + write(sentence);
    })
    .join('');
}

/** `en` → `English`; the tag itself where it has no name. */
export function languageName(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch (error) {
    if (error instanceof RangeError) return language;
    throw error;
  }
}
