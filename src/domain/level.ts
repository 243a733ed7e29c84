// How much an article asks of its readers, measured from its text: what "too basic" and "too hard" are about. Pure.
//
// Four things are counted in the title and the text's beginning: how long words and sentences are (as readability
// formulas have it), how dense terms are, how dense formulas are, and words by which papers and introductions give
// themselves away. The kind counts as well, since a short text tells little.
import type { ArticleKind } from './article.ts';

/** From -1, for everybody, to 1, for who works on it. */
export type Level = number;

/** Named for people, from the least to the most. */
export const LEVEL_NAMES = ['introductory', 'general', 'technical', 'research'] as const;
export type LevelName = (typeof LEVEL_NAMES)[number];

interface Leveled {
  kind: ArticleKind;
  title: string;
  /** The start of the text. */
  opening: string;
}

const OF_KIND: Record<ArticleKind, number> = {
  paper: 0.6,
  model: 0.25,
  tool: 0.2,
  demo: 0,
  event: -0.1,
  news: -0.25,
  funding: -0.35,
  lesson: -0.4,
};
/** Words from which on the text tells as much as the kind. */
const ENOUGH_WORDS = 60;

const HAN = /\p{Script=Han}/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.+#/_-]*/gu;
/** `RLHF`, `GPT-4o`, `KV`, `vLLM`, `snake_case`, `70B`. */
const TERM =
  /^(?:\p{Lu}{2,}s?|\p{L}*\p{Ll}\p{Lu}\p{L}*|\p{L}+[-_]?\d[\p{L}\d.-]*|\d+(?:\.\d+)?[BMkK]|\w+_\w+)$/u;
const FORMULA = /[=≤≥≈∑∏∂∇√∈∞→×±λθαβγσμε]|\\[a-z]{2,}|\$[^$\s][^$]*\$|\bO\([^)]*\)|\b[a-z]\^|[a-z]_\{/gu;
const RESEARCH =
  /\b(?:we (?:propose|show|prove|introduce|study|present|demonstrate|derive|find)|baselines?|state-of-the-art|ablations?|theorems?|proofs?|convergence|gradients?|empirical(?:ly)?|theoretical(?:ly)?|stochastic|asymptotic|latent|posterior|optimi[sz]ation|regulari[sz]ation|benchmarks?|architectures?|generali[sz]ation)\b|本文|提出|消融|基线|定理|收敛|梯度|实验(?:结果)?表明/giu;
const EXPLAINING =
  /\b(?:what (?:is|are)|how to|introduction|introducing|beginners?|getting started|step by step|tutorial|101|explained|simple|easy|basics?|guide|learn|everyone|you(?:'ll|r)?|webinar|announc(?:e|es|ed|ing)|today)\b|入门|教程|什么是|新手|零基础|一文读懂|指南|如何/giu;

/** A Chinese word has about as many characters. */
const CHARACTERS_A_WORD = 1.6;

export function levelOf({ kind, title, opening }: Leveled): Level {
  const text = `${title}. ${opening}`;
  const words = text.match(WORD) ?? [];
  const han = (text.match(HAN) ?? []).length / CHARACTERS_A_WORD;
  // A run of Chinese matches as one word.
  const latin = words.filter((word) => !word.match(HAN));
  const count = latin.length + han;
  const measured = measure(text, latin, count);
  const share = 0.75 * Math.min(1, count / ENOUGH_WORDS);
  return clamp((1 - share) * OF_KIND[kind] + share * measured);
}

/** Centred on what the articles of AI feeds have, so that 0 is the usual one. */
function measure(text: string, latin: readonly string[], count: number): number {
  if (count === 0) return 0;
  const per100 = (pattern: RegExp): number => (100 * (text.match(pattern) ?? []).length) / count;
  const letters = latin.reduce((sum, word) => sum + word.length, 0) / Math.max(1, latin.length);
  const sentences = Math.max(1, (text.match(/[.!?](?=\s|$)|[。！？]/gu) ?? []).length);
  const terms = (100 * latin.filter((word) => TERM.test(word)).length) / count;
  return clamp(
    0.35 * ((letters - 5.3) / 0.7) +
      0.1 * ((Math.min(45, count / sentences) - 20) / 8) +
      0.08 * (Math.min(10, terms) - 3) +
      0.15 * Math.min(3, per100(FORMULA)) +
      0.22 * Math.min(4, per100(RESEARCH)) -
      0.18 * Math.min(4, per100(EXPLAINING)),
  );
}

export function levelName(level: Level): LevelName {
  if (level < -0.35) return 'introductory';
  if (level < 0.1) return 'general';
  return level < 0.5 ? 'technical' : 'research';
}

const clamp = (value: number): number => Math.max(-1, Math.min(1, value));
