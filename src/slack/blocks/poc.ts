// A PoC prompt: the brief, who is in, what was shown, and the two ways to take part.
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Brief, Poc } from '../../domain/poc.ts';
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
import {
  cleanLine,
  count,
  mention,
  mrkdwnText,
  number,
  richLine,
  richLink,
  richMention,
  richText,
} from './text.ts';

export function pocMessage(poc: Poc, language: string): Message {
  const { brief } = poc;
  return {
    text: fallback(`PoC: ${brief.title}. ${brief.hypothesis}`),
    blocks: fitEntries(Math.min(poc.demos.length, CUTS.demos), (demos) => [
      heading(`PoC · ${brief.title}`),
      paragraph(originElements(poc, language)),
      paragraph(labelled('Hypothesis', brief.hypothesis)),
      ...partBlock([
        ['For whom', brief.forWhom],
        ['Time-box', count(brief.timeBoxHours, 'hour', 'hours', language)],
      ]),
      ...stepBlocks(brief),
      ...partBlock([
        ['Metric', brief.metric],
        ['Data', brief.dataAndLicence],
        ['Cost', brief.cost],
        ['Done', brief.done],
      ]),
      ...demoBlocks(poc, demos),
      footnote(peopleLine(poc, language)),
      pocButtons(poc),
    ]),
  };
}

function originElements(poc: Poc, language: string): RichTextElement[] {
  const votes = poc.votes > 0 ? ` · 👍 ${number(poc.votes, language)}` : '';
  return [
    richText('From '),
    richLink(poc.articleUrl, poc.articleTitle, CUTS.title),
    ...(votes ? [richText(votes)] : []),
  ];
}

function labelled(label: string, text: string): RichTextElement[] {
  return [richText(`${label}: `, { bold: true }), richLine(text, CUTS.briefPart)];
}

function partBlock(parts: [label: string, text: string][]): KnownBlock[] {
  const told = parts
    .filter(([, text]) => cleanLine(text) !== '')
    .map(([label, text]) => labelled(label, text));
  return told.length > 0 ? [rich([bullets(told)])] : [];
}

function stepBlocks(brief: Brief): KnownBlock[] {
  const steps = brief.steps.filter((step) => cleanLine(step) !== '').slice(0, CUTS.briefSteps);
  if (steps.length === 0) return [];
  return [
    rich([
      { type: 'rich_text_section', elements: [richText('Steps', { bold: true })] },
      bullets(
        steps.map((step) => [richLine(step, CUTS.briefStep)]),
        'ordered',
      ),
    ]),
  ];
}

/** The `shown` newest: they are the ones people come back for. */
function demoBlocks(poc: Poc, shown: number): KnownBlock[] {
  if (shown === 0) return [];
  const demos = poc.demos
    .slice(-shown)
    .map((demo): RichTextElement[] => [
      richLink(demo.url, shortAddress(demo.url), CUTS.name),
      richText(' by '),
      richMention(demo.personId),
      ...(demo.note ? [richText(': '), richLine(demo.note, CUTS.reason)] : []),
    ]);
  return [
    rich([{ type: 'rich_text_section', elements: [richText('Demos', { bold: true })] }, bullets(demos)]),
  ];
}

/** Host and path of a demo's address: enough to know where it leads. */
function shortAddress(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.hostname}${parsed.pathname === '/' ? '' : parsed.pathname}` : url;
}

function peopleLine(poc: Poc, language: string): string {
  const shown = poc.members.slice(0, CUTS.people).map(mention);
  const more = poc.members.length - shown.length;
  const people =
    shown.length > 0
      ? `In: ${shown.join(', ')}${more > 0 ? ` and ${number(more, language)} more` : ''}`
      : 'Nobody is in yet: two are enough, one who builds and one who knows the subject';
  return poc.brief.method === 'template'
    ? `${people} · ${mrkdwnText('Brief from a template, written without a model', CUTS.reason)}`
    : people;
}

function pocButtons(poc: Poc): KnownBlock {
  const id = String(poc.pocId);
  return {
    type: 'actions',
    elements: [
      {
        ...button(ACTIONS.joinPoc, "🙋 I'm in", id, "I'm in: join this proof of concept, or leave it"),
        style: 'primary',
      },
      button(ACTIONS.shareDemo, 'Share a demo', id, 'Share a demo of what came out of this proof of concept'),
    ],
  };
}
