// What a person has filled into a view, in Slack's `state.values`: initial values, then what was chosen.
// Pure. Also says which required fields are still empty, as Slack's own dialog does before it sends.
import { type Block, elementsOf } from './messages.ts';

/** One element's value as Slack sends it: `{ type, value | selected_option | … }`. */
type ElementState = Record<string, unknown> & { type: string };
export type ViewValues = Record<string, Record<string, ElementState>>;

/** Which key holds the value of an element, and which of its own keys gives the first value. */
const VALUE_KEYS: Readonly<Record<string, { key: string; initial: string; many: boolean }>> = {
  plain_text_input: { key: 'value', initial: 'initial_value', many: false },
  email_text_input: { key: 'value', initial: 'initial_value', many: false },
  url_text_input: { key: 'value', initial: 'initial_value', many: false },
  number_input: { key: 'value', initial: 'initial_value', many: false },
  static_select: { key: 'selected_option', initial: 'initial_option', many: false },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', many: false },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', many: true },
  checkboxes: { key: 'selected_options', initial: 'initial_options', many: true },
  datepicker: { key: 'selected_date', initial: 'initial_date', many: false },
  timepicker: { key: 'selected_time', initial: 'initial_time', many: false },
  users_select: { key: 'selected_user', initial: 'initial_user', many: false },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', many: false },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', many: false },
};

/** The page's part, keyed `block_id` then `action_id`; what it does not name keeps its initial value. */
export function viewValues(
  blocks: readonly Block[],
  filled: Record<string, Record<string, unknown>>,
): ViewValues {
  const values: ViewValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const kind = VALUE_KEYS[String(element.type)];
      if (!kind) continue;
      const blockId = String(block.block_id);
      const actionId = String(element.action_id);
      const chosen = filled[blockId]?.[actionId];
      const given = chosen === undefined ? element[kind.initial] : chosen;
      values[blockId] ??= {};
      values[blockId][actionId] = {
        type: String(element.type),
        [kind.key]: given === '' || given === undefined ? (kind.many ? [] : null) : given,
      };
    }
  }
  return values;
}

/** Words for each input that a person must still fill in or correct, by `block_id`. */
export function missingInputs(blocks: readonly Block[], values: ViewValues): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    for (const element of elementsOf(block)) {
      const blockId = String(block.block_id);
      const kind = VALUE_KEYS[String(element.type)];
      const value = kind && values[blockId]?.[String(element.action_id)]?.[kind.key];
      const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      if (empty && block.optional !== true) missing[blockId] = 'Please complete this required field.';
      else if (!empty) {
        const wrong = wrongInput(element, String(value));
        if (wrong) missing[blockId] = wrong;
      }
    }
  }
  return missing;
}

function wrongInput(element: Record<string, unknown>, value: string): string | null {
  if (element.type === 'url_text_input' && !/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    return 'Please enter a valid URL.';
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+$/.test(value)) {
    return 'Please enter a valid email address.';
  }
  if (element.type === 'number_input' && !Number.isFinite(Number(value))) return 'Please enter a number.';
  if (typeof element.min_length === 'number' && value.length < element.min_length) {
    return `Please enter at least ${element.min_length} characters.`;
  }
  if (typeof element.max_length === 'number' && value.length > element.max_length) {
    return `Please enter at most ${element.max_length} characters.`;
  }
  return null;
}
