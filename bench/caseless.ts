// Summaries in scripts without capitals, made wrong by a name: for the bench and the tests of the grounding check.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { prepareSource, type SourceText } from '../src/llm/grounding/source-text.ts';

export interface CaselessArticle {
  language: string;
  title: string;
  sentences: string[];
  names: string[];
  /** Of the same kinds, and nowhere in it. */
  others: string[];
  /** The number of the sentence it rests on, from 0, and the same in other words. */
  faithful: [number, string][];
}

export interface CaselessCase {
  article: CaselessArticle;
  /** What was changed. */
  kind: string;
  from: string;
  text: string;
  quote: string;
}

const FIXTURE = new URL('../tests/fixtures/grounding/caseless.yaml', import.meta.url);

export function readCaseless(): CaselessArticle[] {
  return parse(readFileSync(FIXTURE, 'utf8')) as CaselessArticle[];
}

export function sourceOf({ title, sentences, language }: CaselessArticle): SourceText {
  const between = /^(?:ja|zh)/.test(language) ? '' : ' ';
  return prepareSource({ title, text: sentences.join(between), language });
}

export function faithfulCases(article: CaselessArticle): CaselessCase[] {
  const asTheyStand = article.sentences.map((text) => ({ text, quote: text }));
  const reworded = article.faithful.map(([at, text]) => ({ text, quote: article.sentences[at] ?? '' }));
  return [
    ...asTheyStand.map((one) => ({ ...one, article, kind: 'as it stands', from: one.text })),
    ...reworded.map((one) => ({ ...one, article, kind: 'in other words', from: one.text })),
  ];
}

/** Every name of every sentence once by another article's, once by one of its own from elsewhere, and exchanged. */
export function corruptedCases(article: CaselessArticle): CaselessCase[] {
  return faithfulCases(article).flatMap((one): CaselessCase[] => {
    const names = article.names.filter((name) => one.text.includes(name));
    const own = article.names.filter((name) => !one.quote.includes(name));
    const [first = '', second = ''] = names;
    const exchanged = one.text
      .split(first)
      .map((part) => part.replaceAll(second, first))
      .join(second);
    return [
      ...names.map((name) => {
        const by = article.others[article.names.indexOf(name)] ?? '';
        return { ...one, kind: `another name, ${one.kind}`, text: one.text.replaceAll(name, by) };
      }),
      ...names.flatMap((name, n) => {
        const by = own[(n + article.names.indexOf(name)) % Math.max(1, own.length)];
        if (!by) return [];
        return [{ ...one, kind: `a name from elsewhere, ${one.kind}`, text: one.text.replaceAll(name, by) }];
      }),
      ...(second ? [{ ...one, kind: `two names exchanged, ${one.kind}`, text: exchanged }] : []),
    ];
  });
}
