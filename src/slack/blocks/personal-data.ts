// Forgetting a person and giving them their data: what is asked before, and what is said after.
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
import { LIMITS } from './limits.ts';
import { fallback, footnote, type Message, paragraph, sentence } from './message.ts';
import { mrkdwnText, number, plain, richText } from './text.ts';

/** Tables, in the words of whoever reads of them; what is not here is part of how the app works. */
const KEPT: [table: string, one: string, many: string][] = [
  ['vote', 'vote', 'votes'],
  ['save', 'saved article', 'saved articles'],
  ['share', 'shared link', 'shared links'],
  ['feedback', 'note of what you want less of', 'notes of what you want less of'],
  ['lesson_done', 'lesson read', 'lessons read'],
  ['poc_member', 'PoC you are in', 'PoCs you are in'],
  ['demo', 'demo', 'demos'],
  ['answer', 'question', 'questions'],
  ['answer_feedback', 'rated answer', 'rated answers'],
];

const WHAT_GOES =
  'Your votes, saves, links, topics, lessons, sign-ups, demos, questions and their ratings are deleted. ' +
  'What you changed stays in the log without your name. It cannot be undone.';

export function askToForget(command: string): Message {
  return {
    text: fallback(`Forget me? ${WHAT_GOES}`),
    blocks: [
      paragraph([richText('Forget me?', { bold: true }), richText(` ${WHAT_GOES}`)]),
      footnote(`To have a copy first: \`${mrkdwnText(command, 40)} export\``),
      {
        type: 'actions',
        elements: [
          {
            ...button(
              ACTIONS.forgetMe,
              'Forget me',
              'yes',
              'Forget me: delete everything that is kept of me',
            ),
            style: 'danger',
            confirm: {
              title: plain('Forget me', LIMITS.confirmTitle),
              text: plain(WHAT_GOES, LIMITS.confirmText),
              confirm: plain('Forget me', LIMITS.confirmButton),
              deny: plain('Keep it', LIMITS.confirmButton),
              style: 'danger',
            },
          },
        ],
      },
    ],
  };
}

/** `rows`: how many there were, by table. */
export function forgottenMessage(rows: Record<string, number>, language: string): Message {
  const told = countsOf(rows, language);
  if (told === '') return sentence('There was nothing of you to forget.');
  return sentence(
    `Forgotten: ${told}. Your reactions still stand in Slack, and are not counted any more; one that you set from now on is.`,
  );
}

export function exportedMessage(rows: Record<string, number>, language: string): Message {
  const told = countsOf(rows, language);
  return sentence(
    told === ''
      ? 'Nothing is kept of you. The file that says so is in your direct messages with me.'
      : `Everything that is kept of you is in a file in your direct messages with me: ${told}.`,
  );
}

function countsOf(rows: Record<string, number>, language: string): string {
  const told = KEPT.flatMap(([table, one, many]) => {
    const count = rows[table] ?? 0;
    return count > 0 ? [`${number(count, language)} ${count === 1 ? one : many}`] : [];
  });
  return told.join(', ');
}
