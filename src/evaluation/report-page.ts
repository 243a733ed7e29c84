// An evaluation as one page to look at: the figures, what differs by more than chance, every article, and the mistakes.
// Pure; the page carries everything it needs.
import {
  type Comparison,
  type Evaluation,
  type Figure,
  type Measure,
  verdictOf,
} from '../domain/evaluation.ts';
import { meaningOf, showValue } from './print-table.ts';
import { escaped, forest, histogram, mosaic, scale } from './report-charts.ts';
import { REPORT_STYLE } from './report-style.ts';
import type { ArticleResult } from './run-evaluation.ts';

const TILES: Measure[] = [
  'grounded',
  'usable',
  'coverage',
  'facts',
  'own',
  'format',
  'language',
  'kind',
  'resists',
  'safe',
  'cost',
  'latency',
];
const SPREADS: Measure[] = ['words', 'latency', 'cost'];
const MOST_MISTAKES = 40;
const NAMES: Record<Comparison['opponent'], string> = {
  extract: 'Without a model',
  last: 'The last run',
  against: 'Against',
};

export function renderReport(evaluation: Evaluation, results: readonly ArticleResult[]): string {
  const { model, at, set, articles, promptVersion, isStandIn } = evaluation;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(model)}: summaries measured</title><style>${REPORT_STYLE}</style></head><body><main>
