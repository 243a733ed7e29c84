// What can be seen of a sentence without understanding it: cue phrases, place, likeness to the whole and to the
// title, length. Pure; decides nothing: the weights stand in `extract-weights.ts`.
import type { Form } from './sentence-forms.ts';
import { type Sentence, termsOf, wordsOf } from './sentences.ts';

/** Names of the features, in the order of `featuresOf`. */
export const FEATURES = [
  'proposes',
  'firstProposes',
  'shows',
  'results',
  'announces',
  'background',
  'contrast',
  'goesOn',
  'housekeeping',
  'question',
  'isFirst',
  'isSecond',
  'isLast',
  'position',
  'positionSquared',
  'titleCosine',
  'titleCovered',
  'titleName',
  'centroid',
  'short',
  'long',
  'veryLong',
  'logLength',
  'hasNumber',
  'leadTrimmed',
  'tailTrimmed',
  'asideTrimmed',
] as const;

const PROPOSES =
  /\b(?:we|I|(?:this|our|the) (?:paper|work|article|study|thesis|report|approach|method|post|tutorial))\b[^.;]{0,40}?\b(?:propos|introduc|present|develop|devis|design|describ|provid|formulat|deriv|build|construct|contribut|offer|releas|creat|extend|generali[sz])\w*|\bis (?:proposed|presented|introduced|developed)\b|(?:我们|本文|本论文|本研究|该文|文章|作者)[^。；]{0,16}(?:提出|介绍|设计|开发|构建|发布|给出|推出)/iu;
const SHOWS =
  /\b(?:we|I|(?:this|our) (?:paper|work|article|study|approach|method|analysis))\b[^.;]{0,40}?\b(?:show|demonstrat|prov(?:e|es|ed|ing)\b|find|found|stud(?:y|ies)|investigat|analy[sz]|explor|examin|argue|address|tackle|consider|observe|evaluat|compar|reveal|aim|use|apply)\w*|(?:我们|本文|本研究|结果|实验)[^。；]{0,16}(?:表明|证明|发现|显示|研究|分析|探讨|展示)/iu;
const RESULTS =
  /\b(?:outperform\w*|state[- ]of[- ]the[- ]art|achiev\w+|improv\w+|surpass\w*|(?:experiment|result|evaluation)\w* (?:\w+ ){0,4}(?:show|demonstrat|indicat|suggest|reveal)\w*|significant(?:ly)?|faster|\d+(?:\.\d+)?\s?[×x%])|(?:优于|超过|提升|达到|提高|最先进|显著)/iu;
