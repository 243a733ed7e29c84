// The weekly digest. A quiet week is three lines.
import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { Digest, DigestEntry, HealthLine, TopicTrend } from '../../domain/digest.ts';
import type { Lesson } from '../../domain/learning.ts';
import type { Words } from '../words/words.ts';
import { DEFAULT_COMMAND } from './actions.ts';
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
  daySpan,
  dotted,
  mrkdwnDate,
  mrkdwnText,
  richLine,
  richLink,
  richMention,
  richPieces,
  richText,
  truncate,
} from './text.ts';

export function digestMessage(digest: Digest, words: Words, command = DEFAULT_COMMAND): Message {
  if (digest.quiet) return quietWeek(digest, words);
  const entries = digest.groups.flatMap((group) =>
    group.entries.map((entry) => ({ group: group.kind, entry })),
  );
  const all = entries.length + digest.shared.length;
  // The weakest entries give way first: what was only shared, then the lowest of the groups.
  const blocks = fitEntries(all, (shown) => [
    heading(words.digest.title(digest.channelName)),
    paragraph([richText(weekLine(digest, words))]),
    ...groupBlocks(digest, new Set(entries.slice(0, shown).map(({ entry }) => entry)), words),
    ...sharedBlocks(digest.shared.slice(0, Math.max(0, shown - entries.length)), words),
    ...(shown < all ? [footnote(words.digest.more(all - shown, command))] : []),
    ...pocBlocks(digest, words),
    ...lessonBlocks(digest.lesson, words),
    ...trendBlocks(digest.trend, words),
    footnote(healthLine(digest.health, words)),
  ]);
  return { text: digestText(digest, words), blocks };
}

function quietWeek(digest: Digest, words: Words): Message {
  const open = digest.pocs.find((poc) => poc.status === 'open');
  const next: RichTextElement[] = digest.lesson
    ? [richText(words.digest.readInstead), ...lessonElements(digest.lesson, words)]
    : open
      ? [richText(words.digest.openToJoin), richLine(open.title, CUTS.title)]
      : [richText(words.digest.shareALink)];
  const text = words.digest.quiet(cleanLine(digest.channelName));
  return {
    text: fallback(text),
    blocks: [
      paragraph([richLine(text, CUTS.title)]),
      paragraph(next),
      footnote(healthLine(digest.health, words)),
    ],
  };
}

function digestText(digest: Digest, words: Words): string {
  const titles = digest.groups.flatMap((group) => group.entries).map((entry) => entry.title);
  return fallback(
    [words.digest.title(digest.channelName), weekLine(digest, words), titles.slice(0, 5).join('; ')].join(
      ' · ',
    ),
  );
}

/** What the week was, in one line. */
function weekLine(digest: Digest, words: Words): string {
  const liked = digest.groups.find((group) => group.entries.some((entry) => entry.votes > 0));
  return words.digest.week({
    period: period(digest, words),
    posted: digest.posted,
    voters: digest.voters,
    shared: digest.shared.length,
    demos: digest.demos.length,
    most: liked ? words.terms.kindsInSentence[liked.kind] : null,
  });
}

function period(digest: Digest, words: Words): string {
  // `until` is where the next week begins.
  const last = new Date(Math.max(digest.from.getTime(), digest.until.getTime() - 1));
  return daySpan(digest.from, last, words);
}

function groupBlocks(digest: Digest, shown: ReadonlySet<DigestEntry>, words: Words): KnownBlock[] {
  return digest.groups.flatMap((group) => {
    const entries = group.entries.filter((entry) => shown.has(entry));
    if (entries.length === 0) return [];
    return [
      rich([
        titled(words.terms.kindTitles[group.kind]),
        bullets(entries.map((entry) => entryElements(entry, words))),
      ]),
    ];
  });
}

function sharedBlocks(shared: DigestEntry[], words: Words): KnownBlock[] {
  if (shared.length === 0) return [];
  return [
    rich([titled(words.digest.alsoShared), bullets(shared.map((entry) => entryElements(entry, words)))]),
  ];
}

/** One article in a list: linked title, sentence, votes, who shared it, thread. */
export function entryElements(entry: DigestEntry, words: Words): RichTextElement[] {
  const isTold = cleanLine(entry.sentence) !== cleanLine(entry.title);
  const sentence = isTold ? truncate(cleanLine(entry.sentence), CUTS.listSentence) : '';
  const standing: RichTextElement[][] = [
    ...(entry.votes > 0 ? [[richText(words.terms.votes(entry.votes))]] : []),
    ...(entry.sharedBy ? [richPieces(words.card.sharedBy(richMention(entry.sharedBy)))] : []),
    ...(entry.permalink ? [[richLink(entry.permalink, words.card.thread, CUTS.name)]] : []),
  ];
  return [
    richLink(entry.url, entry.title, CUTS.title, { bold: true }),
    // A full stop before ` · ` reads as a slip.
    ...(sentence ? [richText(`\n${standing.length > 0 ? sentence.replace(/[.。]$/, '') : sentence}`)] : []),
    ...(standing.length > 0 ? [richText(sentence ? ' · ' : '\n'), ...dotted(standing)] : []),
  ];
}

