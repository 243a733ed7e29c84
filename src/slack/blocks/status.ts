// The private answers on how the app is doing: the sources and the status.
import type { RichTextElement } from '@slack/types';
import { collectionLine, type SourceLine, type Status } from '../../domain/status.ts';
import { CUTS } from './limits.ts';
import {
  bullets,
  fallback,
  fitEntries,
  footnote,
  type Message,
  paragraph,
  rich,
  sentence,
} from './message.ts';
import { count, dotted, mrkdwnTime, number, richDate, richLine, richLink, richText } from './text.ts';

/** From this many on, sources that fail for one reason share a line: without a network all of them do. */
const SAME_FAULT = 3;

export function sourcesMessage(sources: SourceLine[], language: string): Message {
  if (sources.length === 0) return sentence('No source is set up: add some to config/sources.yaml.');
  const failing = sources.filter(isFailing);
  // What fails is what people open this list for.
  const ordered = [...failing, ...sources.filter((source) => !isFailing(source))];
  const title = `${count(sources.length, 'source', 'sources', language)}, ${number(failing.length, language)} failing`;
  const most = Math.min(ordered.length, CUTS.sources);
  const blocks = fitEntries(most, (shown) => [
    paragraph([richText(title, { bold: true })]),
    ...(shown > 0 ? [rich([bullets(sourceLines(ordered.slice(0, shown), language))])] : []),
    ...(shown < ordered.length ? [footnote(`and ${number(ordered.length - shown, language)} more`)] : []),
  ]);
  return { text: fallback(title), blocks };
}

export function statusMessage(status: Status, language: string): Message {
  const model = status.model
    ? `Model ${status.model.name}: ${status.model.costTodayUsd.toFixed(2)} of ${status.model.budgetUsd.toFixed(2)} USD used today`
    : 'No model is configured: summaries are extracts, marked as such';
  const facts = [
    `${number(status.postedToday, language)} of ${number(status.postsPerDay, language)} posts made today, ${number(status.waiting, language)} articles waiting`,
    model,
    ...(status.lastCollection
      ? [`Last ${collectionLine(status.lastCollection)}`]
      : ['Nothing was collected yet']),
    `${count(status.sources, 'source', 'sources', language)}, ${number(status.failing.length, language)} failing`,
  ];
  const { failing } = status;
  const blocks = fitEntries(Math.min(failing.length, CUTS.sources), (shown) => [
    rich([bullets(facts.map((fact) => [richLine(fact, CUTS.listSentence)]))]),
    ...(shown > 0
      ? [
          rich([
            { type: 'rich_text_section', elements: [richText('Failing', { bold: true })] },
            bullets(sourceLines(failing.slice(0, shown), language)),
          ]),
        ]
      : []),
    ...(shown < failing.length
      ? [footnote(`and ${number(failing.length - shown, language)} more that fail`)]
      : []),
    footnote(
      `Next digest ${mrkdwnTime(status.nextDigest, language)}, next PoC prompt ${mrkdwnTime(status.nextPoc, language)}`,
    ),
  ]);
  return { text: fallback(facts.join('. ')), blocks };
}

function isFailing(source: SourceLine): boolean {
  return source.enabled && source.failures > 0;
}

/** One line for each source, in the order given; those that fail alike share the line of the first of them. */
function sourceLines(sources: SourceLine[], language: string): RichTextElement[][] {
  const alike = Map.groupBy(sources, (source) => (isFailing(source) ? faultOf(source) : null));
  return sources.flatMap((source) => {
    const fault = isFailing(source) ? faultOf(source) : null;
    const group = fault ? (alike.get(fault) ?? []) : [];
    if (!fault || group.length < SAME_FAULT) return [sourceElements(source, language)];
    return group[0] === source ? [groupElements(fault, group, language)] : [];
  });
}

/** The reason without the host, which the source's own name tells. */
function faultOf(source: SourceLine): string | null {
  return source.lastError?.replace(/^\S+\.\S+ (?:cannot be read: |(?=did not answer))/, '') ?? null;
}

function groupElements(fault: string, group: SourceLine[], language: string): RichTextElement[] {
  const since = group.flatMap(({ failingSince }) => (failingSince ? [failingSince.getTime()] : []));
  return [
    richText(`${number(group.length, language)} failing`),
    ...(since.length > 0 ? [richText(' since '), richDate(new Date(Math.min(...since)), language)] : []),
    richText(': '),
    richLine(fault, CUTS.reason),
    richText('\n'),
    ...dotted(group.map((source) => [sourceName(source)])),
  ];
}

function sourceElements(source: SourceLine, language: string): RichTextElement[] {
  return [sourceName(source), richText(': '), ...sourceState(source, language)];
}

function sourceName(source: SourceLine): RichTextElement {
  return richLink(source.url, source.title || source.sourceId, CUTS.name);
}

function sourceState(source: SourceLine, language: string): RichTextElement[] {
  if (!source.enabled) {
    const why = source.lastError ? `: ${source.lastError}` : '';
    return [richLine(`switched off${why}`, CUTS.reason)];
  }
  if (source.failures > 0) {
    return [
      richText('failing'),
      ...(source.failingSince ? [richText(' since '), richDate(source.failingSince, language)] : []),
      ...(source.lastError ? [richText(': '), richLine(source.lastError, CUTS.reason)] : []),
    ];
  }
  if (!source.lastSuccessAt) return [richText('not read yet')];
  return [
    richText(`${count(source.items, 'item', 'items', language)}, read `),
    richDate(source.lastSuccessAt, language),
  ];
}
