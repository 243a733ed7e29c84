// What a person hears of links that were asked to be added. Pure.
import { readFault } from '../../domain/fault.ts';
import type { AddedLink } from '../../pipeline/add-link.ts';
import { faultIn, type Words } from '../words/words.ts';
import { articleListMessage } from './lists.ts';
import { type Message, sentence } from './message.ts';

/** `channelName` without `#`: where the cards come to. */
export function addedLinksMessage(
  outcomes: readonly AddedLink[],
  channelName: string,
  words: Words,
): Message {
  const known = outcomes.flatMap((outcome) => (outcome.kind === 'known' ? [outcome.line] : []));
  const added = outcomes.filter(({ kind }) => kind === 'added').length;
  const list = { title: words.answers.knownAlready, lines: known, none: '' };
  const refusals = outcomes.flatMap((outcome) => refusalOf(outcome, channelName, words) ?? []);
  const messages = [
    ...(added > 0 ? [sentence(words.answers.added(added, known.length, channelName))] : []),
    ...(added === 0 && known.length > 0 ? [articleListMessage(list, words)] : []),
    ...[...new Set(refusals)].map(sentence),
  ];
  return {
    text: messages.map(({ text }) => text).join(' '),
    blocks: messages.flatMap(({ blocks }) => blocks),
  };
}

function refusalOf(outcome: AddedLink, channelName: string, words: Words): string | null {
  const { addRefused, addUnreadable } = words.answers;
  if (outcome.kind === 'refused') return addRefused[outcome.reason];
  if (outcome.kind !== 'unreadable') return null;
  if (readFault(outcome.reason).code === 'privateAddress') return addRefused.private;
  const host = URL.parse(outcome.url)?.host ?? outcome.url;
  return addUnreadable(host, faultIn(words, outcome.reason), channelName);
}