function pocBlocks(digest: Digest, words: Words): KnownBlock[] {
  const title = CUTS.digestTitle;
  const demonstrated = new Set(digest.demos.map((demo) => demo.pocId));
  const pocs = digest.pocs
    // Its demo says it all.
    .filter((poc) => !(poc.status === 'shown' && demonstrated.has(poc.pocId)))
    .slice(0, CUTS.digestPocs)
    .map((poc) =>
      dotted([
        [poc.permalink ? richLink(poc.permalink, poc.title, title) : richLine(poc.title, title)],
        [richText(words.terms.pocStatus[poc.status])],
        [richText(words.digest.membersIn(poc.members))],
      ]),
    );
  const demos = digest.demos
    .slice(0, CUTS.digestDemos)
    .map((demo) =>
      richPieces(
        words.digest.shownBy<RichTextElement>(
          richLink(demo.url, demo.title, title, { bold: true }),
          richMention(demo.personId),
        ),
      ),
    );
  return [
    ...(pocs.length > 0 ? [rich([titled(words.digest.pocs), bullets(pocs)])] : []),
    ...(demos.length > 0 ? [rich([titled(words.digest.demos), bullets(demos)])] : []),
  ];
}

function lessonBlocks(lesson: Lesson | null, words: Words): KnownBlock[] {
  return lesson
    ? [
        rich([
          titled(words.digest.lesson),
          { type: 'rich_text_section', elements: lessonElements(lesson, words) },
        ]),
      ]
    : [];
}

function lessonElements(lesson: Lesson, words: Words): RichTextElement[] {
  const [reading] = lesson.readings;
  return [
    richLine(lesson.title, CUTS.title, { bold: true }),
    ...(reading ? [richText(words.status.colon), richLink(reading.url, reading.title, CUTS.title)] : []),
  ];
}

function titled(title: string): RichTextBlockElement {
  return { type: 'rich_text_section', elements: [richText(title, { bold: true })] };
}

const STEPS = '▂▃▄▅▆▇█';
const NONE = '▁';

/**
 * The week's picture: a table, because its columns stand under each other in any script and a screen reader can read
 * it; an image would need a renderer, an upload and a wait.
 */
function trendBlocks(trend: TopicTrend[], words: Words): KnownBlock[] {
  const most = Math.max(0, ...trend.flatMap(({ votes }) => votes));
  const weeks = trend[0]?.votes.length ?? 0;
  if (most === 0) return [];
  const { topic, lastWeeks, votes: votesTitle } = words.digest.trend;
  const cell = (text: string) => ({ type: 'raw_text' as const, text });
  const row = ({ topic: name, votes }: TopicTrend) => [
    cell(truncate(cleanLine(name), CUTS.name) || NONE),
    cell(votes.map((value) => stepOf(value, most)).join('')),
    cell(words.terms.votes(votes.reduce((sum, value) => sum + value, 0))),
  ];
  return [
    {
      type: 'table',
      column_settings: [{ align: 'left' }, { align: 'left' }, { align: 'right' }],
      rows: [
        [cell(topic), cell(lastWeeks(weeks)), cell(votesTitle)],
        ...trend.slice(0, CUTS.trendTopics).map(row),
      ],
    },
  ];
}

/** All rows on one scale, so that topics can be compared. */
function stepOf(votes: number, most: number): string {
  return votes === 0 ? NONE : (STEPS[Math.ceil((votes / most) * STEPS.length) - 1] ?? NONE);
}

/** `41 sources read, 2 failing since 3 Nov 2026: a and b; 0.31 USD this week`, as mrkdwn. */
function healthLine(health: HealthLine, words: Words): string {
  const { failing } = health;
  const named = failing
    .slice(0, CUTS.failingNames)
    .map((source) => mrkdwnText(source.title || source.sourceId, CUTS.name));
  const since = failing.flatMap((source) => (source.since ? [source.since.getTime()] : []));
  return words.digest.health({
    read: health.sourcesRead,
    failing:
      failing.length > 0
        ? {
            sources: failing.length,
            since: since.length > 0 ? mrkdwnDate(new Date(Math.min(...since)), words) : null,
            names: named,
          }
        : null,
    costUsd: health.modelCostUsd,
    usedUp: health.usedUp,
  });
}
