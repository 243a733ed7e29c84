// The summary without a model: the article's own sentences, chosen by fitted weights. Pure.
import type { ArticleKind, Summary } from '../domain/article.ts';
import { WEIGHTS } from './extract-weights.ts';
import { cutText } from './plain-text.ts';
import {
  cosine,
  FEATURES,
  type Frame,
  featuresOf,
  frameOf,
  type Vector,
  vectorOf,
} from './sentence-features.ts';
import { type Form, formsOf, withoutLeadIn } from './sentence-forms.ts';
import { type Sentence, splitSentences, termsOf, wordsOf } from './sentences.ts';
import { speaksToModel } from './speaks-to-model.ts';

export interface Extract {
  /** One sentence, perhaps shortened; at most `EXTRACT_LIMITS.sentence` characters. Empty for an empty article. */
  tldr: string;
  /** Up to three further sentences in the order of the text; `quote` is the sentence as it stands there. */
  points: { text: string; quote: string }[];
}

export interface ScoredSentence extends Sentence {
  index: number;
  score: number;
}

export const EXTRACT_LIMITS = {
  /** Characters of a TL;DR or point; longer ones end in an ellipsis. */
  sentence: 320,
  points: 3,
  /** Characters looked at: about three quarters of an hour of reading, and some 30 ms of work. */
  characters: 60_000,
  /** Sentences looked at. */
  sentences: 500,
} as const;

/** An abstract has fewer sentences; in longer articles the one-sentence answer is looked for at the top. */
const LONG_ARTICLE = 20;
const TOP_OF_ARTICLE = 12;

/** Chooses a TL;DR and up to three points. Any text will do; never throws. `language` is the text's, BCP 47. */
export function extractSummary(article: { title: string; text: string; language: string }): Extract {
  const sentences = candidateSentences(article.text, article.language);
  if (sentences.length === 0)
    return { tldr: cutSentence(collapse(article.title || article.text)), points: [] };
  const frame = frameOf({ ...article, sentences });
  const top = sentences.length > LONG_ARTICLE ? TOP_OF_ARTICLE : sentences.length;
  const chosen = bestForm(frame, sentences.slice(0, top));
  return {
    tldr: cutSentence(chosen.text),
    points: choosePoints(frame, sentences, chosen.index).map(({ text }) => ({
      text: cutSentence(withoutLeadIn(text)),
      quote: text,
    })),
  };
}

/** Every sentence with its worth to a summary, in the order of the text. */
export function scoreSentences(article: { title: string; text: string; language: string }): ScoredSentence[] {
  const sentences = splitSentences(article.text, article.language);
  const frame = frameOf({ ...article, sentences });
  return sentences.map((sentence, index) => ({
    ...sentence,
    index,
    score: scoreFeatures(wholeFeatures(frame, index, sentence)),
  }));
}

/** An extract as the summary that cards show. */
export function extractToSummary(extract: Extract, kind: ArticleKind, topics: string[]): Summary {
  return {
    method: 'extract',
    tldr: extract.tldr,
    points: extract.points,
    kind,
    topics,
    tryIt: null,
    details: null,
  };
}

/** What the weights say of one set of features. */
function scoreFeatures(features: readonly number[]): number {
  return FEATURES.reduce((sum, name, index) => sum + WEIGHTS[name] * (features[index] ?? 0), 0);
}

function wholeFeatures(frame: Frame, index: number, sentence: Sentence): number[] {
  const form: Form = { text: sentence.text, lead: false, tail: false, aside: false };
  return featuresOf(frame, index, sentence.text, form);
}

function scorePoint(frame: Frame, index: number, sentence: Sentence): number {
  const features = wholeFeatures(frame, index, sentence);
  const bonus = FEATURES.reduce((sum, name, at) => sum + (POINT_BONUS[name] ?? 0) * (features[at] ?? 0), 0);
  return scoreFeatures(features) + bonus;
}

function bestForm(frame: Frame, sentences: readonly Sentence[]): { index: number; text: string } {
  let best = { index: 0, text: sentences[0]?.text ?? '', score: Number.NEGATIVE_INFINITY };
  sentences.forEach((sentence, index) => {
    for (const form of formsOf(sentence.text)) {
      const score = scoreFeatures(featuresOf(frame, index, sentence.text, form));
      if (score > best.score) best = { index, text: form.text, score };
    }
  });
  return best;
}

/** How much a point loses for repeating what is chosen already (Carbonell and Goldstein 1998, MMR). */
const REDUNDANCY = 1;
/** What a point is worth beyond the weights, which were fitted for the TL;DR: findings over background. */
const POINT_BONUS: Partial<Record<(typeof FEATURES)[number], number>> = {
  results: 0.35,
  shows: 0.15,
  hasNumber: 0.25,
  announces: 0.2,
  background: -0.3,
  contrast: -0.15,
  housekeeping: -0.4,
  question: -0.5,
};
/** A point that says nearly the same is worth less than no point. */
const SAME = 0.7;

function choosePoints(frame: Frame, sentences: readonly Sentence[], tldr: number): Sentence[] {
  const rest = sentences
    .map((sentence, index) => ({ index, sentence, vector: vectorOf(termsOf(sentence.text, frame.language)) }))
    .map((one) => ({ ...one, score: scorePoint(frame, one.index, one.sentence) }));
  const chosen = rest.filter(({ index }) => index === tldr);
  while (chosen.length <= EXTRACT_LIMITS.points) {
    const next = rest
      .filter((one) => !chosen.includes(one) && likeness(one.vector, chosen) < SAME)
      .map((one) => ({ one, worth: one.score - REDUNDANCY * likeness(one.vector, chosen) }))
      .reduce<{ one: (typeof rest)[number]; worth: number } | null>(
        (best, other) => (best && best.worth >= other.worth ? best : other),
        null,
      );
    if (!next) break;
    chosen.push(next.one);
  }
  return chosen
    .filter(({ index }) => index !== tldr)
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence);
}

function likeness(vector: Vector, chosen: readonly { vector: Vector }[]): number {
  return Math.max(0, ...chosen.map((other) => cosine(vector, other.vector)));
}

/** Sentences that can stand alone; where a text has none, whatever it has beyond a name or a date. */
function candidateSentences(text: string, language: string): Sentence[] {
  const all = splitSentences(text.slice(0, EXTRACT_LIMITS.characters), language)
    .slice(0, EXTRACT_LIMITS.sentences)
    .filter((sentence) => !speaksToModel(sentence.text));
  const whole = all.filter((sentence) => standsAlone(sentence.text, language));
  if (whole.length > 0) return whole;
  return all
    .filter((sentence) => sentence.text.length >= SHORTEST)
    .map((sentence) => ({
      ...sentence,
      text: sentence.text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, ''),
    }));
}

/** Characters: "Murfet et al." says less than the title. */
const SHORTEST = 20;
/** Characters: what is longer is a table or a list that lost its full stops. */
const LONGEST = 700;

/** Not a heading, a caption's stub, a line of code or a run-on of a page's furniture. */
function standsAlone(sentence: string, language: string): boolean {
  if (sentence.length > LONGEST) return false;
  const letters = sentence.match(/[\p{L}\p{N}\s]/gu)?.length ?? 0;
  if (letters < 0.75 * [...sentence].length) return false;
  const words = wordsOf(sentence, language).length;
  return /[.!?。！？…]["'”’)\]」』]*$/.test(sentence) ? words >= 4 : words >= 10;
}

function cutSentence(text: string): string {
  return cutText(text, EXTRACT_LIMITS.sentence);
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
