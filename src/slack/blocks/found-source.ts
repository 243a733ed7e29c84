// What was found at an address that somebody gave: the same in the form and in the answer to words.
import type { KnownBlock, RichTextElement } from '@slack/types';
import { z } from 'zod';
import type { Source } from '../../domain/source.ts';
import { SOURCE_KINDS } from '../../domain/source-kinds.ts';
import type { FoundSource } from '../../pipeline/add-source.ts';
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
import { CUTS, LIMITS } from './limits.ts';
import { bullets, fallback, footnote, type Message, paragraph, rich, sentence } from './message.ts';
import { sourceName } from './status.ts';
import { cleanLine, mrkdwnText, richDate, richLine, richLink, richText, truncate } from './text.ts';

const SHOWN_ITEMS = 3;
const MOST_OTHERS = 3;

/** What a form or a button remembers of it, until a person says yes. */
export const draftSchema = z.object({ id: z.string(), kind: z.enum(SOURCE_KINDS), url: z.string() });
const pressed = draftSchema.extend({ title: z.string() });

/** How often it posts, its newest items, what else is there. */
export function foundBlocks(one: FoundSource, words: Words): KnownBlock[] {
  const { addSource: say } = words;
  const others = one.others.slice(0, MOST_OTHERS).map((other) => mrkdwnText(other.title, CUTS.name));
  const more = Math.max(0, one.others.length - MOST_OTHERS);
  return [
    paragraph([richText(say.rate(one.postsPerWeek))]),
    ...itemsBlock(one, words),
    ...(others.length > 0 ? [footnote(say.others(others, more))] : []),
  ];
}

function itemsBlock({ items }: FoundSource, words: Words): KnownBlock[] {
  if (items.length === 0) return [];
  const lines = items
    .slice(0, SHOWN_ITEMS)
    .map((item): RichTextElement[] => [
      richLink(item.url, item.title, CUTS.title),
      ...(item.publishedAt ? [richText(' · '), richDate(item.publishedAt, words)] : []),
    ]);
  return [
    rich([
      { type: 'rich_text_section', elements: [richText(words.addSource.newest, { bold: true })] },
      bullets(lines),
    ]),
  ];
}

/** Nothing is added yet: that is for the button. */
export function foundSourceMessage(found: FoundSource, words: Words): Message {
  const { addSource: say } = words;
  const { id, kind, url, title } = found.source;
  const known = found.alreadyAs ? say.already(found.alreadyAs) : null;
  const value = JSON.stringify({ id, kind, url, title: truncate(cleanLine(title), CUTS.sourceTitle) });
  return {
    text: fallback(`${title}: ${known ?? say.rate(found.postsPerWeek)}`),
    blocks: [
      paragraph([
        sourceName({ url: found.page, title, sourceId: id }),
        ...(known ? [richText('\n'), richLine(known, CUTS.briefPart)] : []),
      ]),
      ...foundBlocks(found, words),
      ...(known === null && value.length <= LIMITS.buttonValue
        ? [
            {
              type: 'actions' as const,
              elements: [
                { ...button(ACTIONS.addFoundSource, say.add, value, say.edit), style: 'primary' as const },
              ],
            },
          ]
        : []),
    ],
  };
}

/** Throws on a value that is not of our making. */
export function readFoundSource(value: string): Source {
  return { ...pressed.parse(JSON.parse(value)), weight: 1, defaultKind: null };
}

/** That it is read from now on, or was already; `command`: the slash command, to take it out again. */
export function addedSourceMessage(
  title: string,
  outcome: { kind: 'added' | 'known'; sourceId: string; command: string },
  { addSource: say, sources }: Words,
): Message {
  const told = sentence(outcome.kind === 'added' ? say.added(title) : say.known(title));
  if (outcome.kind === 'known') return told;
  const undo = mrkdwnText(sources.undo(outcome.command, outcome.sourceId), CUTS.listSentence);
  return { ...told, blocks: [...told.blocks, footnote(undo)] };
}
