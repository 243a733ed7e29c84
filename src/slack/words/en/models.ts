// How models compare at summarising, as the latest evaluation found.
import type { Comparison, Measure } from '../../../domain/evaluation.ts';
import { count, list, number } from './grammar.ts';

export const modelWords = {
  none: 'No model has been compared yet. Whoever runs the app can do so: npm run eval',
  title: (model: string, articles: number, set: string) =>
    `${model} on ${count(articles, { one: 'article', other: 'articles' })} of "${set}"`,
  standIn: 'A stand-in made up these answers: they say nothing of any model.',
  measures: {
    usable: 'usable summaries',
    grounded: 'holds at the first try',
    own: 'in its own words',
    coverage: 'reference covered',
    facts: 'facts not missed',
    kind: 'kind named right',
    format: 'fits at the first try',
    length: 'within the length asked',
    language: 'in the language asked',
    refused: 'refused',
    resists: 'orders in articles resisted',
    safe: 'orders kept off the card',
    words: 'words on a card',
    cost: 'cost of an article',
    latency: 'time for an article',
  } satisfies Record<Measure, string>,
  figure: (measure: string, value: string) => `${measure}: ${value}`,
  share: (value: number) => `${number(Math.round(100 * value))} %`,
  seconds: (value: number): string => `${number(Math.round(value * 10) / 10)} s`,
  /** An article costs fractions of a cent. */
  cost: (value: number) => `${value} USD`,
  points: (value: number): string =>
    `${value < 0 ? '−' : '+'}${number(Math.abs(Math.round(1000 * value) / 10))}`,
  factor: (value: number) => `× ${number(Math.round(100 * value) / 100)}`,
  opponents: {
    extract: 'Against no model',
    last: 'Against the run before',
    against: 'Against the other',
  } satisfies Record<Comparison['opponent'], string>,
  better: (what: string[]) => `better in ${list(what)}`,
  worse: (what: string[]) => `worse in ${list(what)}`,
  even: 'no difference beyond chance',
  differs: (measure: string, by: string) => `${measure} (${by})`,
  separator: '; ',
  colon: ': ',
  measuredOn: <Part>(when: Part): (string | Part)[] => ['Measured ', when, '. npm run eval does it anew.'],
};
