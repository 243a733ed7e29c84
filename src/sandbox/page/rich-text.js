// rich_text blocks, and markdown blocks, as elements.
import { h } from './dom.js';
import { channelName, dateText, emojiNode, inline, link, mention } from './mrkdwn.js';

export function richText(block) {
  return h('div', { class: 'rich-text' }, block.elements.map(part));
}

function part(element) {
  const children = element.elements ?? [];
  switch (element.type) {
    case 'rich_text_section':
      return h('div', {}, children.map(leaf));
    case 'rich_text_list': {
      const list = h(
        element.style === 'ordered' ? 'ol' : 'ul',
        {},
        children.map((item) => h('li', {}, part(item))),
      );
      list.style.setProperty('--indent', String(element.indent ?? 0));
      return list;
    }
    case 'rich_text_preformatted':
      return h(
        'pre',
        { class: 'code-block' },
        children.map((child) => child.text ?? child.url ?? ''),
      );
    case 'rich_text_quote':
      return h('blockquote', {}, children.map(leaf));
    default:
      return h('div', {}, children.map(leaf));
  }
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's', code: 'code', underline: 'u' };

function leaf(element) {
  let node = leafNode(element);
  for (const [style, tag] of Object.entries(TAGS)) if (element.style?.[style]) node = h(tag, {}, node);
  return node;
}

function leafNode(element) {
  switch (element.type) {
    case 'link':
      return link(element.url, element.text || element.url);
    case 'emoji':
      return emojiNode(element.name) ?? `:${element.name}:`;
    case 'user':
      return mention(element.user_id);
    case 'channel':
      return channelName(element.channel_id);
    case 'broadcast':
      return h('span', { class: 'mention mention-all' }, `@${element.range}`);
    case 'date':
      return h('time', {}, dateText(element.timestamp, element.format, element.fallback ?? ''));
    default:
      return String(element.text ?? '')
        .split('\n')
        .flatMap((line, index) => (index > 0 ? [h('br'), line] : [line]));
  }
}

/** Standard Markdown, as far as Slack's `markdown` block shows it. */
export function markdown(text) {
  const root = h('div', { class: 'rich-text' });
  const lines = String(text).split('\n');
  for (let at = 0; at < lines.length; ) {
    const taken = fence(lines, at, root) || list(lines, at, root) || paragraph(lines, at, root);
    at += taken;
  }
  return root;
}

function fence(lines, at, root) {
  if (!lines[at].startsWith('```')) return 0;
  let end = at + 1;
  while (end < lines.length && !lines[end].startsWith('```')) end += 1;
  root.append(h('pre', { class: 'code-block' }, lines.slice(at + 1, end).join('\n')));
  return end - at + 1;
}

const ITEM = /^\s*([-*+]|\d+[.)])\s+/;

function list(lines, at, root) {
  if (!ITEM.test(lines[at])) return 0;
  let end = at;
  while (end < lines.length && ITEM.test(lines[end])) end += 1;
  const tag = /^\s*\d/.test(lines[at]) ? 'ol' : 'ul';
  root.append(
    h(
      tag,
      {},
      lines.slice(at, end).map((line) => h('li', {}, markdownInline(line.replace(ITEM, '')))),
    ),
  );
  return end - at;
}

function paragraph(lines, at, root) {
  const line = lines[at];
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) root.append(h('div', { class: 'md-heading' }, markdownInline(heading[2])));
  else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) root.append(h('hr'));
  else if (line.startsWith('>')) root.append(h('blockquote', {}, markdownInline(line.replace(/^>\s?/, ''))));
  else if (line.trim() !== '') root.append(h('p', {}, markdownInline(line)));
  return 1;
}

/** Markdown's emphasis and links in mrkdwn's words, which `inline` knows. */
function markdownInline(text) {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return inline(
    escaped
      .replace(/\[([^\]]+)\]\(((?:https?|mailto):[^)\s]+)\)/g, '<$2|$1>')
      .replace(/(?<!\*)\*(?!\*|\s)([^*\n]+)\*(?!\*)/g, '_$1_')
      .replace(/\*\*(.+?)\*\*|__(.+?)__/g, (_, stars, underlines) => `*${stars ?? underlines}*`)
      .replace(/~~(.+?)~~/g, '~$1~'),
  );
}
