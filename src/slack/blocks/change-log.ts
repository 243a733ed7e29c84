// The log: what was changed last, by whom and when. And the refusal of who may not.
import type { RichTextElement } from '@slack/types';
import type { LoggedChange } from '../../domain/change.ts';
import { PROFILE_FIELDS } from '../../domain/channel.ts';
import type { Pieces } from '../words/grammar.ts';
import type { Words } from '../words/words.ts';
import { CUTS } from './limits.ts';
import { bullets, fallback, fitEntries, type Message, paragraph, rich, sentence } from './message.ts';
import { richLine, richLink, richMention, richPieces, richText, richTime } from './text.ts';

export function logMessage(changes: LoggedChange[], words: Words): Message {
  if (changes.length === 0) {
    return sentence(words.changeLog.none);
  }
  const blocks = fitEntries(changes.length, (shown) => [
    paragraph([richText(words.changeLog.title, { bold: true })]),
    ...(shown > 0
      ? [rich([bullets(changes.slice(0, shown).map((change) => changeElements(change, words)))])]
      : []),
  ]);
  return { text: fallback(words.changeLog.title), blocks };
}

function changeElements(change: LoggedChange, words: Words): RichTextElement[] {
  return [
    richTime(change.changedAt, words),
    richText(' · '),
    change.personId ? richMention(change.personId) : richText(words.changeLog.forgottenPerson),
    richText(' '),
    ...richPieces(whatPieces(change, words)),
  ];
}

function whatPieces(change: LoggedChange, all: Words): Pieces<RichTextElement> {
  const words = all.changeLog;
  switch (change.action) {
    case 'source-added':
      return words.sourceAdded(richLink(change.detail.url, change.detail.title, CUTS.name));
    case 'source-removed':
      return words.sourceRemoved(richLink(change.detail.url, change.detail.title, CUTS.name));
    case 'profile-changed':
      return [words.profileChanged(fieldNames(change.detail.fields, all))];
    case 'profile-reset':
      return [words.profileReset(fieldNames(change.detail.fields, all))];
    case 'poc-proposed':
      return words.pocProposed(richLine(change.detail.title, CUTS.title));
    case 'story-split':
      return words.storySplit(richLink(change.detail.url, change.detail.title, CUTS.title));
  }
}

function fieldNames(fields: readonly string[], { profile }: Words): string[] {
  return PROFILE_FIELDS.filter((field) => fields.includes(field)).map((field) => profile.fields[field]);
}

/** `managers`: Slack ids of those who may. */
export function refusedMessage(managers: string[], { changeLog: words }: Words): Message {
  const shown = managers.slice(0, CUTS.people);
  const names = shown.flatMap((manager, index) => [
    ...(index > 0 ? [richText(', ')] : []),
    richMention(manager),
  ]);
  return {
    text: fallback(words.managersOnly),
    blocks: [paragraph([richText(words.managersAre), ...names, richText(words.askOne)])],
  };
}
