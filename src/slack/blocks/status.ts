// The private answers on how the app is doing: the sources and the status.
import type { RichTextElement } from '@slack/types';
import type { CollectionReport, SourceLine, Status } from '../../domain/status.ts';
import { faultIn, type Words } from '../words/words.ts';
import { CUTS } from './limits.ts';
import { bullets, fallback, fitEntries, footnote, type Message, rich } from './message.ts';
import { dotted, mrkdwnTime, richDate, richLine, richLink, richPieces, richText } from './text.ts';

/** From this many on, sources that fail for one reason share a line: without a network all of them do. */
const SAME_FAULT = 3;

export function statusMessage(status: Status, words: Words): Message {
  const { model, noModel, nothingCollected } = words.status;
  const facts = [
    words.status.posts(status),
    status.model ? model(status.model) : noModel,
    status.lastCollection ? collectionWords(status.lastCollection, words) : nothingCollected,
    words.status.sources(status.sources, status.failing.length),
  ];
  const { failing } = status;
  const blocks = fitEntries(Math.min(failing.length, CUTS.sources), (shown) => [
    rich([bullets(facts.map((fact) => [richLine(fact, CUTS.listSentence)]))]),
    ...(shown > 0
      ? [
          rich([
            { type: 'rich_text_section', elements: [richText(words.status.failingTitle, { bold: true })] },
            bullets(sourceLines(failing.slice(0, shown), words)),
          ]),
        ]
      : []),
    ...(shown < failing.length ? [footnote(words.status.moreFailing(failing.length - shown))] : []),
    footnote(words.status.next(mrkdwnTime(status.nextDigest, words), mrkdwnTime(status.nextPoc, words))),
  ]);
  return { text: fallback(facts.join('. ')), blocks };
}

function collectionWords(report: CollectionReport, words: Words): string {
  const { startedAt, finishedAt } = report;
  const seconds = finishedAt && Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000);
  return words.status.lastCollection(report, seconds);
}

export function isFailing(source: SourceLine): boolean {
  return source.enabled && source.failures > 0;
}

/**
 * One line for each source, in the order given; those that fail alike share the line of the first of them. `wellElements`
 * says what there is to say of one that is read.
 */
export function sourceLines<Line extends SourceLine>(
  sources: Line[],
  words: Words,
  wellElements: (source: Line, words: Words) => RichTextElement[] = readElements,
): RichTextElement[][] {
  const alike = Map.groupBy(sources, (source) => (isFailing(source) ? faultOf(source, words) : null));
  return sources.flatMap((source) => {
    const fault = isFailing(source) ? faultOf(source, words) : null;
    const group = fault ? (alike.get(fault) ?? []) : [];
    if (fault && group.length >= SAME_FAULT) {
      return group[0] === source ? [groupElements(fault, group, words)] : [];
    }
    const isWell = source.enabled && source.failures === 0;
    const state = isWell ? wellElements(source, words) : sourceState(source, words);
    return [[sourceName(source), richText(words.status.colon), ...state]];
  });
}

/** The reason without the host, which the source's own name tells. */
function faultOf(source: SourceLine, words: Words): string | null {
  return source.lastError === null ? null : faultIn(words, source.lastError);
}

function groupElements(fault: string, group: SourceLine[], words: Words): RichTextElement[] {
  const since = group.flatMap(({ failingSince }) => (failingSince ? [failingSince.getTime()] : []));
  return [
    ...richPieces(
      words.status.failingTogether(
        group.length,
        since.length > 0 ? richDate(new Date(Math.min(...since)), words) : null,
      ),
    ),
    richText(words.status.colon),
    richLine(fault, CUTS.reason),
    richText('\n'),
    ...dotted(group.map((source) => [sourceName(source)])),
  ];
}

export function sourceName(source: Pick<SourceLine, 'url' | 'title' | 'sourceId'>): RichTextElement {
  return richLink(source.url, source.title || source.sourceId, CUTS.name);
}

function sourceState(source: SourceLine, words: Words): RichTextElement[] {
  if (!source.enabled) {
    const { switchedOff, colon } = words.status;
    return [richText(switchedOff), ...reasonElements(faultOf(source, words), colon)];
  }
  return [
    ...richPieces(words.status.failing(source.failingSince && richDate(source.failingSince, words))),
    ...reasonElements(faultOf(source, words), words.status.colon),
  ];
}

function readElements(source: SourceLine, words: Words): RichTextElement[] {
  if (!source.lastSuccessAt) return [richText(words.status.notRead)];
  return richPieces(words.status.read(source.items, richDate(source.lastSuccessAt, words)));
}

function reasonElements(reason: string | null, colon: string): RichTextElement[] {
  return reason ? [richText(colon), richLine(reason, CUTS.reason)] : [];
}
