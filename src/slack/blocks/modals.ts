// The modals that a card and a PoC open, what they give back, and those that any other opens with.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { FEEDBACK_REASONS, type FeedbackChoices, type FeedbackReason } from '../../domain/feedback.ts';
import type { Words } from '../words/words.ts';
import { type ActionId, VIEWS } from './actions.ts';
import { button } from './card.ts';
import { formModal, radioInput, readFilled, textInput, urlInput } from './inputs.ts';
import { CUTS, LIMITS } from './limits.ts';
import { fallback, type Message, paragraph } from './message.ts';
import { cleanLine, plain, richLine, richText } from './text.ts';

export const FIELDS = { reason: 'reason', url: 'url', note: 'note' } as const;
const lessMetadata = z.object({ articleId: z.number().int().positive(), channelId: z.string().min(1) });
const demoMetadata = z.object({
  pocId: z.number().int().positive(),
  channelId: z.string().min(1),
  /** An address that could not be found, and is taken all the same when it is sent again. */
  doubted: z.string().optional(),
});
export type LessMetadata = z.infer<typeof lessMetadata>;
export type DemoMetadata = z.infer<typeof demoMetadata>;

export interface SentDemo {
  url: string;
  note: string | null;
  problem: string;
}

/** `about`: what the reasons would be about. */
export function lessLikeThisModal(metadata: LessMetadata, about: FeedbackChoices, all: Words): ModalView {
  const { modals: words } = all;
  return formModal(
    { id: VIEWS.lessLikeThis, title: words.lessTitle, submit: words.send, close: words.cancel, metadata },
    [
      paragraph([richLine(about.title, CUTS.title, { bold: true })]),
      radioInput(
        FIELDS.reason,
        { label: words.lessQuestion, optional: true },
        FEEDBACK_REASONS.map((value) => ({
          value,
          text: words.lessReasons[value],
          means: cleanLine(meaningOf(value, about, all)) || value,
        })),
      ),
    ],
  );
}

/** What a reason changes when the next cards are chosen. */
export function meaningOf(
  reason: FeedbackReason,
  { topics, sourceName, level }: FeedbackChoices,
  { modals: { lessMeans, levels } }: Words,
): string {
  if (reason === 'topic') return topics.length > 0 ? lessMeans.topic(topics) : lessMeans.noTopic;
  if (reason === 'source') return lessMeans.source(sourceName);
  return reason === 'old-news' ? lessMeans[reason] : lessMeans[reason](levels[level]);
}

/** `problem`: what was wrong with the address that was sent. */
export function shareDemoModal(
  metadata: DemoMetadata,
  words: Words,
  sent: SentDemo | null = null,
): ModalView {
  const { modals: say } = words;
  return formModal(
    { id: VIEWS.shareDemo, title: say.demoTitle, submit: say.share, close: say.cancel, metadata },
    [
      ...(sent ? [paragraph([richText(sent.problem)])] : []),
      urlInput(FIELDS.url, { label: say.demoWhere, hint: say.demoHint }, sent?.url),
      textInput(
        FIELDS.note,
        { label: say.demoNote, optional: true },
        { initial: sent?.note ?? '', multiline: true, max: CUTS.briefPart },
      ),
    ],
  );
}

/** `reason` is `null` where none was chosen. Throws `ZodError` on a foreign view. */
export function readLessLikeThis(view: unknown): LessMetadata & { reason: FeedbackReason | null } {
  const { metadata, filled } = readFilled(view, lessMetadata);
  const reason = FEEDBACK_REASONS.find((known) => known === filled.text(FIELDS.reason)) ?? null;
  return { ...metadata, reason };
}

/** `url` is trimmed and may be anything a person typed. Throws `ZodError` on a foreign view. */
export function readShareDemo(view: unknown): DemoMetadata & { url: string; note: string | null } {
  const { metadata, filled } = readFilled(view, demoMetadata);
  return { ...metadata, url: filled.text(FIELDS.url), note: filled.text(FIELDS.note) || null };
}

/** A modal can be opened only by a press: where a person wrote, this is what there is to press. */
export function openMessage(
  words: { open: string; edit: string; editLabel: string },
  action: ActionId,
): Message {
  return {
    text: fallback(words.open),
    blocks: [
      paragraph([richText(words.open)]),
      { type: 'actions', elements: [button(action, words.edit, 'open', words.editLabel)] },
    ],
  };
}

/** What a modal shows while it is being filled. */
export function loadingModal(title: string, words: Words): ModalView {
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain(words.modals.close, LIMITS.modalButton),
    blocks: [paragraph([richText(words.shortcuts.loading)])],
  };
}

/** Says something on the Home tab, where no message can be sent. */
export function noticeModal(message: Message, { modals: words }: Words): ModalView {
  return {
    type: 'modal',
    title: plain('discuss-ai', LIMITS.modalTitle),
    close: plain(words.close, LIMITS.modalButton),
    blocks: message.blocks,
  };
}
