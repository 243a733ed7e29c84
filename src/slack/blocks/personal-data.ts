// Forgetting a person and giving them their data: what is asked before, and what is said after.
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
import { LIMITS } from './limits.ts';
import { fallback, footnote, type Message, paragraph, sentence } from './message.ts';
import { mrkdwnText, plain, richText } from './text.ts';

export function askToForget(command: string, { personalData: words }: Words): Message {
  return {
    text: fallback(`${words.ask} ${words.whatGoes}`),
    blocks: [
      paragraph([richText(words.ask, { bold: true }), richText(` ${words.whatGoes}`)]),
      footnote(words.copyFirst(mrkdwnText(command, 40))),
      {
        type: 'actions',
        elements: [
          {
            ...button(ACTIONS.forgetMe, words.forget, 'yes', words.forgetLabel),
            style: 'danger',
            confirm: {
              title: plain(words.forget, LIMITS.confirmTitle),
              text: plain(words.whatGoes, LIMITS.confirmText),
              confirm: plain(words.forget, LIMITS.confirmButton),
              deny: plain(words.keep, LIMITS.confirmButton),
              style: 'danger',
            },
          },
        ],
      },
    ],
  };
}

/** `rows`: how many there were, by table. */
export function forgottenMessage(rows: Record<string, number>, { personalData: words }: Words): Message {
  const told = countsOf(rows, words);
  return sentence(told.length === 0 ? words.nothingToForget : words.forgotten(told));
}

export function exportedMessage(rows: Record<string, number>, { personalData: words }: Words): Message {
  const told = countsOf(rows, words);
  return sentence(told.length === 0 ? words.nothingKept : words.exported(told));
}

function countsOf(rows: Record<string, number>, { kept }: Words['personalData']): string[] {
  // Tables without words of their own are part of how the app works.
  return Object.entries(kept).flatMap(([table, counted]) => {
    const rowCount = rows[table] ?? 0;
    return rowCount > 0 ? [counted(rowCount)] : [];
  });
}
