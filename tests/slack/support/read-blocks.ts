// A message as a person reads it: one line per line on the screen. Links as `[label]`, buttons as `( label )`.
import type { AnyBlock } from '@slack/types';

type Node = Record<string, unknown>;

export function readBlocks(blocks: readonly AnyBlock[]): string[] {
  const lines = blocks.flatMap((block) => readNode(block as unknown as Node));
  // Spaces that do not break, or are thin, look like spaces.
  return lines.map((line) => line.replace(/[\u00a0\u2009\u202f]/g, ' '));
}

function children(node: Node): Node[] {
  return Array.isArray(node.elements) ? (node.elements as Node[]) : [];
}

function readNode(node: Node): string[] {
  switch (node.type) {
    case 'header':
      return [`# ${(node.text as Node).text}`];
    case 'context':
      return [
        children(node)
          .map((text) => readMrkdwn(String(text.text)))
          .join(' '),
      ];
    case 'actions':
      return [children(node).map(readControl).join(' ')];
    case 'rich_text':
      return children(node).flatMap(readNode);
    case 'rich_text_list':
      return children(node).flatMap((item, index) => {
        const [first = '', ...rest] = readInline(item).split('\n');
        return [
          `${node.style === 'ordered' ? `${index + 1}.` : '•'} ${first}`,
          ...rest.map((line) => `  ${line}`),
        ];
      });
    case 'table':
      return (node.rows as Node[][]).map((row) => row.map((cell) => String(cell.text)).join(' | '));
    default:
      return readInline(node).split('\n');
  }
}

function readInline(node: Node): string {
  return children(node)
    .map((inline) => {
      if (inline.type === 'link') return `[${inline.text}]`;
      if (inline.type === 'user') return `@${inline.user_id}`;
      if (inline.type === 'date') return String(inline.fallback);
      return String(inline.text);
    })
    .join('');
}

function readMrkdwn(text: string): string {
  return text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@(\w+)>/g, '@$1')
    .replace(/<[^|>]+\|([^>]*)>/g, '[$1]');
}

function readControl(node: Node): string {
  if (node.type !== 'overflow') return `( ${(node.text as Node).text} )`;
  return `( ⋯ ${(node.options as Node[]).map((option) => (option.text as Node).text).join(' · ')} )`;
}
