// What config/'s YAML files may say, and how that becomes the domain's own types.
// Knows nothing of the environment: that is config.ts.
import { join, relative } from 'node:path';
import { z } from 'zod';
import { ARTICLE_KINDS, type ArticleKind } from '../domain/article.ts';
import { type ChannelProfile, CREATOR, SHARING_MODES, WEEKDAYS } from '../domain/channel.ts';
import type { Lesson } from '../domain/learning.ts';
import type { Source } from '../domain/source.ts';
import { defaultPacks, type Pack } from '../domain/source-packs.ts';
import { type EmojiMeanings, MEANINGS, normaliseEmoji } from '../domain/vote.ts';
import { packsOf, sourcesFile, sourcesOf } from './sources.ts';
import { type CheckedFile, nearestName, type Path, readYaml } from './yaml.ts';

/** What config/channels.yaml says of a channel; Slack's id is known once the app has found the channel. */
export type ChannelSettings = Omit<ChannelProfile, 'id'>;

export interface ConfigFiles {
  sources: Source[];
  packs: Pack[];
  channels: ChannelSettings[];
  lessons: Lesson[];
}

const text = z.string().trim().min(1, 'some text');
const shortName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a short name of lower-case letters, digits and hyphens');
const webAddress = z.string().refine(isWebAddress, 'an address that begins with http:// or https://');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM, from 00:00 to 23:59');
const weight = z.number().min(0).max(10);
const weekday = z.enum(WEEKDAYS);
const weeklyTime = z.strictObject({ day: weekday, time: clock });

const manager = z
  .string()
  .regex(
    new RegExp(`^(${CREATOR}|[UW][A-Z0-9]{2,20})$`),
    `a Slack user id such as U012AB3CD (in a profile: More, Copy member ID), or ${CREATOR}`,
  );

const kindWeights = z.strictObject(
  Object.fromEntries(ARTICLE_KINDS.map((kind) => [kind, weight.exactOptional()])) as Record<
    ArticleKind,
    z.ZodExactOptional<typeof weight>
  >,
);

const channelsFile = z.strictObject({
  channels: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[^\s#@,.A-Z]{1,80}$/, "a channel's name in lower case, without # and spaces"),
        language: z.string().refine(isLanguage, 'a language tag such as en or zh-Hans').default('en'),
        time_zone: z.string().refine(isTimeZone, { error: (issue) => expectedTimeZone(String(issue.input)) }),
        days: z.array(weekday).min(1).default(WEEKDAYS.slice(0, 5)),
        hours: z
          .strictObject({ from: clock, until: clock })
          .refine((hours) => hours.from < hours.until, {
            path: ['until'],
            message: 'a time later than `from`, on the same day',
          })
          .default({ from: '09:00', until: '17:00' }),
        posts_per_day: z.int().min(0).max(100).default(6),
        topics: z.array(
          z.strictObject({ name: text, words: z.array(text).min(1), weight: weight.default(1) }),
        ),
        kinds: kindWeights.default({}),
        max_age_days: z.int().min(1).nullable().default(30),
        digest: weeklyTime.default({ day: 'friday', time: '15:00' }),
        poc: weeklyTime.default({ day: 'wednesday', time: '10:00' }),
        emoji: z
          .strictObject({
            vote: z.array(text).default([]),
            poc: z.array(text).default([]),
            save: z.array(text).default([]),
          })
          .default({ vote: ['+1'], poc: ['hammer_and_wrench'], save: ['bookmark'] }),
        packs: z.array(text).min(1).optional(),
        sources: z.array(text).default([]),
        sharing: z.enum(SHARING_MODES).default('thread'),
        managers: z.array(manager).default([]),
      }),
    )
    .min(1),
});

const learningFile = z.strictObject({
  lessons: z.array(
    z.strictObject({
      id: shortName,
      title: text,
      words: text,
      readings: z.array(z.strictObject({ title: text, url: webAddress, words: text })).min(1),
    }),
  ),
});

