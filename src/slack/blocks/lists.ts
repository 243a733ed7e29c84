// The private answers that are lists: articles, saves, PoCs, lessons; and why a card is here.
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Card, Summary } from '../../domain/article.ts';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Reading } from '../../domain/learning.ts';
import type { Poc } from '../../domain/poc.ts';
import type { Progress } from '../../pipeline/follow-track.ts';
import type { Words } from '../words/words.ts';
import { ACTIONS } from './actions.ts';
import { button } from './card.ts';
import { entryElements } from './digest.ts';
import { CUTS } from './limits.ts';
import {
  bullets,
  fallback,
  fitEntries,
  footnote,
  type Message,
  paragraph,
  rich,
  sentence,
} from './message.ts';
import {
  cleanLine,
  dotted,
  mrkdwnText,
  richLine,
  richLink,
  richPieces,
  richText,
  truncate,
  wholeSentences,
} from './text.ts';

/** Top and search: numbered, so that people can speak of "the third". `none` is said when there is nothing. */
export function articleListMessage(
  list: { title: string; lines: ArticleLine[]; none: string },
  words: Words,
): Message {
  if (list.lines.length === 0) return sentence(list.none);
  const lines = list.lines.slice(0, CUTS.listEntries);
  const blocks = fitEntries(lines.length, (shown) => [
    paragraph([richLine(list.title, CUTS.title, { bold: true })]),
    ...(shown > 0
      ? [
          rich([
            bullets(
              lines.slice(0, shown).map((line) => entryElements(line, words)),
              'ordered',
            ),
          ]),
        ]
      : []),
  ]);
  return { text: fallback(`${list.title} ${lines.map((line) => line.title).join('; ')}`), blocks };
}

/** What a person keeps, newest first as given, each with a button to remove it. */
export function savesMessage(lines: ArticleLine[], words: Words): Message {
  if (lines.length === 0) return sentence(words.answers.noSaves);
  return {
    text: fallback(words.answers.saves(lines.length)),
    blocks: savesBlocks(lines, words, 20, [
      paragraph([richText(words.answers.savesTitle, { bold: true }), richText(` · ${lines.length}`)]),
    ]),
  };
}

/** At most `limit` entries, two blocks each, below `title`. */
function savesBlocks(
  lines: ArticleLine[],
  words: Words,
  limit: number,
  title: KnownBlock[] = [],
): KnownBlock[] {
  const most = Math.min(lines.length, limit);
  return fitEntries(most, (shown) => [
    ...title,
    ...lines.slice(0, shown).flatMap((line): KnownBlock[] => [
      paragraph(entryElements({ ...line, sharedBy: null }, words)),
      {
        type: 'actions',
        elements: [
          button(ACTIONS.save, words.answers.unsave, String(line.articleId), words.answers.unsaveLabel),
        ],
      },
    ]),
    ...(shown < lines.length ? [footnote(words.answers.olderSaves(lines.length - shown))] : []),
  ]);
}

export function pocListMessage(pocs: (Poc & { permalink: string | null })[], words: Words): Message {
  const propose: KnownBlock = {
    type: 'actions',
    elements: [button(ACTIONS.proposePoc, words.proposePoc.edit, 'open', words.proposePoc.editLabel)],
  };
  if (pocs.length === 0) {
    const none = sentence(words.poc.none);
    return { ...none, blocks: [...none.blocks, propose] };
  }
  const blocks = fitEntries(Math.min(pocs.length, CUTS.listEntries), (shown) => [
    paragraph([richText(words.poc.listTitle, { bold: true })]),
    ...(shown > 0 ? [rich([bullets(pocs.slice(0, shown).map((poc) => pocElements(poc, words)))])] : []),
    propose,
  ]);
  return { text: fallback(words.poc.list(pocs.map((poc) => poc.brief.title))), blocks };
}

function pocElements(poc: Poc & { permalink: string | null }, words: Words): RichTextElement[] {
  const title = poc.permalink
    ? richLink(poc.permalink, poc.brief.title, CUTS.title, { bold: true })
    : richLine(poc.brief.title, CUTS.title, { bold: true });
  return [
    title,
    richText(`\n${truncate(cleanLine(poc.brief.hypothesis), CUTS.listSentence)}`),
    richText(' · '),
    ...dotted([
      [richText(words.terms.pocStatus[poc.status])],
      [richText(words.digest.membersIn(poc.members.length))],
      ...(poc.demos.length > 0 ? [[richText(words.poc.demoCount(poc.demos.length))]] : []),
    ]),
  ];
}

