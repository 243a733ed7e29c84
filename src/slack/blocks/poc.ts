// A PoC prompt: the brief, who is in, what was shown, and the two ways to take part.
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Brief, Poc } from '../../domain/poc.ts';
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
import { CUTS } from './limits.ts';
import {
  bullets,
  fallback,
  fitEntries,
  footnote,
  heading,
  type Message,
  paragraph,
  rich,
} from './message.ts';
import { cleanLine, mention, richLine, richLink, richMention, richPieces, richText } from './text.ts';

export function pocMessage(poc: Poc, words: Words): Message {
  const { brief } = poc;
  return {
    text: fallback(words.poc.summary(brief.title, brief.hypothesis)),
    blocks: fitEntries(Math.min(poc.demos.length, CUTS.demos), (demos) => [
      heading(words.poc.title(brief.title)),
      paragraph(originElements(poc, words)),
      paragraph(labelled(words.poc.hypothesis, brief.hypothesis)),
      ...partBlock([
        [words.poc.forWhom, brief.forWhom],
        [words.poc.timeBox, words.poc.hours(brief.timeBoxHours)],
      ]),
      ...stepBlocks(brief, words),
      ...partBlock([
        [words.poc.metric, brief.metric],
        [words.poc.data, brief.dataAndLicence],
        [words.poc.cost, brief.cost],
        [words.poc.done, brief.done],
      ]),
      ...demoBlocks(poc, demos, words),
      footnote(peopleLine(poc, words)),
      pocButtons(poc, words),
    ]),
  };
}

function originElements(poc: Poc, words: Words): RichTextElement[] {
  return [
    ...richPieces(words.poc.from(richLink(poc.articleUrl, poc.articleTitle, CUTS.title))),
    ...(poc.votes > 0 ? [richText(` · ${words.terms.votes(poc.votes)}`)] : []),
  ];
}

function labelled(label: string, text: string): RichTextElement[] {
  return [richText(label, { bold: true }), richLine(text, CUTS.briefPart)];
}

function partBlock(parts: [label: string, text: string][]): KnownBlock[] {
  const told = parts
    .filter(([, text]) => cleanLine(text) !== '')
    .map(([label, text]) => labelled(label, text));
  return told.length > 0 ? [rich([bullets(told)])] : [];
}

function stepBlocks(brief: Brief, words: Words): KnownBlock[] {
  const steps = brief.steps.filter((step) => cleanLine(step) !== '').slice(0, CUTS.briefSteps);
  if (steps.length === 0) return [];
  return [
    rich([
      { type: 'rich_text_section', elements: [richText(words.poc.steps, { bold: true })] },
      bullets(
        steps.map((step) => [richLine(step, CUTS.briefStep)]),
        'ordered',
      ),
    ]),
  ];
}

/** The `shown` newest: they are the ones people come back for. */
function demoBlocks(poc: Poc, shown: number, words: Words): KnownBlock[] {
  if (shown === 0) return [];
  const demos = poc.demos
    .slice(-shown)
    .map((demo): RichTextElement[] => [
      ...richPieces(
        words.poc.demoBy<RichTextElement>(
          richLink(demo.url, shortAddress(demo.url), CUTS.name),
          richMention(demo.personId),
        ),
      ),
      ...(demo.note ? [richText(words.status.colon), richLine(demo.note, CUTS.reason)] : []),
    ]);
  return [
    rich([
      { type: 'rich_text_section', elements: [richText(words.poc.demos, { bold: true })] },
      bullets(demos),
    ]),
  ];
}

/** Host and path of a demo's address: enough to know where it leads. */
function shortAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.hostname}${parsed.pathname === '/' ? '' : parsed.pathname}` : url;
}

function peopleLine(poc: Poc, words: Words): string {
  const shown = poc.members.slice(0, CUTS.people).map(mention);
  const more = poc.members.length - shown.length;
  const people = shown.length > 0 ? words.poc.people(shown, more) : words.poc.nobody;
  return poc.brief.method === 'template' ? `${people} · ${words.poc.fromTemplate}` : people;
}

function pocButtons(poc: Poc, words: Words): KnownBlock {
  const id = String(poc.pocId);
  return {
    type: 'actions',
    elements: [
      {
        ...button(ACTIONS.joinPoc, words.poc.join, id, words.poc.joinLabel),
        style: 'primary',
      },
      button(ACTIONS.shareDemo, words.poc.shareDemo, id, words.poc.shareDemoLabel),
    ],
  };
}