/** Reads `sources.yaml`, `channels.yaml` and `learning.yaml` of `configDir`; adds what is wrong to `problems`. */
export function readConfigFiles(configDir: string, rootDir: string, problems: string[]): ConfigFiles {
  const read = <Value>(name: string, schema: z.ZodType<Value>) =>
    readYaml(join(configDir, name), shownPath(join(configDir, name), rootDir), schema, problems);
  const sources = read('sources.yaml', sourcesFile);
  const channels = read('channels.yaml', channelsFile);
  const lessons = read('learning.yaml', learningFile);

  sources?.unique(['sources'], 'id');
  sources?.unique(['sources'], 'url');
  channels?.unique(['channels'], 'name');
  lessons?.unique(['lessons'], 'id');
  sources?.unique(['packs'], 'id');
  const packs = sources ? packsOf(sources.value) : [];
  if (sources) checkPacks(sources, channels);
  for (const index of channels?.value.channels.keys() ?? []) {
    channels?.unique(['channels', index, 'topics'], 'name');
  }
  return {
    sources: sources ? sourcesOf(sources.value) : [],
    packs,
    channels: (channels?.value.channels ?? []).map((channel, index) => {
      const { time_zone, posts_per_day, max_age_days, emoji, packs: named, ...rest } = channel;
      return {
        ...rest,
        timeZone: time_zone,
        postsPerDay: posts_per_day,
        maxAgeDays: max_age_days,
        packs: named ?? defaultPacks(packs),
        emoji: emojiMeanings(emoji, (path, problem) =>
          channels?.report(['channels', index, 'emoji', ...path], problem),
        ),
      };
    }),
    lessons: lessons?.value.lessons ?? [],
  };
}

/** Names that lead nowhere would be sources that silently never come. */
function checkPacks(
  { value, report }: CheckedFile<z.output<typeof sourcesFile>>,
  channels: CheckedFile<z.output<typeof channelsFile>> | null,
): void {
  const packs = value.packs.map(({ id }) => id);
  const ids = value.sources.map(({ id }) => id);
  const unknown = (name: string, known: string[]): string => {
    const near = nearestName(name.replace(/^-/, ''), known);
    return `found "${name}": ${near ? `did you mean \`${near}\`?` : 'there is none of that name in sources.yaml'}`;
  };
  for (const [index, { pack }] of value.sources.entries()) {
    if (pack && !packs.includes(pack)) report(['sources', index, 'pack'], unknown(pack, packs));
  }
  for (const [index, channel] of channels?.value.channels.entries() ?? []) {
    for (const [at, name] of channel.packs?.entries() ?? []) {
      if (!packs.includes(name)) channels?.report(['channels', index, 'packs', at], unknown(name, packs));
    }
    for (const [at, name] of channel.sources.entries()) {
      if (ids.includes(name.replace(/^-/, ''))) continue;
      channels?.report(['channels', index, 'sources', at], unknown(name, ids));
    }
  }
}

function emojiMeanings(
  emoji: Record<(typeof MEANINGS)[number], string[]>,
  report: (path: Path, problem: string) => void,
): EmojiMeanings {
  // Without a prototype: a workspace may have an emoji named `constructor`.
  const meanings: EmojiMeanings = Object.create(null);
  for (const meaning of MEANINGS) {
    for (const [index, written] of emoji[meaning].entries()) {
      const name = normaliseEmoji(written);
      const other = meanings[name];
      if (other)
        report([meaning, index], `found "${written}", which already means ${other}: keep it in one list`);
      else meanings[name] = meaning;
    }
  }
  return meanings;
}

function isWebAddress(value: string): boolean {
  return /^https?:$/.test(URL.parse(value)?.protocol ?? '');
}

export function shownPath(path: string, rootDir: string): string {
  const inside = relative(rootDir, path);
  return inside.startsWith('..') ? path : inside;
}

function expectedTimeZone(found: string): string {
  return `a time zone such as ${nearestName(found, Intl.supportedValuesOf('timeZone')) ?? 'Europe/London'}`;
}

function isLanguage(value: string): boolean {
  try {
    return Intl.getCanonicalLocales(value).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
