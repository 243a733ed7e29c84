// ROUGE as Google's rouge-score computes it (lower case, [a-z0-9] words, Porter stems of words longer than
// three letters, best over references). The counting is js-rouge's.
import { l as rougeLsum, n as rougeN } from 'js-rouge';
import { stemmer } from 'stemmer';

export interface Rouge {
  rouge1: number;
  rougeL: number;
}

/** Words as rouge-score's default tokenizer with `use_stemmer=True` sees them. */
export function rougeTokens(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.map((word) => (word.length > 3 ? stemmer(word) : word));
}

// js-rouge sums over sentences (rougeLsum); rouge-score's rougeL takes each side as one.
const asOne = (text: string): string[] => [text];

/** F1 of ROUGE-1 and ROUGE-L, each the best over the references, in 0–1. */
export function rouge(candidate: string, references: readonly string[]): Rouge {
  const best: Rouge = { rouge1: 0, rougeL: 0 };
  if (rougeTokens(candidate).length === 0) return best;
  for (const reference of references) {
    if (rougeTokens(reference).length === 0) continue;
    const options = { tokenizer: rougeTokens, caseSensitive: true };
    best.rouge1 = Math.max(best.rouge1, rougeN(candidate, reference, { ...options, n: 1 }));
    best.rougeL = Math.max(best.rougeL, rougeLsum(candidate, reference, { ...options, segmenter: asOne }));
  }
  return best;
}
