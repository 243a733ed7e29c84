// The weekly digest. A quiet week is three lines.
import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import type { ArticleKind } from '../../domain/article.ts';
import type { Digest, DigestEntry, HealthLine } from '../../domain/digest.ts';
import type { Lesson } from '../../domain/learning.ts';
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
  dayName,
  daySpan,
  dotted,
  mrkdwnText,
  number,
  richLine,
  richLink,
  richMention,
  richText,
  truncate,
} from './text.ts';

const KIND_TITLES: Record<ArticleKind, string> = {
  paper: 'Papers',
  model: 'Models',
  tool: 'Tools',
  news: 'News',
  funding: 'Funding',
  event: 'Events',
  lesson: 'To learn from',
  demo: 'Demos',
};

/** As part of a sentence. */
const KIND_WORDS: Record<ArticleKind, string> = {
  paper: 'papers',
  model: 'models',
  tool: 'tools',
  news: 'news',
  funding: 'funding',
  event: 'events',
  lesson: 'lessons',
  demo: 'demos',
};

const POC_WORDS = { open: 'open', claimed: 'taken', shown: 'shown' } as const;

export function digestMessage(digest: Digest, language: string): Message {
  if (digest.quiet) return quietWeek(digest, language);
  const entries = digest.groups.flatMap((group) =>
    group.entries.map((entry) => ({ group: group.kind, entry })),
  );
  const all = entries.length + digest.shared.length;
  // The weakest entries give way first: what was only shared, then the lowest of the groups.
  const blocks = fitEntries(all, (shown) => [
    heading(`The week in #${digest.channelName}`),
    paragraph([richText(weekLine(digest, language))]),
    ...groupBlocks(digest, new Set(entries.slice(0, shown).map(({ entry }) => entry)), language),
    ...sharedBlocks(digest.shared.slice(0, Math.max(0, shown - entries.length)), language),
    ...(shown < all ? [footnote(`${number(all - shown, language)} more: \`/discuss-ai top week\``)] : []),
    ...pocBlocks(digest, language),
    ...lessonBlocks(digest.lesson),
    footnote(healthLine(digest.health, language)),
  ]);
  return { text: digestText(digest, language), blocks };
}

function quietWeek(digest: Digest, language: string): Message {
  const open = digest.pocs.find((poc) => poc.status === 'open');
  const next: RichTextElement[] = digest.lesson
    ? [richText('To read instead: '), ...lessonElements(digest.lesson)]
    : open
      ? [richText('Open to join: '), richLine(open.title, CUTS.title)]
      : [richText('Share a link here and it will be summarised in its thread.')];
  const text = `A quiet week in #${cleanLine(digest.channelName)}: nothing was posted or voted for.`;
  return {
    text: fallback(text),
    blocks: [
      paragraph([richLine(text, CUTS.title)]),
      paragraph(next),
      footnote(healthLine(digest.health, language)),
    ],
  };
}

function digestText(digest: Digest, language: string): string {
  const titles = digest.groups.flatMap((group) => group.entries).map((entry) => entry.title);
  return fallback(
    `The week in #${digest.channelName}: ${weekLine(digest, language)} ${titles.slice(0, 5).join('; ')}`,
  );
}

/** What the week was, in one line. */
function weekLine(digest: Digest, language: string): string {
  const liked = digest.groups.find((group) => group.entries.some((entry) => entry.votes > 0));
  const shown = digest.demos.length;
  const counts = [
    `${count(digest.posted, 'article', 'articles', language)} posted`,
    digest.voters > 0
      ? `${count(digest.voters, 'person', 'people', language)} voted`
      : 'nobody has voted yet',
    digest.shared.length > 0 ? `${count(digest.shared.length, 'link', 'links', language)} shared` : '',
    shown > 0 ? `${count(shown, 'demo', 'demos', language)} shown` : '',
  ].filter(Boolean);
  const most = liked ? ` Most voted for: ${KIND_WORDS[liked.kind]}.` : '';
  return `${period(digest, language)}: ${counts.join(', ')}.${most}`;
}

function period(digest: Digest, language: string): string {
  // `until` is where the next week begins.
  const last = new Date(Math.max(digest.from.getTime(), digest.until.getTime() - 1));
  return daySpan(digest.from, last, language);
}

