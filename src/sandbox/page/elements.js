// Block Kit's interactive elements: how each looks, what it tells the app, what it adds to a view's state.
import { h, icon } from './dom.js';
import { plainText } from './mrkdwn.js';
import { confirmDialog, menu } from './popover.js';
import { state } from './state.js';

/**
 * What a set of blocks is shown in. `values`: what was filled in, by block and action id, kept over updates.
 * `press(blockId, element, chosen)` tells the app.
 */
export function formContext(press) {
  return { press, values: {} };
}

/** Where an input's value lies, and the key for its first value. */
const KEYS = {
  static_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  multi_static_select: ['selected_options', 'initial_options'],
  checkboxes: ['selected_options', 'initial_options'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
};
const keysOf = (element) => KEYS[element.type] ?? ['value', 'initial_value'];

/** `tells`: the app hears of each change at once (always outside of input blocks). */
export function renderElement(element, block, form, { tells = true, labelId = null } = {}) {
  const make = MAKERS[element.type];
  if (!make) return h('span', { class: 'unsupported' }, `(${element.type} is not shown here)`);
  return make(element, { element, block, form, tells, labelId });
}

function currentValue({ element, block, form }) {
  return form.values[block.block_id]?.[element.action_id] ?? element[keysOf(element)[1]];
}

async function change(at, value) {
  const { element, block, form, tells } = at;
  form.values[block.block_id] ??= {};
  form.values[block.block_id][element.action_id] = value;
  if (tells) await press(at, { [keysOf(element)[0]]: value });
}

/** Asks first where the element wants that; marks the control as busy until the app has answered. */
async function press({ element, block, form }, chosen, control = null) {
  if (element.confirm && !(await confirmPress(element.confirm))) return;
  control?.setAttribute('aria-busy', 'true');
  await form.press(block.block_id, element, { type: element.type, ...chosen });
  control?.removeAttribute('aria-busy');
}

function confirmPress(confirm) {
  const [title, text, yes, no] = [confirm.title, confirm.text, confirm.confirm, confirm.deny].map(
    (object) => {
      const span = h('span', {}, plainText(object));
      return span;
    },
  );
  return confirmDialog({ title, text, confirm: yes, deny: no, danger: confirm.style === 'danger' });
}

function button(element, at) {
  const style = { primary: 'button-primary', danger: 'button-danger' }[element.style] ?? '';
  const { text, value, url } = element;
  const props = { class: `button ${style}`, 'aria-label': element.accessibility_label };
  const chosen = { text, ...(value ? { value } : {}), ...(element.style ? { style: element.style } : {}) };
  const target = url && URL.parse(url);
  if (target && /^https?:$/.test(target.protocol)) {
    const link = { ...props, href: target.href, target: '_blank', rel: 'noopener noreferrer' };
    return h('a', { ...link, onclick: () => void press(at, chosen) }, plainText(text));
  }
  return h(
    'button',
    { ...props, type: 'button', onclick: (event) => void press(at, chosen, event.currentTarget) },
    plainText(text),
  );
}

function overflow(element, at) {
  const open = (event) =>
    menu(
      event.currentTarget,
      element.options.map((option) => ({
        label: plainText(option.text),
        hint: option.description && plainText(option.description),
        onpick: () => void press(at, { selected_option: option }),
      })),
      { align: 'end' },
    );
  const props = {
    type: 'button',
    class: 'button button-icon',
    'aria-label': 'More actions',
    'aria-haspopup': 'menu',
  };
  return h('button', { ...props, onclick: open }, icon('more'));
}

function feedback(element, at) {
  const one = (which, mark) => {
    const choice = element[which];
    const label = choice.accessibility_label ?? choice.text.text;
    const tell = (event) => void press(at, { value: choice.value, text: choice.text }, event.currentTarget);
    return h(
      'button',
      { type: 'button', class: 'button button-quiet', title: label, 'aria-label': label, onclick: tell },
      mark,
    );
  };
  return h('span', { class: 'button-pair' }, one('positive_button', '👍'), one('negative_button', '👎'));
}

function iconElement(element, at) {
  const label = element.accessibility_label ?? element.text?.text ?? element.icon;
  const tell = (event) =>
    void press(at, { value: element.value, icon: element.icon, text: element.text }, event.currentTarget);
  return h(
    'button',
    { type: 'button', class: 'button button-quiet', 'aria-label': label, onclick: tell },
    plainText(element.text),
  );
}

/** One choice out of a list: a native select, which every keyboard and screen reader knows. */
function choice(element, at, entries, chosen) {
  const select = h(
    'select',
    {
      class: 'field select',
      'aria-labelledby': at.labelId,
      'aria-label': at.labelId ? null : (element.placeholder?.text ?? 'Choose one'),
      onchange: () => void change(at, entries[select.value]?.value ?? null),
    },
    h('option', { value: '' }, element.placeholder?.text ?? 'Choose one'),
    entries.map(({ label, isChosen }, index) =>
      h('option', { value: String(index), selected: isChosen(chosen) }, label),
    ),
  );
  return h('span', { class: 'select-box' }, select, icon('chevron', 16));
}

const sameOption = (option) => (chosen) => chosen?.value === option.value;
const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

function staticSelect(element, at) {
  const entries = optionsOf(element).map((option) => ({
    label: option.text.text,
    value: option,
    isChosen: sameOption(option),
  }));
  return choice(element, at, entries, currentValue(at));
}

function memberSelect(element, at) {
  const people = [...state.members.values()].filter((member) => !member.isBot);
  const entries = people.map(({ id, realName }) => ({
    label: realName,
    value: id,
    isChosen: (chosen) => chosen === id,
  }));
  return choice(element, at, entries, currentValue(at));
}

function channelSelect(element, at) {
  const channels = [...state.channels.values()].filter(({ kind }) => kind === 'channel');
  const entries = channels.map(({ id, name }) => ({
    label: `#${name}`,
    value: id,
    isChosen: (chosen) => chosen === id,
  }));
  return choice(element, at, entries, currentValue(at));
}

/** Options side by side: radio buttons, checkboxes, and a multi select as a list of checkboxes. */
function optionList(element, at, { many }) {
  const options = optionsOf(element);
  const chosen = [currentValue(at) ?? []].flat().map(({ value }) => value);
  const name = `${at.block.block_id}:${element.action_id}`;
  const boxes = options.map((option, index) => {
    const box = h('input', {
      type: many ? 'checkbox' : 'radio',
      name,
      value: String(index),
      checked: chosen.includes(option.value),
      onchange: () => {
        const picked = options.filter((_, place) => boxes[place].box.checked);
        void change(at, many ? picked : (picked[0] ?? null));
      },
    });
    const hint = option.description && h('span', { class: 'option-hint' }, plainText(option.description));
    return { box, row: h('label', { class: 'option' }, box, h('span', {}, plainText(option.text), hint)) };
  });
  const framed = element.type === 'multi_static_select' ? ' option-list-framed' : '';
  const role = many ? 'group' : 'radiogroup';
  return h(
    'div',
    { class: `option-list${framed}`, role, 'aria-labelledby': at.labelId },
    grouped(
      element,
      boxes.map(({ row }) => row),
    ),
  );
}

/** The rows under the label of their group, where the element has groups. */
function grouped(element, rows) {
  let at = 0;
  return (element.option_groups ?? [{ options: rows }]).flatMap(({ label, options }) => {
    const heading = label ? [h('div', { class: 'option-group' }, plainText(label))] : [];
    at += options.length;
    return [...heading, ...rows.slice(at - options.length, at)];
  });
}

/** Which multi selects stand open, by action id: each choice draws the view anew. */
const opened = new Set();

/** Beside a section's text, where a list would be too tall: what is chosen, and the list on a click. */
function foldedList(element, at) {
  const chosen = [currentValue(at) ?? []].flat().map(({ text }) => text.text);
  const details = h(
    'details',
    {
      class: 'folded-list',
      open: opened.has(element.action_id),
      ontoggle: () => {
        if (details.open) opened.add(element.action_id);
        else opened.delete(element.action_id);
      },
    },
    h(
      'summary',
      { class: 'field' },
      chosen.join(', ') || (element.placeholder?.text ?? 'Choose'),
      icon('chevron', 16),
    ),
    optionList(element, at, { many: true }),
  );
  return details;
}

const multiSelect = (element, at) =>
  at.block.type === 'section' ? foldedList(element, at) : optionList(element, at, { many: true });

const INPUT_TYPES = {
  plain_text_input: 'text',
  url_text_input: 'url',
  email_text_input: 'email',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
};

function textInput(element, at) {
  const control = h(element.multiline ? 'textarea' : 'input', {
    type: element.multiline ? null : INPUT_TYPES[element.type],
    inputmode: element.type === 'number_input' ? 'decimal' : null,
    class: 'field',
    rows: element.multiline ? 4 : null,
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    value: currentValue(at) ?? '',
    'aria-labelledby': at.labelId,
    'aria-label': at.labelId ? null : (element.placeholder?.text ?? 'Text'),
    oninput: () => {
      at.form.values[at.block.block_id] ??= {};
      at.form.values[at.block.block_id][element.action_id] = control.value;
    },
    onchange: () => {
      if (at.tells) void press(at, { [keysOf(element)[0]]: control.value });
    },
  });
  return control;
}

const MAKERS = {
  button,
  overflow,
  feedback_buttons: feedback,
  icon_button: iconElement,
  static_select: staticSelect,
  users_select: memberSelect,
  channels_select: channelSelect,
  conversations_select: channelSelect,
  radio_buttons: (element, at) => optionList(element, at, { many: false }),
  checkboxes: (element, at) => optionList(element, at, { many: true }),
  multi_static_select: multiSelect,
  ...Object.fromEntries(Object.keys(INPUT_TYPES).map((type) => [type, textInput])),
};
