// How well the grounding check tells a true summary from a false one, on summaries of real articles that are made
// wrong in one way each. Run alone: node bench/grounding.ts (with a name of a group, its misses: … "two names")

import { mulberry32 } from '../src/domain/seeded-random.ts';
import { extractSummary } from '../src/llm/extract-summary.ts';
import { checkStatement, type Statement } from '../src/llm/grounding/check-statement.ts';
import { sentencesLike } from '../src/llm/grounding/evidence.ts';
import { factsOf, prepareSource, type SourceText } from '../src/llm/grounding/source-text.ts';
import { abstracts, feedItems, pages, type RealArticle } from './articles.ts';
import { type CaselessCase, corruptedCases, faithfulCases, readCaseless, sourceOf } from './caseless.ts';
import { CORRUPTIONS, type Material, materialOf, type Random } from './corrupt.ts';
import { type Figure, printFigures } from './report.ts';

interface Case {
  article: RealArticle;
  source: SourceText;
  statements: Statement[];
}

interface Tally {
  caught: number;
  of: number;
  missed: string[];
  tookMs: number;
}

const CHANGED = /number|name/;

export async function benchGrounding(): Promise<Figure[]> {
  const articles = [...abstracts(), ...pages(), ...(await feedItems())];
  const goal = '≥ 99 %';
  if (articles.length === 0) {
    return [{ name: 'grounding', figure: 'skipped: shared test data is absent', goal, met: null }];
  }
  const cases = articles.map(toCase).filter(({ statements }) => statements.length > 0);
  const random = mulberry32(7);
  const changed = corruptedGroups(cases, random, '');
  const reworded = corruptedGroups(cases.flatMap(inWordsOfPeople), random, ', in people’s words');
  const swapped = swaps(cases, random);
  const all = [...changed, ...reworded, ...swapped].map(([, tally]) => tally);
  const total = all.reduce((sum, { of }) => sum + of, 0);
  const caseless = readCaseless().flatMap(corruptedCases);
  const caselessGroups = [...Map.groupBy(caseless, ({ kind }) => kind)].map(
    ([kind, group]): [string, Tally] => [`scripts without capitals: ${kind}`, ofCaseless(group)],
  );
  const extracted = caselessGroups.filter(([kind]) => kind.endsWith('as it stands'));
  const both = sum(
    [...changed, ...reworded, ...extracted].filter(([kind]) => CHANGED.test(kind)).map(([, tally]) => tally),
  );
  const extracts = falseAlarms(cases.map(({ source, statements }) => ({ source, statements })));
  const byPeople = falseAlarms(
    cases.flatMap(({ source, article }) =>
      article.references.map((text) => ({
        source,
        statements: [{ text, quote: mostAlike(source, text) }],
      })),
    ),
  );
  show([
    ...changed,
    ...reworded,
    ...swapped,
    ['false alarms on extracts', extracts],
    ['by people', byPeople],
    ...caselessGroups,
  ]);
  return [
    rate('another article’s summary caught', sum(swapped.map(([, tally]) => tally)), 0.99),
    rate('changed numbers and names caught', both, 0.95),
    alarm('false alarms on faithful extracts', extracts, 0.01),
    alarm('sentences by people that are not held true', byPeople, null),
    alarm(
      'false alarms in scripts without capitals',
      ofCaseless(readCaseless().flatMap(faithfulCases)),
      0.01,
    ),
    rate('names in scripts without capitals caught', ofCaseless(caseless), null),
    ...caselessGroups.map(([kind, tally]) => rate(`  ${kind}`, tally, null)),
    ...[...changed, ...reworded, ...swapped].map(([kind, tally]) => rate(`  ${kind}`, tally, null)),
    {
      name: 'corrupted summaries checked',
      figure: String(total),
      goal: '≥ 500',
      met: total >= 500,
      detail: `of ${cases.length} articles; ${(all.reduce((ms, one) => ms + one.tookMs, 0) / total).toFixed(1)} ms each`,
    },
  ];
}

function toCase(article: RealArticle): Case {
  const { tldr, points } = extractSummary(article);
  const source = prepareSource(article);
  return {
    article,
    source,
    statements: [{ text: tldr, quote: null }, ...points].filter(({ text }) => text !== ''),
  };
}

/** The sentences by people that the check holds true: what is changed in them is the only thing wrong. */
function inWordsOfPeople({ article, source }: Case): Case[] {
  const statements = article.references
    .map((text) => ({ text, quote: mostAlike(source, text) }))
    .filter((one) => checkStatement(source, one, 'en').faults.length === 0);
  return statements.length > 0 ? [{ article, source, statements }] : [];
}

/** The sentence that a model would name for it. */
function mostAlike(source: SourceText, text: string): string | null {
  return sentencesLike(source, factsOf(text, source.language))[0]?.text ?? null;
}

function corruptedGroups(cases: readonly Case[], random: Random, suffix: string): [string, Tally][] {
  return Object.keys(CORRUPTIONS)
    .map((kind): [string, Tally] => [kind + suffix, corrupted(cases, kind, random)])
    .filter(([, { of }]) => of > 0);
}

