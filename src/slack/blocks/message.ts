// What every message of ours has: a fallback text, blocks, its own id, and a size within Slack's.
// Pure; the blocks' contents are the other files' business.
import type {
  AnyBlock,
  KnownBlock,
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
} from '@slack/types';
import { CUTS, LIMITS } from './limits.ts';
import { mrkdwn, mrkdwnText, plain, richLine } from './text.ts';

export interface Message {
  /** For notifications and screen readers; escaped. */
  text: string;
  blocks: KnownBlock[];
}

const PREFIX = 'discuss-ai:';

/** Puts the message's own id on its first block, where `messageIdOf` finds it again. */
export function identified(message: Message, messageId: string): Message {
  const [first, ...rest] = message.blocks;
  if (!first) throw new Error('A message without blocks cannot carry its id');
  return { ...message, blocks: [{ ...first, block_id: `${PREFIX}${messageId}` }, ...rest] };
}

/** The id that `identified` wrote, or `null` for a message that is not ours. */
export function messageIdOf(blocks: readonly { block_id?: string | undefined }[] | undefined): string | null {
  const id = blocks?.find((block) => block.block_id?.startsWith(PREFIX))?.block_id;
  return id ? id.slice(PREFIX.length) : null;
}

export function fallback(text: string): string {
  return mrkdwnText(text, CUTS.fallbackText) || 'discuss-ai';
}

/** Characters of all strings in a message: what we hold against `LIMITS.messageTotal`. */
export function sizeOf(blocks: readonly AnyBlock[]): number {
  let size = 0;
  JSON.stringify(blocks, (_key, value: unknown) => {
    if (typeof value === 'string') size += value.length;
    return value;
  });
  return size;
}

/**
 * The blocks that `build` makes of as many of `total` entries as fit into a message, counted from the first.
 * `build` must grow with its argument, and `build(0)` must fit.
 */
export function fitEntries(total: number, build: (shown: number) => KnownBlock[]): KnownBlock[] {
  const fits = (blocks: KnownBlock[]) =>
    blocks.length <= LIMITS.messageBlocks && sizeOf(blocks) <= LIMITS.messageTotal;
  const all = build(total);
  if (fits(all)) return all;
  let least = 0;
  let tooMany = total;
  while (tooMany - least > 1) {
    const middle = Math.floor((least + tooMany) / 2);
    if (fits(build(middle))) least = middle;
    else tooMany = middle;
  }
  return build(least);
}

/** A message's words without their layout: what is kept of an answer. */
export function wordsOf(message: Message): string {
  const words: string[] = [];
  JSON.stringify(message.blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') words.push(value);
    return value;
  });
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

export function paragraph(elements: RichTextElement[]): RichTextBlock {
  return rich([{ type: 'rich_text_section', elements }]);
}

export function rich(elements: RichTextBlockElement[]): RichTextBlock {
  return { type: 'rich_text', elements };
}

export function bullets(
  items: RichTextElement[][],
  style: 'bullet' | 'ordered' = 'bullet',
): RichTextBlockElement {
  return {
    type: 'rich_text_list',
    style,
    elements: items.map((elements) => ({ type: 'rich_text_section', elements })),
  };
}

/** A small grey line. `text` is mrkdwn and already escaped. */
export function footnote(text: string): KnownBlock {
  return { type: 'context', elements: [mrkdwn(text)] };
}

export function heading(text: string): KnownBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) };
}

/** An answer of plain sentences, one paragraph. */
export function sentence(text: string): Message {
  return { text: fallback(text), blocks: [paragraph([richLine(text, LIMITS.sectionText)])] };
}