function groupBlocks(digest: Digest, shown: ReadonlySet<DigestEntry>, language: string): KnownBlock[] {
  return digest.groups.flatMap((group) => {
    const entries = group.entries.filter((entry) => shown.has(entry));
    if (entries.length === 0) return [];
    return [
      rich([
        titled(KIND_TITLES[group.kind]),
        bullets(entries.map((entry) => entryElements(entry, language))),
      ]),
    ];
  });
}

function sharedBlocks(shared: DigestEntry[], language: string): KnownBlock[] {
  if (shared.length === 0) return [];
  return [rich([titled('Also shared'), bullets(shared.map((entry) => entryElements(entry, language)))])];
}

/** One article in a list: linked title, sentence, votes, who shared it, thread. */
export function entryElements(entry: DigestEntry, language: string): RichTextElement[] {
  const isTold = cleanLine(entry.sentence) !== cleanLine(entry.title);
  const sentence = isTold ? truncate(cleanLine(entry.sentence), CUTS.listSentence) : '';
  const standing: RichTextElement[][] = [
    ...(entry.votes > 0 ? [[richText(`👍 ${number(entry.votes, language)}`)]] : []),
    ...(entry.sharedBy ? [[richText('shared by '), richMention(entry.sharedBy)]] : []),
    ...(entry.permalink ? [[richLink(entry.permalink, 'thread', CUTS.name)]] : []),
  ];
  return [
    richLink(entry.url, entry.title, CUTS.title, { bold: true }),
    // A full stop before ` · ` reads as a slip.
    ...(sentence ? [richText(`\n${standing.length > 0 ? sentence.replace(/\.$/, '') : sentence}`)] : []),
    ...(standing.length > 0 ? [richText(sentence ? ' · ' : '\n'), ...dotted(standing)] : []),
  ];
}

function pocBlocks(digest: Digest, language: string): KnownBlock[] {
  const title = CUTS.digestTitle;
  const demonstrated = new Set(digest.demos.map((demo) => demo.pocId));
  const pocs = digest.pocs
    // Its demo says it all.
    .filter((poc) => !(poc.status === 'shown' && demonstrated.has(poc.pocId)))
    .slice(0, CUTS.digestPocs)
    .map((poc) =>
      dotted([
        [poc.permalink ? richLink(poc.permalink, poc.title, title) : richLine(poc.title, title)],
        [richText(POC_WORDS[poc.status])],
        [richText(poc.members > 0 ? `${number(poc.members, language)} in` : 'nobody in yet')],
      ]),
    );
  const demos = digest.demos
    .slice(0, CUTS.digestDemos)
    .map((demo) => [
      richLink(demo.url, demo.title, title, { bold: true }),
      richText(' · shown by '),
      richMention(demo.personId),
    ]);
  return [
    ...(pocs.length > 0 ? [rich([titled('PoCs'), bullets(pocs)])] : []),
    ...(demos.length > 0 ? [rich([titled('Demos of the week'), bullets(demos)])] : []),
  ];
}

function lessonBlocks(lesson: Lesson | null): KnownBlock[] {
  return lesson
    ? [rich([titled('One lesson'), { type: 'rich_text_section', elements: lessonElements(lesson) }])]
    : [];
}

function lessonElements(lesson: Lesson): RichTextElement[] {
  const [reading] = lesson.readings;
  return [
    richLine(lesson.title, CUTS.title, { bold: true }),
    ...(reading ? [richText(': '), richLink(reading.url, reading.title, CUTS.title)] : []),
  ];
}

function titled(title: string): RichTextBlockElement {
  return { type: 'rich_text_section', elements: [richText(title, { bold: true })] };
}

/** `41 sources read, 2 failing since 3 Nov 2026: a, b; 0.31 USD this week`, as mrkdwn. */
function healthLine(health: HealthLine, language: string): string {
  const named = health.failing.slice(0, 5).map((source) => source.sourceId);
  const more = health.failing.length - named.length;
  const since = health.failing.flatMap((source) => (source.since ? [source.since.getTime()] : []));
  const sinceWords = since.length > 0 ? ` since ${dayName(new Date(Math.min(...since)), language)}` : '';
  const failing =
    health.failing.length > 0
      ? `, ${number(health.failing.length, language)} failing${sinceWords}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
      : '';
  const cost =
    health.modelCostUsd === null
      ? '; summaries are extracts, no model is configured'
      : `; ${health.modelCostUsd.toFixed(2)} USD this week`;
  return mrkdwnText(
    `${count(health.sourcesRead, 'source', 'sources', language)} read${failing}${cost}.`,
    500,
  );
}
