// The private answer on how models compare: figures of the latest evaluation, and what differs by more than chance.
import {
  type Comparison,
  type Evaluation,
  MEASURE_NAMES,
  MEASURES,
  type Measure,
  verdictOf,
} from '../../domain/evaluation.ts';
import type { Words } from '../words/words.ts';
import { CUTS } from './limits.ts';
import { bullets, fallback, type Message, rich, sentence } from './message.ts';
import { richDate, richLine, richPieces } from './text.ts';

/** What a team chooses a model by; the report has the rest. */
const SHOWN: Measure[] = ['usable', 'grounded', 'coverage', 'facts', 'language', 'safe', 'cost', 'latency'];

export function modelsMessage(evaluation: Evaluation | null, words: Words): Message {
  if (!evaluation) return sentence(words.models.none);
  const { model, articles, set, isStandIn, figures } = evaluation;
  const title = words.models.title(model, articles, set);
  const facts = SHOWN.flatMap((measure) => {
    const figure = figures[measure];
    if (!figure || (MEASURES[measure].unit === 'usd' && figure.mean === 0)) return [];
    return [words.models.figure(words.models.measures[measure], valueIn(measure, figure.mean, words))];
  });
  const lines = [...(isStandIn ? [words.models.standIn] : []), ...facts];
  const compared = evaluation.comparisons.map((comparison) => comparisonIn(comparison, words));
  const section = (lines: string[]) => bullets(lines.map((line) => [richLine(line, CUTS.listSentence)]));
  const heading = {
    type: 'rich_text_section' as const,
    elements: [richLine(title, CUTS.listSentence, { bold: true })],
  };
  const when = {
    type: 'rich_text_section' as const,
    elements: richPieces(words.models.measuredOn(richDate(new Date(evaluation.at), words))),
  };
  return {
    text: fallback([title, ...facts].join('. ')),
    blocks: [
      rich(lines.length > 0 ? [heading, section(lines)] : [heading]),
      ...(compared.length > 0 ? [rich([section(compared)])] : []),
      rich([when]),
    ],
  };
}

function valueIn(measure: Measure, value: number, words: Words): string {
  const { unit } = MEASURES[measure];
  if (unit === 'share') return words.models.share(value);
  if (unit === 'ms') return words.models.seconds(value / 1_000);
  return words.models.cost(Number(value.toPrecision(2)));
}

function comparisonIn({ opponent, name, differences }: Comparison, words: Words): string {
  const { models } = words;
  const by = (verdict: 'better' | 'worse'): string[] =>
    MEASURE_NAMES.flatMap((measure) => {
      const difference = differences[measure];
      if (!difference || verdictOf(measure, difference) !== verdict) return [];
      const isRatio = MEASURES[measure].unit !== 'share';
      const amount = isRatio ? models.factor(difference.value) : models.points(difference.value);
      return [models.differs(models.measures[measure], amount)];
    });
  const [better, worse] = [by('better'), by('worse')];
  const says = [
    ...(better.length > 0 ? [models.better(better)] : []),
    ...(worse.length > 0 ? [models.worse(worse)] : []),
  ];
  const who = opponent === 'extract' ? models.opponents.extract : `${models.opponents[opponent]}, ${name}`;
  return `${who}${models.colon}${says.length > 0 ? says.join(models.separator) : models.even}`;
}
