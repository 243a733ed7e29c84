// The modal in which a person says what is wrong with a summary, and what it gives back.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { WRONG_REASONS, type WrongReason } from '../../domain/wrong-summary.ts';
import type { Words } from '../words/words.ts';
import { VIEWS } from './actions.ts';
import { formModal, radioInput, readFilled, textInput } from './inputs.ts';
import { CUTS } from './limits.ts';

const FIELDS = { reason: 'reason', note: 'note' } as const;
const metadataSchema = z.object({ articleId: z.number().int().positive(), channelId: z.string().min(1) });
export type WrongMetadata = z.infer<typeof metadataSchema>;

export function markWrongModal(metadata: WrongMetadata, { wrong, modals }: Words): ModalView {
  return formModal(
    { id: VIEWS.markWrong, title: wrong.title, submit: modals.send, close: modals.cancel, metadata },
    [
      radioInput(
        FIELDS.reason,
        { label: wrong.question },
        WRONG_REASONS.map((value) => ({ value, text: wrong.reasons[value] })),
      ),
      textInput(
        FIELDS.note,
        { label: wrong.note, hint: wrong.hint, optional: true },
        { multiline: true, max: CUTS.briefPart },
      ),
    ],
  );
}

/** Throws `ZodError` on a foreign view. */
export function readMarkWrong(view: unknown): WrongMetadata & { reason: WrongReason; note: string | null } {
  const { metadata, filled } = readFilled(view, metadataSchema);
  const reason = WRONG_REASONS.find((known) => known === filled.text(FIELDS.reason)) ?? 'other';
  return { ...metadata, reason, note: filled.text(FIELDS.note)?.trim() || null };
}
