// The two modals, and what they give back. `private_metadata` carries what the answer needs.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Words } from '../words/words.ts';
import { VIEWS } from './actions.ts';
import { CUTS, LIMITS } from './limits.ts';
import { type Message, paragraph } from './message.ts';
import { plain, richText } from './text.ts';

/** Block ids double as the names under which `response_action: errors` shows its sentences. */
export const FIELDS = { reason: 'reason', url: 'url', note: 'note' } as const;
const INPUT = 'input';

const REASONS = ['topic', 'source', 'too-basic', 'too-hard', 'old-news'] as const;
type Reason = (typeof REASONS)[number];

const lessMetadata = z.object({ articleId: z.number().int().positive(), channelId: z.string().min(1) });
const demoMetadata = z.object({ pocId: z.number().int().positive(), channelId: z.string().min(1) });
export type LessMetadata = z.infer<typeof lessMetadata>;
export type DemoMetadata = z.infer<typeof demoMetadata>;

export function lessLikeThisModal(metadata: LessMetadata, { modals: words }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.lessLikeThis,
    private_metadata: JSON.stringify(metadata),
    title: plain(words.lessTitle, LIMITS.modalTitle),
    submit: plain(words.send, LIMITS.modalButton),
    close: plain(words.cancel, LIMITS.modalButton),
    blocks: [
      {
        type: 'input',
        block_id: FIELDS.reason,
        optional: true,
        label: plain(words.lessQuestion, LIMITS.inputLabel),
        element: {
          type: 'radio_buttons',
          action_id: INPUT,
          options: REASONS.map((value) => ({
            value,
            text: plain(words.lessReasons[value], LIMITS.optionText),
          })),
        },
      },
    ],
  };
}

export function shareDemoModal(metadata: DemoMetadata, { modals: words }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.shareDemo,
    private_metadata: JSON.stringify(metadata),
    title: plain(words.demoTitle, LIMITS.modalTitle),
    submit: plain(words.share, LIMITS.modalButton),
    close: plain(words.cancel, LIMITS.modalButton),
    blocks: [
      {
        type: 'input',
        block_id: FIELDS.url,
        label: plain(words.demoWhere, LIMITS.inputLabel),
        hint: plain(words.demoHint, LIMITS.inputHint),
        element: {
          type: 'url_text_input',
          action_id: INPUT,
          placeholder: plain('https://…', LIMITS.placeholder),
        },
      },
      {
        type: 'input',
        block_id: FIELDS.note,
        optional: true,
        label: plain(words.demoNote, LIMITS.inputLabel),
        element: { type: 'plain_text_input', action_id: INPUT, multiline: true, max_length: CUTS.briefPart },
      },
    ],
  };
}

const lessValues = z.object({
  [FIELDS.reason]: z.object({
    [INPUT]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
  }),
});

const demoValues = z.object({
  [FIELDS.url]: z.object({ [INPUT]: z.object({ value: z.string().nullish() }) }),
  [FIELDS.note]: z.object({ [INPUT]: z.object({ value: z.string().nullish() }) }).optional(),
});

interface Submitted {
  private_metadata: string;
  state: { values: unknown };
}

/** `reason` is one of `REASONS`, or `null` where none was chosen. Throws `ZodError` on a foreign view. */
export function readLessLikeThis(view: Submitted): LessMetadata & { reason: Reason | null } {
  const value = lessValues.parse(view.state.values).reason.input.selected_option?.value;
  const reason = REASONS.find((known) => known === value) ?? null;
  return { ...lessMetadata.parse(JSON.parse(view.private_metadata)), reason };
}

/** `url` is trimmed and may be anything a person typed. Throws `ZodError` on a foreign view. */
export function readShareDemo(view: Submitted): DemoMetadata & { url: string; note: string | null } {
  const values = demoValues.parse(view.state.values);
  return {
    ...demoMetadata.parse(JSON.parse(view.private_metadata)),
    url: values.url.input.value?.trim() ?? '',
    note: values.note?.input.value?.trim() || null,
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
