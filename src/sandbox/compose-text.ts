// What a person types becomes Slack's message text and its rich_text block. Pure.
// As Slack's composer: &, < and > become entities, addresses, @names and #channels become tokens.
import type { Channel } from './channels.ts';
import type { Member } from './members.ts';
import type { Block } from './messages.ts';

type Piece =
  | { type: 'text'; text: string }
  | { type: 'link'; url: string }
  | { type: 'user'; user_id: string }
  | { type: 'channel'; channel_id: string; name: string };

export interface Names {
  members: readonly Member[];
  channels: readonly Channel[];
}

/** An address ends before closing punctuation, and before a bracket that it did not open. */
const TOKEN = /https?:\/\/[^\s<>|]+|(?<![\w/])@[\p{L}\d._-]+|(?<![\w/&])#[\p{L}\d_-]+/gu;

export function composeText(typed: string, names: Names): { text: string; blocks: Block[] } {
  const pieces = split(typed, names);
  return {
    text: pieces.map(asText).join(''),
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: pieces.map(withoutName) }] },
    ],
  };
}

function split(typed: string, names: Names): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of typed.matchAll(TOKEN)) {
    const found = match[0].startsWith('http') ? linkPiece(match[0]) : namePiece(match[0], names);
    if (!found) continue;
    if (match.index > end) pieces.push({ type: 'text', text: typed.slice(end, match.index) });
    pieces.push(found.piece);
    end = match.index + found.length;
  }
  if (end < typed.length) pieces.push({ type: 'text', text: typed.slice(end) });
  return pieces;
}

function linkPiece(run: string): { piece: Piece; length: number } | null {
  let url = run.replace(/[.,;:!?'"*_~]+$/, '');
  if (url.endsWith(')') && !url.includes('(')) url = url.slice(0, -1);
  return URL.canParse(url) ? { piece: { type: 'link', url }, length: url.length } : null;
}

function namePiece(run: string, { members, channels }: Names): { piece: Piece; length: number } | null {
  const name = run
    .slice(1)
    .replace(/[._-]+$/, '')
    .toLowerCase();
  if (run.startsWith('@')) {
    const member = members.find((candidate) => candidate.name === name);
    return member ? { piece: { type: 'user', user_id: member.id }, length: name.length + 1 } : null;
  }
  const channel = channels.find((candidate) => candidate.kind === 'channel' && candidate.name === name);
  if (!channel) return null;
  return { piece: { type: 'channel', channel_id: channel.id, name }, length: name.length + 1 };
}

function asText(piece: Piece): string {
  switch (piece.type) {
    case 'text':
      return escapeText(piece.text);
    case 'link':
      return `<${escapeText(piece.url)}>`;
    case 'user':
      return `<@${piece.user_id}>`;
    case 'channel':
      return `<#${piece.channel_id}|${piece.name}>`;
  }
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function withoutName(piece: Piece): Record<string, unknown> {
  return piece.type === 'channel' ? { type: 'channel', channel_id: piece.channel_id } : { ...piece };
}