/** One summary of each article with one of its statements made wrong, where it has what it takes. */
function corrupted(cases: readonly Case[], kind: string, random: Random): Tally {
  const corrupt = CORRUPTIONS[kind];
  const tally = newTally();
  cases.forEach(({ source, statements, article }, at) => {
    const other = cases[(at + 1 + Math.floor(random() * (cases.length - 1))) % cases.length];
    const material: Material = {
      own: materialOf(article.text),
      foreign: {
        names: materialOf(other?.article.text ?? '').names.filter((name) => !article.text.includes(name)),
      },
    };
    for (const statement of statements) {
      const text = corrupt?.(statement.text, material, random);
      if (!text || text === statement.text) continue;
      count(tally, source, [{ ...statement, text }], `${article.id}: ${statement.text}\n      → ${text}`);
      return;
    }
  });
  return tally;
}

/** Another article's summary: whole, without its quotes, and resting on sentences of this one. */
function swaps(cases: readonly Case[], random: Random): [string, Tally][] {
  const [whole, bare, glued, byPeople] = [newTally(), newTally(), newTally(), newTally()];
  cases.forEach(({ source, article, statements: own }, at) => {
    const other = cases[(at + 1 + Math.floor(random() * (cases.length - 1))) % cases.length];
    if (!other || other.article.text === article.text) return;
    const label = `${article.id} ← ${other.article.id}`;
    count(whole, source, other.statements, label);
    count(
      bare,
      source,
      other.statements.map(({ text }) => ({ text, quote: null })),
      `${label}: ${other.statements[0]?.text}`,
    );
    count(
      glued,
      source,
      other.statements.map(({ text }, n) => ({
        text,
        quote: own[n % own.length]?.quote ?? own[0]?.text ?? null,
      })),
      `${label}: ${other.statements[0]?.text}`,
    );
    const [reference] = other.article.references;
    if (reference) count(byPeople, source, [{ text: reference, quote: null }], `${label}: ${reference}`);
  });
  return [
    ['another article’s extract', whole],
    ['another article’s extract without quotes', bare],
    ['another article’s extract with quotes of this one', glued],
    ['another paper’s sentence by people', byPeople],
  ];
}

function falseAlarms(summaries: readonly { source: SourceText; statements: Statement[] }[]): Tally {
  const tally = newTally();
  for (const { source, statements } of summaries) {
    const faults = statements.flatMap((one) =>
      checkStatement(source, one, source.language).faults.map(
        ({ kind, found }) => `${kind} “${found.slice(0, 60)}” in: ${one.text}`,
      ),
    );
    tally.of++;
    if (faults.length > 0) {
      tally.caught++;
      tally.missed.push(faults.join('\n      '));
    }
  }
  return tally;
}

function count(tally: Tally, source: SourceText, statements: readonly Statement[], label: string): void {
  const from = performance.now();
  const caught = statements.some((one) => checkStatement(source, one, source.language).faults.length > 0);
  tally.tookMs += performance.now() - from;
  tally.of++;
  if (caught) tally.caught++;
  else tally.missed.push(label);
}

function ofCaseless(cases: readonly CaselessCase[]): Tally {
  const tally = newTally();
  for (const { article, text, quote, from } of cases) {
    count(tally, sourceOf(article), [{ text, quote }], `${from}\n      → ${text}`);
  }
  return tally;
}

function newTally(): Tally {
  return { caught: 0, of: 0, missed: [], tookMs: 0 };
}

function sum(tallies: readonly Tally[]): Tally {
  const total = newTally();
  for (const { caught, of } of tallies) {
    total.caught += caught;
    total.of += of;
  }
  return total;
}

function rate(name: string, { caught, of }: Tally, goal: number | null): Figure {
  const share = caught / Math.max(1, of);
  return {
    name: `grounding: ${name}`,
    figure: `${(100 * share).toFixed(1)} %`,
    goal: goal === null ? null : `≥ ${100 * goal} %`,
    met: goal === null ? null : share >= goal,
    detail: `${caught} of ${of}`,
  };
}

function alarm(name: string, tally: Tally, goal: number | null): Figure {
  const figure = rate(name, tally, null);
  const share = tally.caught / Math.max(1, tally.of);
  return {
    ...figure,
    goal: goal === null ? null : `≤ ${100 * goal} %`,
    met: goal === null ? null : share <= goal,
  };
}

/** With a group's name on the command line, what slipped through in it. */
function show(groups: readonly [string, Tally][]): void {
  const wanted = import.meta.main ? process.argv[2] : undefined;
  if (!wanted) return;
  for (const [name, { missed }] of groups) {
    if (!name.includes(wanted)) continue;
    console.log(`${name}: ${missed.length}`);
    for (const line of missed.slice(0, 60)) console.log(`  - ${line}`);
  }
}

if (import.meta.main) printFigures(await benchGrounding());
