// Slack's limits of Block Kit, as its API reports a breach of them. Pure.
// From docs.slack.dev (Block Kit reference, 2026-11) and the collected limits in the shared test data.

type Thing = Record<string, unknown>;
type Report = (pointer: string, problem: string) => void;

export const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
/** All text of a message's blocks together; Slack refuses from about 12–13,000 on. */
export const MESSAGE_BLOCKS_TEXT = 12_000;
/** In bytes of JSON. */
export const VIEW_SIZE = 250_000;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Messages as Slack words them: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
export function checkBlocks(blocks: unknown, limit: number, root = ''): string[] {
  const problems: string[] = [];
  const report: Report = (pointer, problem) => problems.push(`${problem} [json-pointer:${root}${pointer}]`);
  if (!Array.isArray(blocks)) return [`must be an array [json-pointer:${root}/blocks]`];
  if (blocks.length > limit) report('/blocks', `no more than ${limit} items allowed`);
  const ids = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const at = `/blocks/${index}`;
    if (!isThing(block)) {
      report(at, 'must be an object');
      continue;
    }
    checkText(block.block_id, 255, `${at}/block_id`, report);
    if (typeof block.block_id === 'string') {
      if (ids.has(block.block_id)) report(`${at}/block_id`, '`block_id` already exists');
      ids.add(block.block_id);
    }
    const check = BLOCKS[String(block.type)];
    if (check) check(block, at, report);
    else report(at, `unsupported type: ${String(block.type)}`);
  }
  return problems;
}

/** A whole view: title, buttons, metadata and blocks. */
export function checkView(view: Thing): string[] {
  const problems: string[] = [];
  const report: Report = (pointer, problem) => problems.push(`${problem} [json-pointer:/view${pointer}]`);
  if (view.type !== 'modal' && view.type !== 'home') report('/type', 'must be one of: modal, home');
  if (view.type === 'modal') {
    checkTextObject(view.title, 24, '/title', report, 'plain');
    if (view.submit) checkTextObject(view.submit, 24, '/submit', report, 'plain');
    if (view.close) checkTextObject(view.close, 24, '/close', report, 'plain');
    const blocks = Array.isArray(view.blocks) ? view.blocks : [];
    if (!view.submit && blocks.some((block) => isThing(block) && block.type === 'input')) {
      report('/submit', 'missing required field: submit');
    }
  }
  checkText(view.private_metadata, 3000, '/private_metadata', report);
  checkText(view.callback_id, 255, '/callback_id', report);
  checkText(view.external_id, 255, '/external_id', report);
  return [...problems, ...checkBlocks(view.blocks, VIEW_BLOCKS, '/view')];
}

