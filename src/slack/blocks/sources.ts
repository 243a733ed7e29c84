// The private answer on what is read: every source's health, and what nobody votes for.
import type { KnownBlock, RichTextElement } from '@slack/types';
import { isUnloved, type SourceHealth, UNLOVED_DAYS } from '../../domain/status.ts';
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
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
import { isFailing, sourceLines } from './status.ts';
import { mrkdwnText, richDate, richLine, richPieces, richText, richTime } from './text.ts';

/** One page: what fails first, then what nobody votes for, then the rest. */
export function sourcesMessage(
  sources: SourceHealth[],
  { command, page }: { command: string; page: number },
  words: Words,
): Message {
  const add: KnownBlock = {
    type: 'actions',
    elements: [button(ACTIONS.addSource, words.addSource.edit, 'open', words.addSource.editLabel)],
  };
  if (sources.length === 0) {
    const none = sentence(words.status.noSources);
    return { ...none, blocks: [...none.blocks, add] };
  }
  const failing = sources.filter(isFailing);
  const unloved = sources.filter((source) => !isFailing(source) && isUnloved(source));
  const rest = sources.filter((source) => !isFailing(source) && !isUnloved(source));
  const ordered = [...failing, ...unloved, ...rest];
  const pages = Math.ceil(ordered.length / CUTS.sourcesOnPage);
  const at = Math.min(Math.max(1, page), pages);
  const shownNow = ordered.slice((at - 1) * CUTS.sourcesOnPage, at * CUTS.sourcesOnPage);
  const title = words.status.sources(sources.length, failing.length);
  const feet = [
    ...(pages > 1 ? [words.sources.page(at, pages)] : []),
    ...(at < pages ? [words.sources.nextPage(`${command} sources ${at + 1}`)] : []),
  ].join(' ');
  const blocks = fitEntries(shownNow.length, (shown) => [
    paragraph([richText(title, { bold: true })]),
    ...(at === 1 ? proposal(unloved, command, words) : []),
    ...(shown > 0 ? [rich([bullets(sourceLines(shownNow.slice(0, shown), words, healthElements))])] : []),
    ...(shown < shownNow.length ? [footnote(words.status.more(shownNow.length - shown))] : []),
    ...(feet ? [footnote(mrkdwnText(feet, CUTS.listSentence))] : []),
    add,
  ]);
  return { text: fallback(title), blocks };
}

function proposal(unloved: SourceHealth[], command: string, words: Words) {
  if (unloved.length === 0) return [];
  const names = unloved
    .slice(0, CUTS.unlovedNames)
    .map(({ sourceId }) => richLine(sourceId, CUTS.name, { code: true }));
  return [
    paragraph([
      ...richPieces(words.sources.unloved<RichTextElement>(UNLOVED_DAYS, names)),
      richText(` ${words.sources.howToDrop(command)}`),
    ]),
  ];
}

/** Of a source that is well. */
function healthElements(source: SourceHealth, words: Words): RichTextElement[] {
  const { itemsPerWeek, voted, posted, lastSuccessAt, nextAt } = source;
  if (!lastSuccessAt) return [richText(words.status.notRead)];
  return [
    richText(words.sources.health(itemsPerWeek, voted, posted)),
    ...richPieces(
      words.sources.times<RichTextElement>(richDate(lastSuccessAt, words), nextAt && richTime(nextAt, words)),
    ),
  ];
}
