// Finds the links that a person put into a message. Pure; reads Slack's text and rich text, both untrusted.
import { z } from 'zod';

/** More links than this in one message are a list, not something to discuss. */
const MOST = 5;

const SLACK_LINK = /<(https?:\/\/[^\s|>]+)(?:\|[^>]*)?>/gi;

const link = z.object({ type: z.literal('link'), url: z.string() });
const parent = z.object({ type: z.string().optional(), elements: z.array(z.unknown()) });

/** http(s) addresses in order of appearance, without repeats and without links to Slack itself; at most five. */
export function linksOf(message: { text?: string | undefined; blocks?: unknown[] | undefined }): string[] {
  const fromBlocks = (message.blocks ?? []).flatMap(linksInBlock);
  // Mobile and API messages may come without rich text.
  const all = fromBlocks.length > 0 ? fromBlocks : linksInText(message.text ?? '');
  return [...new Set(all.filter(isArticle))].slice(0, MOST);
}

/** Links in Slack's own writing (`<https://…|label>`), entities resolved. */
export function linksInText(text: string): string[] {
  return [...text.matchAll(SLACK_LINK)].map((match) => unescapeEntities(match[1] ?? ''));
}

/** Slack escapes `&`, `<` and `>` in the text of messages and commands. */
export function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function linksInBlock(block: unknown): string[] {
  const found = link.safeParse(block);
  if (found.success) return [found.data.url];
  const group = parent.safeParse(block);
  // An address inside preformatted text is part of code or a log.
  if (!group.success || group.data.type === 'rich_text_preformatted') return [];
  return group.data.elements.flatMap(linksInBlock);
}

function isArticle(address: string): boolean {
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return !/(^|\.)slack\.com$/i.test(url.hostname);
}