<header><p class="kicker">Summaries measured · ${escaped(at.slice(0, 16).replace('T', ' '))} UTC · ${articles} articles of “${escaped(set)}” · prompt ${promptVersion}</p>
<h1>${escaped(model)}</h1><p class="lede">${ledeOf(evaluation)}</p>
${isStandIn ? '<p class="warn">No model was asked. A stand-in made up these answers, so that the evaluation can be tried: they say nothing of any model.</p>' : ''}</header>
<section><h2>At a glance</h2><p class="note">The bar is the mean, the thin line its 95 % interval. Rings show where the others stand.</p>
<div class="tiles">${TILES.map((measure) => tile(measure, evaluation)).join('')}</div></section>
${evaluation.comparisons.map(comparisonSection).join('')}
<section><h2>Article by article</h2><p class="note">Each column is an article, in the order of the list below. Full squares hold; discs do not. Point at one for its figure.</p><div class="panel">${mosaic(results)}</div></section>
<section><h2>How it spreads</h2><div class="pair">${SPREADS.map((measure) => spread(measure, results)).join('')}</div></section>
${mistakesSection(results)}
<section><h2>Every summary</h2><p class="note">As the card would show it.</p><div class="panel">${results.map(article).join('')}</div></section>
<footer>${METHOD}<p>All calls together cost ${evaluation.costUsd.toFixed(4)} USD; what was asked before is not asked again.</p></footer>
</main></body></html>
`;
}

const METHOD = `<p>A difference counts as more than chance where a paired permutation test over the articles that both have gives p &lt; .05 after Holm’s correction for all measures compared. Intervals are percentile bootstraps over articles, 10,000 resamples, with a fixed seed. Cost and time are compared by their ratio.</p>
<p>“Said at first and holds” is judged by the product’s own check, which knows words and not meaning. “Reference words covered” is the recall of the meaningful words of a reference sentence. Neither tells whether a summary is good to read: that takes people.</p>`;

function ledeOf({ figures, comparisons }: Evaluation): string {
  const { grounded, usable } = figures;
  const first = [
    grounded
      ? `<b>${showValue('grounded', grounded.mean)}</b> of what it said at first holds against the article`
      : '',
    usable ? `<b>${showValue('usable', usable.mean)}</b> of the articles got a summary in its words` : '',
  ].filter(Boolean);
  const told = comparisons.map(({ opponent, differences }) => {
    const by = (verdict: 'better' | 'worse'): string[] =>
      (Object.keys(differences) as Measure[])
        .filter((measure) => differences[measure] && verdictOf(measure, differences[measure]) === verdict)
        .map(meaningOf);
    const [better, worse] = [by('better'), by('worse')];
    const says = [
      better.length > 0 ? `better: ${better.join(', ')}` : '',
      worse.length > 0 ? `worse: ${worse.join(', ')}` : '',
    ].filter(Boolean);
    return `${NAMES[opponent]}: ${says.length > 0 ? says.join('; ') : 'no difference beyond chance'}.`;
  });
  return `${first.join(', and ')}. ${told.map(escaped).join(' ')}`;
}

function tile(measure: Measure, { figures, comparisons }: Evaluation): string {
  const figure = figures[measure];
  if (!figure) return '';
  const others = comparisons.flatMap(({ opponent, figures: theirs }): { name: string; figure: Figure }[] => {
    const other = theirs[measure];
    return other ? [{ name: NAMES[opponent], figure: other }] : [];
  });
  const range = `${showValue(measure, figure.low)} – ${showValue(measure, figure.high)} · ${figure.articles} articles`;
  return `<div class="tile"><p>${meaningOf(measure)}</p><strong>${showValue(measure, figure.mean)}</strong>${scale(measure, figure, others)}<small>${range}</small></div>`;
}

function comparisonSection(comparison: Comparison): string {
  if (Object.keys(comparison.differences).length === 0) {
    return `<section><h2>${NAMES[comparison.opponent]}</h2><p class="note">${escaped(comparison.name)}: too few articles in common to compare.</p></section>`;
  }
  const who =
    comparison.opponent === 'extract'
      ? 'Sentences of the articles in place of summaries'
      : escaped(comparison.name);
  return `<section><h2>${NAMES[comparison.opponent]}</h2><p class="note">${who}. Points of a hundred, × for cost and time; a hollow ring may be chance.</p><div class="panel">${forest(comparison)}</div></section>`;
}

function spread(measure: Measure, results: readonly ArticleResult[]): string {
  const values = results.map((result) => result.values[measure]).filter((value) => value !== undefined);
  if (values.length === 0 || values.every((value) => value === 0)) return '';
  return `<div class="panel"><p class="kicker">${meaningOf(measure)}</p>${histogram(measure, values)}</div>`;
}

function mistakesSection(results: readonly ArticleResult[]): string {
  const all = results.flatMap((result) =>
    result.mistakes.map((mistake) => ({ ...mistake, title: result.title })),
  );
  if (all.length === 0) return '';
  const shown = all
    .slice(0, MOST_MISTAKES)
    .map(
      ({ fault, said, sentence, found, title }) =>
        `<details><summary><span class="tag worse">${escaped(fault)}</span><span dir="auto">${escaped(said)}</span></summary>` +
        `<blockquote class="said" dir="auto">${escaped(found)}</blockquote>` +
        (sentence ? `<blockquote dir="auto">${escaped(sentence)}</blockquote>` : '') +
        `<p class="note">${escaped(title)}</p></details>`,
    );
  const more = all.length > shown.length ? ` The first ${shown.length} of ${all.length}.` : '';
  return `<section><h2>What did not hold</h2><p class="note">Said at first; asked for again, and a quote in its place where the second answer did not hold either.${more}</p><div class="panel">${shown.join('')}</div></section>`;
}

function article({ id, title, language, traits, values, tldr, points, failed }: ArticleResult): string {
  const figures = (Object.keys(values) as Measure[]).map(
    (measure) => `<dt>${meaningOf(measure)}</dt><dd>${showValue(measure, values[measure] ?? 0)}</dd>`,
  );
  const tags = [language, ...traits].map((tag) => `<span class="tag">${escaped(tag)}</span>`).join('');
  const state = failed ? '<span class="tag worse">extract</span>' : '';
  return (
    `<details id="${escaped(id)}"><summary><span dir="auto">${escaped(title || id)}</span>${tags}${state}</summary><p dir="auto" style="margin:.6rem 0">${escaped(tldr)}</p>` +
    `<ul style="margin:0 0 .8rem 1.2rem">${points.map((point) => `<li dir="auto">${escaped(point)}</li>`).join('')}</ul>` +
    `${failed ? `<p class="note">${escaped(failed)}</p>` : ''}<dl>${figures.join('')}</dl></details>`
  );
}
