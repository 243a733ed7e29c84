// What Slack would refuse or act upon in a message, found by walking it: the judge of the block tests.
import type { AnyBlock } from '@slack/types';
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

/** Texts in which Slack reads `<…>` tokens. */
function mrkdwnTexts(blocks: readonly AnyBlock[]): string[] {
  return nodesOf(blocks).flatMap((node) => (node.type === 'mrkdwn' ? [String(node.text)] : []));
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
  return [...inText, ...inRichText];
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
