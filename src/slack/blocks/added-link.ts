// What a person hears of a link that was asked to be added. Pure.
import { readFault } from '../../domain/fault.ts';
import type { AddedLink } from '../../pipeline/add-link.ts';
import { faultIn, type Words } from '../words/words.ts';
import { articleListMessage } from './lists.ts';
import { type Message, sentence } from './message.ts';

/** `channelName` without `#`: where its card comes to. */
export function addedLinkMessage(outcome: AddedLink, channelName: string, words: Words): Message {
  const { added, addRefused, addUnreadable, knownAlready } = words.answers;
  switch (outcome.kind) {
    case 'added':
      return sentence(added(channelName));
    case 'known':
      return articleListMessage({ title: knownAlready, lines: [outcome.line], none: '' }, words);
    case 'refused':
      return sentence(addRefused[outcome.reason]);
    case 'unreadable':
      return sentence(
        readFault(outcome.reason).code === 'privateAddress'
          ? addRefused.private
          : addUnreadable(hostOf(outcome.url), faultIn(words, outcome.reason), channelName),
      );
  }
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;
