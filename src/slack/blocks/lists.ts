// The private answers that are lists: articles, saves, PoCs, lessons; and why a card is here.
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Summary } from '../../domain/article.ts';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Reading } from '../../domain/learning.ts';
import type { Poc } from '../../domain/poc.ts';
import type { Progress } from '../../pipeline/follow-track.ts';
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
  count,
  dotted,
  mrkdwnText,
  number,
  richLine,
  richLink,
  richText,
  truncate,
  wholeSentences,
} from './text.ts';

/** Top and search: numbered, so that people can speak of "the third". `none` is said when there is nothing. */
export function articleListMessage(
  list: { title: string; lines: ArticleLine[]; none: string },
  language: string,
): Message {
  if (list.lines.length === 0) return sentence(list.none);
  const lines = list.lines.slice(0, CUTS.listEntries);
  const blocks = fitEntries(lines.length, (shown) => [
    paragraph([richLine(list.title, CUTS.title, { bold: true })]),
    ...(shown > 0
      ? [
          rich([
            bullets(
              lines.slice(0, shown).map((line) => entryElements(line, language)),
              'ordered',
            ),
          ]),
        ]
      : []),
  ]);
  return { text: fallback(`${list.title} ${lines.map((line) => line.title).join('; ')}`), blocks };
}

/** What a person keeps, newest first as given, each with a button to remove it. */
export function savesMessage(lines: ArticleLine[], language: string): Message {
  if (lines.length === 0)
    return sentence('You have saved nothing yet. Press 🔖 Save on a card to keep it here.');
  return {
    text: fallback(`You have ${count(lines.length, 'saved article', 'saved articles', language)}.`),
    blocks: savesBlocks(lines, language, 20, [
      paragraph([richText('Saved', { bold: true }), richText(` · ${number(lines.length, language)}`)]),
    ]),
  };
}

/** At most `limit` entries, two blocks each, below `title`. */
export function savesBlocks(
  lines: ArticleLine[],
  language: string,
  limit: number,
  title: KnownBlock[] = [],
): KnownBlock[] {
  const most = Math.min(lines.length, limit);
  return fitEntries(most, (shown) => [
    ...title,
    ...lines.slice(0, shown).flatMap((line): KnownBlock[] => [
      paragraph(entryElements({ ...line, sharedBy: null }, language)),
      {
        type: 'actions',
        elements: [
          button(ACTIONS.save, 'Remove', String(line.articleId), 'Remove this article from your list'),
        ],
      },
    ]),
    ...(shown < lines.length
      ? [footnote(`${number(lines.length - shown, language)} older ones are kept.`)]
      : []),
  ]);
}

export function pocListMessage(pocs: (Poc & { permalink: string | null })[], language: string): Message {
  if (pocs.length === 0) {
    return sentence(
      'No PoC yet. Press 🛠 Make it a PoC on a card: the most wanted article becomes the next one.',
    );
  }
  const blocks = fitEntries(Math.min(pocs.length, CUTS.listEntries), (shown) => [
    paragraph([richText('PoCs', { bold: true })]),
    ...(shown > 0 ? [rich([bullets(pocs.slice(0, shown).map((poc) => pocElements(poc, language)))])] : []),
  ]);
  return { text: fallback(`PoCs: ${pocs.map((poc) => poc.brief.title).join('; ')}`), blocks };
}

function pocElements(poc: Poc & { permalink: string | null }, language: string): RichTextElement[] {
  const title = poc.permalink
    ? richLink(poc.permalink, poc.brief.title, CUTS.title, { bold: true })
    : richLine(poc.brief.title, CUTS.title, { bold: true });
  return [
    title,
    richText(`\n${truncate(cleanLine(poc.brief.hypothesis), CUTS.listSentence)}`),
    richText(' · '),
    ...dotted([
      [richText(poc.status === 'claimed' ? 'taken' : poc.status)],
      [richText(poc.members.length > 0 ? `${number(poc.members.length, language)} in` : 'nobody in yet')],
      ...(poc.demos.length > 0 ? [[richText(count(poc.demos.length, 'demo', 'demos', language))]] : []),
    ]),
  ];
}

export function lessonMessage(progress: Progress, language: string): Message {
  const title = progress.lesson?.title ?? 'You are at the end of the learning track.';
  return { text: fallback(title), blocks: lessonBlocks(progress, language) };
}

export function lessonBlocks({ lesson, done, total }: Progress, language: string): KnownBlock[] {
  if (!lesson) {
    const words =
      total > 0
        ? `You are at the end of the learning track: ${count(total, 'lesson', 'lessons', language)} read.`
        : 'No learning track is set up: add lessons to config/learning.yaml.';
    return [paragraph([richText(words)])];
  }
  return fitEntries(Math.min(lesson.readings.length, CUTS.readings), (shown) => [
    paragraph([
      richText(`Lesson ${number(done + 1, language)} of ${number(total, language)}: `),
      richLine(lesson.title, CUTS.title, { bold: true }),
    ]),
    paragraph([richLine(lesson.words, CUTS.lessonWords)]),
    ...(shown > 0 ? [rich([bullets(lesson.readings.slice(0, shown).map(readingElements))])] : []),
    {
      type: 'actions',
      elements: [
        button(
          ACTIONS.finishLesson,
          'Done, next lesson',
          lesson.id,
          'Done, next lesson: mark this one as read',
        ),
      ],
    },
  ]);
}

function readingElements(reading: Reading): RichTextElement[] {
  const words = wholeSentences(reading.words, CUTS.readingWords);
  return [richLink(reading.url, reading.title, CUTS.title), ...(words ? [richText(`\n${words}`)] : [])];
}

/** Why a card is here and what its points rest on. */
export function explanationMessage(explained: {
  title: string;
  summary: Summary;
  whyHere: string | null;
}): Message {
  const { summary, whyHere } = explained;
  const why = whyHere ? `Why here: ${whyHere}.` : 'A person of the team shared it.';
  const isExtract = summary.method === 'extract';
  // An extract's points are the article's sentences already.
  const quoted = isExtract ? [] : summary.points.filter((point) => point.quote).slice(0, CUTS.points);
  const how = isExtract
    ? 'The summary is an extract: sentences as they were found, chosen without a model.'
    : `The summary was written by a model.${quoted.length > 0 ? ' It rests on:' : ''}`;
  return {
    text: fallback(why),
    blocks: [
      paragraph([richLine(explained.title, CUTS.title, { bold: true })]),
      paragraph([richLine(why, CUTS.briefPart)]),
      paragraph([richText(how)]),
      ...quoted.map(
        (point): KnownBlock =>
          rich([{ type: 'rich_text_quote', elements: [richLine(point.quote ?? '', CUTS.briefPart)] }]),
      ),
      ...(!whyHere && summary.topics.length > 0
        ? [footnote(`Topics: ${mrkdwnText(summary.topics.join(', '), CUTS.listSentence)}`)]
        : []),
    ],
  };
}
