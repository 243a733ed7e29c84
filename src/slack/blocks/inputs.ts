// The inputs of modals, and what people filled into them. A block's id doubles as the name under which
// `response_action: errors` shows its sentence; every input has the same action id.
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { plain, truncate } from './text.ts';

const INPUT = 'input';

interface InputText {
  label: string;
  hint?: string;
  optional?: boolean;
}

type Element = InputBlock['element'];

function inputBlock(id: string, { label, hint, optional = false }: InputText, element: Element): InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional,
    label: plain(label, LIMITS.inputLabel),
    ...(hint ? { hint: plain(hint, LIMITS.inputHint) } : {}),
    element: { ...element, action_id: INPUT },
  };
}

export function textInput(
  id: string,
  text: InputText,
  {
    initial = '',
    multiline = false,
    max = LIMITS.inputText,
  }: { initial?: string; multiline?: boolean; max?: number } = {},
): InputBlock {
  const start = truncate(initial, max);
  return inputBlock(id, text, {
    type: 'plain_text_input',
    multiline,
    max_length: max,
    ...(start ? { initial_value: start } : {}),
  });
}

export function urlInput(id: string, text: InputText, initial = ''): InputBlock {
  return inputBlock(id, text, {
    type: 'url_text_input',
    placeholder: plain('https://…', LIMITS.placeholder),
    ...(initial ? { initial_value: initial } : {}),
  });
}

export function numberInput(
  id: string,
  text: InputText,
  { min, max, initial }: { min: number; max: number; initial: number },
): InputBlock {
  return inputBlock(id, text, {
    type: 'number_input',
    is_decimal_allowed: false,
    min_value: String(min),
    max_value: String(max),
    initial_value: String(initial),
  });
}

/** `initial` as `HH:MM`. */
export function timeInput(id: string, text: InputText, initial: string): InputBlock {
  return inputBlock(id, text, { type: 'timepicker', initial_time: initial });
}

export interface Choice {
  value: string;
  text: string;
}

function optionOf({ value, text }: Choice): PlainTextOption {
  return { value: value.slice(0, LIMITS.optionValue), text: plain(text || value, LIMITS.optionText) };
}

/** One of at most 100. */
export function selectInput(
  id: string,
  text: InputText,
  choices: Choice[],
  initial: string | null,
): InputBlock {
  const options = choices.slice(0, LIMITS.selectOptions).map(optionOf);
  const wanted = initial?.slice(0, LIMITS.optionValue);
  const chosen = options.find(({ value }) => value === wanted);
  return inputBlock(id, text, {
    type: 'static_select',
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  });
}

/** Any of at most 100. */
export function multiSelectInput(
  id: string,
  text: InputText,
  choices: Choice[],
  initial: readonly string[],
): InputBlock {
  const options = choices.slice(0, LIMITS.selectOptions).map(optionOf);
  const wanted = new Set(initial.map((value) => value.slice(0, LIMITS.optionValue)));
  const chosen = options.filter(({ value }) => value !== undefined && wanted.has(value));
  return inputBlock(id, text, {
    type: 'multi_static_select',
    options,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  });
}

/** Any of up to a hundred groups of up to a hundred: what one select cannot hold without groups. */
export function groupedMultiSelectInput(
  id: string,
  text: InputText,
  groups: readonly { label: string; choices: readonly Choice[] }[],
  initial: readonly string[],
): InputBlock {
  const option_groups = groups.slice(0, LIMITS.selectOptions).map(({ label, choices }) => ({
    label: plain(label, LIMITS.optionText),
    options: choices.slice(0, LIMITS.selectOptions).map(optionOf),
  }));
  const wanted = new Set(initial.map((value) => value.slice(0, LIMITS.optionValue)));
  const chosen = option_groups
    .flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined && wanted.has(value));
  return inputBlock(id, text, {
    type: 'multi_static_select',
    option_groups,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  });
}

/** One of at most ten, each with a line that says what it means. */
export function radioInput(
  id: string,
  text: InputText,
  choices: (Choice & { means?: string })[],
): InputBlock {
  return inputBlock(id, text, {
    type: 'radio_buttons',
    options: choices.slice(0, LIMITS.radioOptions).map(({ means, ...choice }) => ({
      ...optionOf(choice),
      ...(means ? { description: plain(means, LIMITS.optionText) } : {}),
    })),
  });
}

export function checkboxInput(id: string, text: InputText, choice: Choice): InputBlock {
  return inputBlock(id, { ...text, optional: true }, { type: 'checkboxes', options: [optionOf(choice)] });
}

const option = z.object({ value: z.string() });
const filled = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_time: z.string().nullish(),
});
const groups = z.object({ option_groups: z.array(z.object({ options: z.array(option) })).optional() });
const state = z.object({
  private_metadata: z.string(),
  /** The blocks that were filled in come back as they were sent. */
  blocks: z.array(z.object({ block_id: z.string().optional(), element: groups.optional() })).default([]),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), filled)) }),
});

/** What a person filled in, read by the ids of the inputs. Text is trimmed; what was left empty is `''` or `[]`. */
export interface Filled {
  text(id: string): string;
  many(id: string): string[];
  /** What a select with groups offered when it was opened, chosen or not. */
  offered(id: string): string[];
}

/** Throws `ZodError` on a foreign view, or where its metadata is not what `metadata` says. */
export function readFilled<Metadata>(
  view: unknown,
  metadata: z.ZodType<Metadata>,
): { metadata: Metadata; filled: Filled } {
  const parsed = state.parse(view);
  const at = (id: string) => parsed.state.values[id]?.[INPUT];
  return {
    metadata: metadata.parse(JSON.parse(parsed.private_metadata)),
    filled: {
      text: (id) => (at(id)?.value ?? at(id)?.selected_option?.value ?? at(id)?.selected_time ?? '').trim(),
      many: (id) => (at(id)?.selected_options ?? []).map(({ value }) => value),
      offered: (id) =>
        (parsed.blocks.find((block) => block.block_id === id)?.element?.option_groups ?? []).flatMap(
          ({ options }) => options.map(({ value }) => value),
        ),
    },
  };
}

/** A modal with inputs. `metadata` comes back with what was filled in. */
export function formModal(
  form: { id: string; title: string; submit: string; close: string; metadata: unknown },
  blocks: ModalView['blocks'],
): ModalView {
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: JSON.stringify(form.metadata),
    title: plain(form.title, LIMITS.modalTitle),
    submit: plain(form.submit, LIMITS.modalButton),
    close: plain(form.close, LIMITS.modalButton),
    blocks,
  };
}