/** Characters of text in blocks, for the limit on a whole message. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isThing(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return Object.values(value).reduce<number>((sum, item) => sum + textLength(item), own);
}

function checkText(value: unknown, max: number, pointer: string, report: Report) {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') return report(pointer, 'must be a string');
  if (value.length > max) report(pointer, `must be less than ${max + 1} characters`);
}

function checkTextObject(value: unknown, max: number, at: string, report: Report, kind: 'plain' | 'any') {
  if (!isThing(value)) return report(at, `missing required field: ${at.split('/').at(-1)}`);
  const allowed = kind === 'plain' ? ['plain_text'] : ['plain_text', 'mrkdwn'];
  if (!allowed.includes(String(value.type))) report(`${at}/type`, `must be one of: ${allowed.join(', ')}`);
  if (typeof value.text !== 'string') report(`${at}/text`, 'must be a string');
  else if (value.text.length === 0) report(`${at}/text`, 'must be more than 0 characters');
  checkText(value.text, max, `${at}/text`, report);
}

function checkItems(value: unknown, max: number, at: string, report: Report): Thing[] {
  if (!Array.isArray(value) || value.length === 0) {
    report(at, 'must have at least 1 item');
    return [];
  }
  if (value.length > max) report(at, `no more than ${max} items allowed`);
  return value.filter(isThing);
}

function checkOptions(element: Thing, max: number, at: string, report: Report, text: 'plain' | 'any') {
  if (Array.isArray(element.option_groups)) {
    checkItems(element.option_groups, 100, `${at}/option_groups`, report).forEach((group, index) => {
      checkOptions(group, 100, `${at}/option_groups/${index}`, report, text);
    });
    return;
  }
  checkItems(element.options, max, `${at}/options`, report).forEach((option, index) => {
    const here = `${at}/options/${index}`;
    checkTextObject(option.text, 75, `${here}/text`, report, text);
    checkText(option.value, 150, `${here}/value`, report);
    if (option.description) checkTextObject(option.description, 75, `${here}/description`, report, text);
  });
}

const INPUTS =
  'email_text_input url_text_input number_input datepicker timepicker datetimepicker rich_text_input';
const PICKERS = 'users_select channels_select conversations_select external_select multi_users_select';
const MORE_PICKERS = 'multi_channels_select multi_conversations_select multi_external_select file_input';
const PLAIN_ELEMENTS = new Set(`${INPUTS} ${PICKERS} ${MORE_PICKERS} icon_button workflow_button`.split(' '));

function checkElement(element: unknown, at: string, report: Report) {
  if (!isThing(element)) return report(at, 'must be an object');
  checkText(element.action_id, 255, `${at}/action_id`, report);
  if (element.placeholder) checkTextObject(element.placeholder, 150, `${at}/placeholder`, report, 'plain');
  switch (element.type) {
    case 'button':
      checkTextObject(element.text, 75, `${at}/text`, report, 'plain');
      checkText(element.value, 2000, `${at}/value`, report);
      checkText(element.url, 3000, `${at}/url`, report);
      checkText(element.accessibility_label, 75, `${at}/accessibility_label`, report);
      return;
    case 'overflow':
      return checkOptions(element, 5, at, report, 'plain');
    case 'static_select':
    case 'multi_static_select':
      return checkOptions(element, 100, at, report, 'plain');
    case 'radio_buttons':
    case 'checkboxes':
      return checkOptions(element, 10, at, report, 'any');
    case 'plain_text_input':
      return checkText(element.initial_value, 3000, `${at}/initial_value`, report);
    case 'feedback_buttons':
      for (const key of ['positive_button', 'negative_button']) {
        const button = element[key];
        checkTextObject(isThing(button) ? button.text : null, 75, `${at}/${key}/text`, report, 'plain');
      }
      return;
    case 'image':
      return checkImage(element, at, report);
    default:
      if (!PLAIN_ELEMENTS.has(String(element.type))) report(at, `unsupported type: ${String(element.type)}`);
  }
}

function checkImage(image: Thing, at: string, report: Report) {
  if (!image.image_url && !image.slack_file) report(at, 'missing required field: image_url');
  checkText(image.image_url, 3000, `${at}/image_url`, report);
  if (typeof image.alt_text !== 'string') report(at, 'missing required field: alt_text');
  checkText(image.alt_text, 2000, `${at}/alt_text`, report);
}

function checkActions(block: Thing, max: number, at: string, report: Report) {
  const ids = new Set<unknown>();
  checkItems(block.elements, max, `${at}/elements`, report).forEach((element, index) => {
    const here = `${at}/elements/${index}`;
    if (element.action_id !== undefined && ids.has(element.action_id)) {
      report(`${here}/action_id`, '`action_id` already exists');
    }
    ids.add(element.action_id);
    checkElement(element, here, report);
  });
}

function checkTable(block: Thing, at: string, report: Report) {
  if (!Array.isArray(block.rows) || block.rows.length === 0)
    return report(`${at}/rows`, 'must have at least 1 item');
  if (block.rows.length > 100) report(`${at}/rows`, 'no more than 100 items allowed');
  block.rows.forEach((row: unknown, index) => {
    if (!Array.isArray(row)) report(`${at}/rows/${index}`, 'must be an array');
    else if (row.length > 20) report(`${at}/rows/${index}`, 'no more than 20 items allowed');
  });
  if (textLength(block.rows) > 10_000) report(`${at}/rows`, 'must be less than 10001 characters');
}

const BLOCKS: Record<string, (block: Thing, at: string, report: Report) => void> = {
  divider: () => undefined,
  rich_text: (block, at, report) => {
    if (!Array.isArray(block.elements)) report(`${at}/elements`, 'must be an array');
  },
  header: (block, at, report) => checkTextObject(block.text, 150, `${at}/text`, report, 'plain'),
  section: (block, at, report) => {
    if (block.text || !block.fields) checkTextObject(block.text, 3000, `${at}/text`, report, 'any');
    if (block.fields) {
      checkItems(block.fields, 10, `${at}/fields`, report).forEach((field, index) => {
        checkTextObject(field, 2000, `${at}/fields/${index}`, report, 'any');
      });
    }
    if (block.accessory) checkElement(block.accessory, `${at}/accessory`, report);
  },
  context: (block, at, report) => {
    checkItems(block.elements, 10, `${at}/elements`, report).forEach((element, index) => {
      const here = `${at}/elements/${index}`;
      if (element.type === 'image') checkImage(element, here, report);
      else checkTextObject(element, 3000, here, report, 'any');
    });
  },
  actions: (block, at, report) => checkActions(block, 25, at, report),
  context_actions: (block, at, report) => checkActions(block, 5, at, report),
  input: (block, at, report) => {
    checkTextObject(block.label, 2000, `${at}/label`, report, 'plain');
    if (block.hint) checkTextObject(block.hint, 2000, `${at}/hint`, report, 'plain');
    checkElement(block.element, `${at}/element`, report);
  },
  image: (block, at, report) => {
    checkImage(block, at, report);
    if (block.title) checkTextObject(block.title, 2000, `${at}/title`, report, 'plain');
  },
  markdown: (block, at, report) => {
    if (typeof block.text !== 'string' || block.text === '')
      report(`${at}/text`, 'must be more than 0 characters');
    checkText(block.text, 12_000, `${at}/text`, report);
  },
  table: checkTable,
};
