// The extract's TL;DR against the one-sentence summaries that authors and reviewers wrote. Run alone:
// node bench/extract.ts
import { existsSync, readFileSync } from 'node:fs';
import { mulberry32 } from '../src/domain/seeded-random.ts';
import { extractSummary } from '../src/llm/extract-summary.ts';
import { type Figure, printFigures } from './report.ts';
import { type Rouge, rouge } from './rouge.ts';

export const SCITLDR = '../shared/data/scitldr/dev.jsonl';

export interface Abstract {
  title: string;
  /** Its sentences. */
  source: string[];
  /** Reference summaries. */
  target: string[];
}

const GOAL: Rouge = { rouge1: 0.39, rougeL: 0.31 };

/** ROUGE of our TL;DR beside the first sentence, a random one, and the best one there is. */
export async function benchExtract(): Promise<Figure[]> {
  const name = 'extract, ROUGE-1 / ROUGE-L F';
  const goal = '≥ 39 / ≥ 31';
  if (!existsSync(SCITLDR)) return [{ name, figure: 'skipped: shared test data is absent', goal, met: null }];
  const abstracts = readAbstracts();
  const from = performance.now();
  const ours = abstracts.map((one) => tldrOf(one));
  const ms = (performance.now() - from) / abstracts.length;
  const score = meanRouge(abstracts.map((one, index) => rouge(ours[index] ?? '', one.target)));
  const random = mulberry32(1);
  const compare: [string, (one: Abstract) => Rouge][] = [
    ['first sentence', (one) => rouge(one.source[0] ?? '', one.target)],
    [
      'random sentence',
      (one) => rouge(one.source[Math.floor(random() * one.source.length)] ?? '', one.target),
    ],
    ['best whole sentence (oracle)', bestSentence],
  ];
  return [
    {
      name,
      figure: show(score),
      goal,
      met: score.rouge1 >= GOAL.rouge1 && score.rougeL >= GOAL.rougeL,
      detail: `${abstracts.length} abstracts, ${ms.toFixed(1)} ms each`,
    },
    ...compare.map(([title, scoreOf]) => ({
      name: `${name}: ${title}`,
      figure: show(meanRouge(abstracts.map(scoreOf))),
      goal: null,
      met: null,
    })),
  ];
}

export function readAbstracts(): Abstract[] {
  const lines = readFileSync(SCITLDR, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Abstract);
}

/** As the product does it: the abstract is one text, and is split again. */
function tldrOf({ title, source }: Abstract): string {
  return extractSummary({ title, text: source.join(' '), language: 'en' }).tldr;
}

/** Each measure's own best sentence: no choice of one whole sentence can do better. */
function bestSentence({ source, target }: Abstract): Rouge {
  const scores = source.map((sentence) => rouge(sentence, target));
  return {
    rouge1: Math.max(...scores.map((score) => score.rouge1)),
    rougeL: Math.max(...scores.map((score) => score.rougeL)),
  };
}

export function meanRouge(scores: readonly Rouge[]): Rouge {
  const total = { rouge1: 0, rougeL: 0 };
  for (const score of scores) {
    total.rouge1 += score.rouge1 / scores.length;
    total.rougeL += score.rougeL / scores.length;
  }
  return total;
}

export function show(score: Rouge): string {
  return `${(100 * score.rouge1).toFixed(1)} / ${(100 * score.rougeL).toFixed(1)}`;
}

if (import.meta.main) printFigures(await benchExtract());