export function lessonMessage(progress: Progress, words: Words): Message {
  const title = progress.lesson?.title ?? words.learning.atTheEnd;
  return { text: fallback(title), blocks: lessonBlocks(progress, words) };
}

export function lessonBlocks({ lesson, done, total }: Progress, words: Words): KnownBlock[] {
  if (!lesson) {
    const { allRead, noTrack } = words.learning;
    return [paragraph([richText(total > 0 ? allRead(total) : noTrack)])];
  }
  return fitEntries(Math.min(lesson.readings.length, CUTS.readings), (shown) => [
    paragraph(
      richPieces(
        words.learning.lesson<RichTextElement>(
          done + 1,
          total,
          richLine(lesson.title, CUTS.title, { bold: true }),
        ),
      ),
    ),
    paragraph([richLine(lesson.words, CUTS.lessonWords)]),
    ...(shown > 0 ? [rich([bullets(lesson.readings.slice(0, shown).map(readingElements))])] : []),
    {
      type: 'actions',
      elements: [button(ACTIONS.finishLesson, words.learning.done, lesson.id, words.learning.doneLabel)],
    },
  ]);
}

function readingElements(reading: Reading): RichTextElement[] {
  const words = wholeSentences(reading.words, CUTS.readingWords);
  return [richLink(reading.url, reading.title, CUTS.title), ...(words ? [richText(`\n${words}`)] : [])];
}

/** Why a card is here, and the sentence of the article that each thing in its summary rests on. */
export function explanationMessage(
  explained: { title: string; summary: Summary; whyHere: Card['whyHere'] },
  words: Words,
): Message {
  const { summary, whyHere } = explained;
  const why = whyHere ? words.answers.why(words.card.reason(whyHere)) : words.answers.sharedHere;
  const grounds = groundsOf(summary);
  const how =
    summary.method === 'extract' ? words.answers.howExtract : words.answers.howModel(grounds.length);
  const asides = [
    summary.details?.extent ? words.answers.partOf(summary.details.extent) : '',
    summary.details?.spokenToModel ? words.answers.spokenToModel(summary.details.spokenToModel) : '',
    !whyHere && summary.topics.length > 0
      ? words.answers.topics(mrkdwnText(summary.topics.join(', '), CUTS.listSentence))
      : '',
  ].filter(Boolean);
  const blocks = fitEntries(Math.min(grounds.length, CUTS.grounds), (shown) => [
    paragraph([richLine(explained.title, CUTS.title, { bold: true })]),
    paragraph([richLine(why, CUTS.briefPart)]),
    paragraph([richText(how)]),
    ...grounds.slice(0, shown).map((ground) => groundBlock(ground, words)),
    ...asides.map((aside) => footnote(aside)),
  ]);
  return { text: fallback(why), blocks };
}

interface Ground {
  said: string;
  /** The article's sentence; what is said is that sentence where `isQuote`. */
  quote: string;
  isQuote: boolean;
}

/** An extract's sentences are the article's already. */
function groundsOf(summary: Summary): Ground[] {
  if (summary.method === 'extract') return [];
  const { details } = summary;
  const said = [
    ...(details ? [{ text: summary.tldr, ...details.tldr }] : []),
    ...summary.points,
    ...(details?.limits ?? []),
    ...(details?.numbers ?? []).map(({ value, measures, quote }) => ({
      text: `${value}: ${measures}`,
      quote,
    })),
  ];
  return said
    .filter(({ text, quote }) => cleanLine(quote ?? '') !== '' && cleanLine(text) !== '')
    .map(({ text, quote, ...rest }) => ({
      said: text,
      quote: quote ?? '',
      isQuote: 'isQuote' in rest && rest.isQuote === true,
    }));
}

function groundBlock({ said, quote, isQuote }: Ground, words: Words): KnownBlock {
  const label = isQuote ? words.answers.quotedInstead : said;
  return rich([
    { type: 'rich_text_section', elements: [richLine(label, CUTS.listSentence)] },
    { type: 'rich_text_quote', elements: [richLine(quote, CUTS.briefPart)] },
  ]);
}