const ANNOUNCES =
  /\b(?:today,? we|we(?:'|’)re (?:announcing|launching|releasing|introducing|excited|open[- ]sourcing)|we are (?:announcing|launching|releasing|introducing|excited|open[- ]sourcing)|(?:announc|launch|unveil|releas|open[- ]sourc)(?:es|ed|ing)\b|is now (?:available|open)|(?:now|generally) available|introducing)|(?:今日|今天|近日|正式)[^。；]{0,12}(?:发布|推出|开源|上线)/iu;
const BACKGROUND =
  /\b(?:recent(?:ly)?|existing|traditional(?:ly)?|typical(?:ly)?|conventional|widely|popular|commonly|often|previous(?:ly)?|prior work|has been|have been|become|in recent years|important|crucial|essential|fundamental|successful)\b|(?:近年来|传统|现有|通常|广泛|目前|随着)/iu;
const CONTRAST =
  /^(?:however|but|yet|unfortunately|despite|although|while|nevertheless|still)\b|\b(?:challeng\w+|difficult\w*|limited|limitations?|suffer\w*|expensive|remains?|lack\w*|fails?)\b|^(?:然而|但是|但|不过|尽管|虽然)/iu;
const GOES_ON_FROM =
  /^(?:moreover|furthermore|additionally|in addition|also|finally|further|then|next|second(?:ly)?|third(?:ly)?|it|they|these|those|such|this (?!paper|work|article|study|post|report)|as a result|for example|for instance|to (?:do|achieve|address) (?:so|this|that)|specifically|in particular|here,? )\b|^(?:此外|另外|其中|例如|同时|因此|最后|其次|这些|它)/iu;
const HOUSEKEEPING =
  /https?:|\b(?:(?:code|source|implementation|data|models?|videos?)\b[^.]{0,40}\bavailable|github|appendix|supplementary|subscribe|newsletter|sign up|cookies?|click here|read more|all rights reserved|follow us)\b|(?:代码|数据)[^。]{0,12}(?:公开|开源)|订阅|关注/iu;

export interface Vector {
  weights: Map<string, number>;
  norm: number;
}

/** Counts of terms. */
export function vectorOf(terms: readonly string[]): Vector {
  const weights = new Map<string, number>();
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1);
  let squares = 0;
  for (const weight of weights.values()) squares += weight * weight;
  return { weights, norm: Math.sqrt(squares) };
}

export function cosine(a: Vector, b: Vector): number {
  if (a.norm === 0 || b.norm === 0) return 0;
  const [small, large] = a.weights.size < b.weights.size ? [a, b] : [b, a];
  let dot = 0;
  for (const [term, weight] of small.weights) dot += weight * (large.weights.get(term) ?? 0);
  return dot / (a.norm * b.norm);
}

export interface Document {
  title: string;
  language: string;
  sentences: Sentence[];
}

/** A document's side of the features, worked out once. */
export interface Frame {
  language: string;
  count: number;
  whole: Vector;
  titleTerms: string[];
  titleVector: Vector;
  /** `AdamT` of "AdamT: a stochastic optimiser". */
  titleName: string | null;
  firstCue: number;
}

// Where the weights were fitted, texts have seven sentences; further down than this, place says nothing more.
const OPENING = 12;

export function frameOf({ title, language, sentences }: Document): Frame {
  const titleTerms = termsOf(title, language);
  return {
    language,
    count: sentences.length,
    whole: vectorOf(sentences.flatMap((sentence) => termsOf(sentence.text, language))),
    titleTerms,
    titleVector: vectorOf(titleTerms),
    titleName: /^([^:：]{2,24})[:：]/.exec(title)?.[1]?.toLowerCase() ?? null,
    firstCue: sentences.findIndex((sentence) => PROPOSES.test(sentence.text)),
  };
}

const flag = (on: boolean): number => (on ? 1 : 0);

/** Values in the order of `FEATURES` for one form of the sentence at `index`. */
export function featuresOf(frame: Frame, index: number, sentence: string, form: Form): number[] {
  const vector = vectorOf(termsOf(form.text, frame.language));
  const words = wordsOf(form.text, frame.language).length;
  const place = Math.min(1, index / Math.max(1, Math.min(frame.count, OPENING) - 1));
  const covered = frame.titleTerms.filter((term) => vector.weights.has(term)).length;
  return [
    flag(PROPOSES.test(form.text)),
    flag(index === frame.firstCue),
    flag(SHOWS.test(form.text)),
    flag(RESULTS.test(form.text)),
    flag(ANNOUNCES.test(form.text)),
    flag(BACKGROUND.test(sentence)),
    flag(CONTRAST.test(sentence)),
    flag(GOES_ON_FROM.test(sentence)),
    flag(HOUSEKEEPING.test(sentence)),
    flag(/[?？]\s*$/.test(sentence)),
    flag(index === 0),
    flag(index === 1),
    flag(index === frame.count - 1),
    place,
    place * place,
    cosine(vector, frame.titleVector),
    covered / Math.max(1, frame.titleTerms.length),
    flag(frame.titleName !== null && form.text.toLowerCase().includes(frame.titleName)),
    cosine(vector, frame.whole),
    Math.max(0, 15 - words) / 10,
    Math.max(0, words - 25) / 10,
    Math.max(0, words - 40) / 10,
    Math.log(words + 1) / 3,
    flag(/\d/.test(form.text)),
    flag(form.lead),
    flag(form.tail),
    flag(form.aside),
  ];
}
