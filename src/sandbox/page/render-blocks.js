// Block Kit's blocks as Slack shows them. Pictures from the web are not fetched: their alt text stands for them.
import { h, icon } from './dom.js';
import { renderElement } from './elements.js';
import { plainText } from './mrkdwn.js';
import { markdown, richText } from './rich-text.js';

/** `errors`: words for a modal's input blocks, by `block_id`. */
export function renderBlocks(blocks, form, errors = {}) {
  return blocks.map((block) => {
    const make = BLOCKS[block.type];
    const content = make
      ? make(block, form, errors)
      : [h('span', { class: 'unsupported' }, `(${block.type} is not shown here)`)];
    return h(
      'div',
      { class: `block block-${block.type}`, dataset: { blockId: block.block_id ?? '' } },
      content,
    );
  });
}

function section(block, form) {
  const { text, fields, accessory } = block;
  return [
    h(
      'div',
      { class: 'section-main' },
      text && h('div', { class: 'block-text' }, plainText(text)),
      fields &&
        h(
          'div',
          { class: 'fields' },
          fields.map((field) => h('div', { class: 'block-text' }, plainText(field))),
        ),
    ),
    accessory &&
      h(
        'div',
        { class: 'accessory' },
        accessory.type === 'image' ? picture(accessory) : renderElement(accessory, block, form),
      ),
  ];
}

function context(block) {
  return block.elements.map((element) =>
    element.type === 'image'
      ? h(
          'span',
          { class: 'context-image', title: element.alt_text, role: 'img', 'aria-label': element.alt_text },
          icon('image', 14),
        )
      : h('span', { class: 'block-text' }, plainText(element)),
  );
}

function picture({ alt_text: alt, title }) {
  return h(
    'figure',
    { class: 'picture' },
    title && h('figcaption', {}, plainText(title)),
    h('div', { class: 'picture-box', role: 'img', 'aria-label': alt }, icon('image', 22), h('span', {}, alt)),
  );
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (content, column, tag) => {
    const align = settings[column]?.align ?? 'left';
    const inner =
      content.type === 'rich_text'
        ? richText(content)
        : plainText({ type: 'plain_text', text: String(content.text ?? '') });
    return h(tag, { class: `align-${align}`, scope: tag === 'th' ? 'col' : null }, inner);
  };
  const row = (cells, tag) =>
    h(
      'tr',
      {},
      cells.map((content, column) => cell(content, column, tag)),
    );
  const [head, ...rest] = block.rows;
  return [
    h(
      'div',
      { class: 'table-scroll' },
      h(
        'table',
        {},
        h('thead', {}, row(head, 'th')),
        h(
          'tbody',
          {},
          rest.map((cells) => row(cells, 'td')),
        ),
      ),
    ),
  ];
}

let labels = 0;

function input(block, form, errors) {
  labels += 1;
  const labelId = `label-${labels}`;
  const problem = errors[block.block_id];
  return [
    h(
      'div',
      { class: problem ? 'input-block has-error' : 'input-block' },
      h(
        'div',
        { class: 'input-label', id: labelId },
        plainText(block.label),
        block.optional && h('span', { class: 'muted' }, ' (optional)'),
      ),
      renderElement(block.element, block, form, { tells: block.dispatch_action === true, labelId }),
      problem && h('div', { class: 'input-error', role: 'alert' }, problem),
      block.hint && h('div', { class: 'input-hint' }, plainText(block.hint)),
    ),
  ];
}

function actions(block, form) {
  return block.elements.map((element) => renderElement(element, block, form));
}

const BLOCKS = {
  section,
  context,
  actions,
  context_actions: actions,
  input,
  table,
  divider: () => [h('hr')],
  header: (block) => [h('h3', {}, plainText(block.text))],
  image: (block) => [picture(block)],
  rich_text: (block) => [richText(block)],
  markdown: (block) => [markdown(block.text)],
};
