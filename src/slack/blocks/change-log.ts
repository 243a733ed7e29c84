// The log: what was changed last, by whom and when. And the refusal of who may not.
import type { RichTextElement } from '@slack/types';
import type { LoggedChange } from '../../domain/change.ts';
import { CUTS } from './limits.ts';
import { bullets, fallback, fitEntries, type Message, paragraph, rich, sentence } from './message.ts';
import { richDate, richLine, richLink, richMention, richText } from './text.ts';

export function logMessage(changes: LoggedChange[], language: string): Message {
  if (changes.length === 0) {
    return sentence('Nothing was changed in Slack yet. What config/ says counts.');
  }
  const blocks = fitEntries(changes.length, (shown) => [
    paragraph([richText('Last changes', { bold: true })]),
    ...(shown > 0
      ? [rich([bullets(changes.slice(0, shown).map((change) => changeElements(change, language)))])]
      : []),
  ]);
  return { text: fallback('Last changes'), blocks };
}

function changeElements(change: LoggedChange, language: string): RichTextElement[] {
  return [
    richDate(change.changedAt, language),
    richText(' · '),
    change.personId ? richMention(change.personId) : richText('someone who asked to be forgotten'),
    richText(' '),
    ...whatElements(change),
  ];
}

function whatElements(change: LoggedChange): RichTextElement[] {
  switch (change.action) {
    case 'source-added':
      return [richText('added the source '), richLink(change.detail.url, change.detail.title, CUTS.name)];
    case 'source-removed':
      return [richText('took out the source '), richLink(change.detail.url, change.detail.title, CUTS.name)];
    case 'profile-changed':
      return [
        richText("changed the channel's profile: "),
        richLine(change.detail.fields.join(', '), CUTS.listSentence),
      ];
    case 'poc-proposed':
      return [richText('proposed the PoC '), richLine(change.detail.title, CUTS.title)];
  }
}

/** `managers`: Slack ids of those who may. */
export function refusedMessage(managers: string[]): Message {
  const shown = managers.slice(0, CUTS.people);
  return {
    text: fallback("Only the channel's managers may change this."),
    blocks: [
      paragraph([
        richText("Only the channel's managers may change this: "),
        ...shown.flatMap((manager, index) => [...(index > 0 ? [richText(', ')] : []), richMention(manager)]),
        richText('. Ask one of them.'),
      ]),
    ],
  };
}
