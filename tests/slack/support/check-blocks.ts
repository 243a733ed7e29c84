// What Slack would refuse or act upon in a message, found by walking it: the judge of the block tests.
import type { AnyBlock, HomeView, ModalView } from '@slack/types';
import { LIMITS } from '../../../src/slack/blocks/limits.ts';
import { type Message, sizeOf } from '../../../src/slack/blocks/message.ts';

type Node = Record<string, unknown>;

const TOKEN = /<([^<>]*)>/g;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every object in the blocks, parents first. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isNode(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}

/** Texts in which Slack reads `<…>` tokens, or may: it is not known of `markdown` blocks. */
function mrkdwnTexts(blocks: readonly AnyBlock[]): string[] {
  return nodesOf(blocks).flatMap((node) =>
    node.type === 'mrkdwn' || node.type === 'markdown' ? [String(node.text)] : [],
  );
}

/** What Markdown makes a link of: `[text](address)`, `<address>` and bare addresses. */
function markdownLinks(blocks: readonly AnyBlock[]): string[] {
  return nodesOf(blocks).flatMap((node) =>
    node.type === 'markdown'
      ? [...String(node.text).matchAll(/https?:\/\/[^\s)>\]"'`]+/g)].map(([address]) => address)
      : [],
  );
}

/** Ids of the people a message would notify, and other things it would notify (`!channel`, `#C1`). */
export function mentionsOf(message: Message): string[] {
  const inText = [message.text, ...mrkdwnTexts(message.blocks)].flatMap((text) =>
    [...text.matchAll(TOKEN)].flatMap(([, token = '']) =>
      /^[@#!]/.test(token) && !token.startsWith('!date^') ? [token] : [],
    ),
  );
  const inRichText = nodesOf(message.blocks).flatMap((node) => {
    if (node.type === 'user' && 'user_id' in node) return [`@${String(node.user_id)}`];
    return ['broadcast', 'channel', 'usergroup', 'team'].includes(String(node.type))
      ? [`!${String(node.type)}`]
      : [];
  });
  return [...inText, ...inRichText];
}

/** Addresses that a reader could follow. */
export function linksOf(message: Message): string[] {
  const inText = [message.text, ...mrkdwnTexts(message.blocks)].flatMap((text) =>
    [...text.matchAll(TOKEN)].flatMap(([, token = '']) =>
      /^[@#!]/.test(token) ? [] : [(token.split('|')[0] ?? '').replaceAll('&amp;', '&')],
    ),
  );
  const inRichText = nodesOf(message.blocks).flatMap((node) =>
    node.type === 'link' || typeof node.url === 'string' ? [String(node.url)] : [],
  );
  return [...inText, ...inRichText, ...markdownLinks(message.blocks)];
}

/** The sentences of a complaint; empty for blocks that Slack takes. */
export function complaintsAbout(
  blocks: readonly AnyBlock[],
  surface: 'message' | 'view' = 'message',
): string[] {
  const most = surface === 'message' ? LIMITS.messageBlocks : LIMITS.viewBlocks;
  const ids = blocks.flatMap((block) => (block.block_id ? [block.block_id] : []));
  return [
    ...(blocks.length > most ? [`${blocks.length} blocks`] : []),
    ...(blocks.length === 0 ? ['no blocks'] : []),
    ...(new Set(ids).size < ids.length ? ['a block_id twice'] : []),
    ...(surface === 'message' && sizeOf(blocks) > LIMITS.messageTotal
      ? [`${sizeOf(blocks)} characters`]
      : []),
    ...nodesOf(blocks).flatMap(complaintsAboutNode),
  ];
}

/** As `complaintsAbout`, for a modal or a Home. */
export function complaintsAboutView(view: ModalView | HomeView): string[] {
  const complaints = complaintsAbout(view.blocks as AnyBlock[], 'view');
  const atMost = (value: string | undefined, limit: number, what: string): void => {
    if ((value ?? '').length > limit) complaints.push(`${what} of ${value?.length}, limit ${limit}`);
  };
  atMost(view.private_metadata, 3000, 'private_metadata');
  atMost(view.callback_id, 255, 'callback_id');
  atMost(JSON.stringify(view), 250_000, 'view');
  if (view.type === 'modal') {
    atMost(view.title.text, 24, 'title');
    atMost(view.submit?.text, 24, 'submit');
    atMost(view.close?.text, 24, 'close');
    if (view.title.text === '') complaints.push('no title');
    const asks = view.blocks.some((block) => block.type === 'input');
    if (asks && !view.submit) complaints.push('inputs without a submit button');
  }
  return complaints;
}

type AtMost = (value: unknown, limit: number, what: string) => void;

/** Limits of parts that few of our surfaces have, as Slack lists them. */
function rarerParts(node: Node, atMost: AtMost): void {
  const textOf = (value: unknown): unknown => (isNode(value) ? value.text : value);
  if (node.type === 'section' && Array.isArray(node.fields)) {
    atMost(node.fields, 10, 'fields');
    for (const field of node.fields) atMost(textOf(field), 2000, 'field');
  }
  if (node.type === 'input') {
    atMost(textOf(node.label), 2000, 'label');
    atMost(textOf(node.hint), 2000, 'hint');
  }
  if (node.type === 'image') {
    atMost(node.image_url, 3000, 'image_url');
    atMost(node.alt_text, 2000, 'alt_text');
  }
  if (node.type === 'markdown') atMost(node.text, 12_000, 'markdown');
  if (node.type === 'context_actions') atMost(node.elements, 5, 'context_actions');
  if (node.type === 'table' && Array.isArray(node.rows)) {
    atMost(node.rows, 100, 'table rows');
    for (const row of node.rows) atMost(row, 20, 'table cells');
  }
  if (/_select$/.test(String(node.type))) atMost(node.options, 100, 'select');
  if (node.type === 'radio_buttons' || node.type === 'checkboxes')
    atMost(node.options, 10, String(node.type));
  atMost(textOf(node.placeholder), 150, 'placeholder');
  if (isNode(node.confirm)) {
    atMost(textOf(node.confirm.title), 100, 'confirm title');
    atMost(textOf(node.confirm.text), 300, 'confirm text');
    atMost(textOf(node.confirm.confirm), 30, 'confirm button');
    atMost(textOf(node.confirm.deny), 30, 'deny button');
  }
  if (
    /_select$|radio|checkbox|overflow/.test(String(node.type)) &&
    Array.isArray(node.options) &&
    node.options.length === 0
  )
    atMost('x', 0, `${String(node.type)} without options`);
  for (const button of [node.positive_button, node.negative_button].filter(isNode)) {
    atMost(textOf(button.text), 75, 'feedback button');
    atMost(button.value, 2000, 'feedback value');
  }
}

function complaintsAboutNode(node: Node): string[] {
  const complaints: string[] = [];
  const atMost = (value: unknown, limit: number, what: string) => {
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
    if (length > limit) complaints.push(`${what} of ${length}, limit ${limit}`);
  };
  const text = isNode(node.text) ? node.text.text : node.text;
  atMost(node.block_id, LIMITS.blockId, 'block_id');
  atMost(node.action_id, LIMITS.actionId, 'action_id');
  if (node.type === 'plain_text' || node.type === 'mrkdwn' || node.type === 'text') {
    if (typeof text !== 'string' || text.length === 0) complaints.push(`empty ${String(node.type)}`);
    else if (!text.isWellFormed()) complaints.push('half a character');
    atMost(text, LIMITS.sectionText, `${String(node.type)} text`);
  }
  if (node.type === 'mrkdwn') {
    if (node.verbatim !== true) complaints.push('mrkdwn in which Slack would link bare addresses');
    if (/[<>]/.test(String(text).replaceAll(TOKEN, ''))) complaints.push('a stray angle bracket');
  }
  rarerParts(node, atMost);
  if (node.type === 'header') atMost(text, LIMITS.headerText, 'header');
  if (node.type === 'context') atMost(node.elements, LIMITS.contextElements, 'context');
  if (node.type === 'actions') atMost(node.elements, LIMITS.actionsElements, 'actions');
  if (node.type === 'overflow') atMost(node.options, LIMITS.overflowOptions, 'overflow');
  if (node.type === 'button') {
    atMost(text, LIMITS.buttonText, 'button text');
    atMost(node.value, LIMITS.buttonValue, 'button value');
    atMost(node.accessibility_label, LIMITS.accessibilityLabel, 'accessibility label');
  }
  if (Array.isArray(node.options)) {
    for (const option of node.options.filter(isNode)) {
      atMost(isNode(option.text) ? option.text.text : '', LIMITS.optionText, 'option text');
      atMost(option.value, LIMITS.optionValue, 'option value');
    }
  }
  if (Array.isArray(node.elements) && node.elements.length === 0)
    complaints.push(`empty ${String(node.type)}`);
  return complaints;
}
