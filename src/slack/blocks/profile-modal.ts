// A channel's profile as a form, and the changes that a person made in it.
import type { KnownBlock, ModalView, RichTextElement } from '@slack/types';
import { z } from 'zod';
import { ARTICLE_KINDS, type ArticleKind } from '../../domain/article.ts';
import {
  type ChannelProfile,
  type ProfileChanges,
  SHARING_MODES,
  type Topic,
  WEEKDAYS,
  type WeeklyTime,
} from '../../domain/channel.ts';
import { chunked } from '../../domain/chunked.ts';
import { takesSource } from '../../domain/source-packs.ts';
import type { OfferedSource } from '../../pipeline/report-status.ts';
import type { Words } from '../words/words.ts';
import { VIEWS } from './actions.ts';
import {
  type Choice,
  checkboxInput,
  type Filled,
  formModal,
  groupedMultiSelectInput,
  multiSelectInput,
  numberInput,
  readFilled,
  selectInput,
  textInput,
  timeInput,
} from './inputs.ts';
import { LIMITS } from './limits.ts';
import { paragraph } from './message.ts';
import { cleanLine, plain, richLine, richMention, richPieces, richText, richTime } from './text.ts';

const FIELDS = {
  topics: 'topics',
  newTopics: 'new-topics',
  kinds: 'kinds',
  sources: 'sources',
  posts: 'posts',
  from: 'from',
  until: 'until',
  language: 'language',
  digestDay: 'digest-day',
  digestTime: 'digest-time',
  pocDay: 'poc-day',
  pocTime: 'poc-time',
  sharing: 'sharing',
  reset: 'reset',
} as const;

const MOST_POSTS = 100;
/** Languages that the bot has words in. */
const LANGUAGES = ['en', 'zh-Hans'];
const RESET = 'reset';
/** Bytes of JSON for the sources, each of which may stand twice; Slack takes views of up to about 250 kB. */
const SOURCES_BYTES = 150_000;

const metadata = z.object({ channelId: z.string().min(1) });

const weightOf = (profile: ChannelProfile, kind: ArticleKind): number => profile.kinds[kind] ?? 1;

/** The file's topics and those of now: what was taken out can be taken in again. */
function knownTopics(profile: ChannelProfile): Topic[] {
  const all = [...profile.topics, ...(profile.changed?.file.topics ?? [])];
  return [...new Map(all.toReversed().map((topic) => [topic.name, topic])).values()].toReversed();
}

export function profileModal(
  profile: ChannelProfile,
  sources: readonly OfferedSource[],
  words: Words,
): ModalView {
  const offered = fitting(sources.filter(({ title }) => cleanLine(title) !== ''));
  const { profile: say, terms } = words;
  const topics = knownTopics(profile)
    .filter(({ name }) => cleanLine(name) !== '')
    .map(({ name }) => ({ value: name, text: name }));
  const kinds = ARTICLE_KINDS.map((kind) => ({ value: kind, text: terms.kindTitles[kind] }));
  const weekdays = WEEKDAYS.map((value) => ({ value, text: say.weekdays[value] }));
  const languages = [...new Set([profile.language, ...LANGUAGES])];
  return formModal(
    {
      id: VIEWS.editProfile,
      title: say.title,
      submit: say.save,
      close: words.modals.cancel,
      metadata: { channelId: profile.id },
    },
    [
      paragraph([richLine(say.of(profile.name), LIMITS.sectionText)]),
      ...changedBlock(profile, words),
      ...(topics.length > 0
        ? [
            multiSelectInput(
              FIELDS.topics,
              { label: say.topics, optional: true },
              topics,
              profile.topics.map(({ name }) => name),
            ),
          ]
        : []),
      textInput(
        FIELDS.newTopics,
        { label: say.newTopics, hint: say.newTopicsHint, optional: true },
        { multiline: true },
      ),
      multiSelectInput(
        FIELDS.kinds,
        { label: say.kinds },
        kinds,
        ARTICLE_KINDS.filter((kind) => weightOf(profile, kind) > 0),
      ),
      ...(offered.length > 0
        ? [
            groupedMultiSelectInput(
              FIELDS.sources,
              {
                label: say.sources,
                optional: true,
                ...(offered.length < sources.length
                  ? { hint: say.sourcesHint(offered.length, sources.length) }
                  : {}),
              },
              byPack(offered, say.sourcesOfPeople),
              offered.filter((source) => takesSource(profile, source)).map(({ id }) => id),
            ),
          ]
        : []),
      numberInput(
        FIELDS.posts,
        { label: say.posts },
        { min: 0, max: MOST_POSTS, initial: profile.postsPerDay },
      ),
      timeInput(FIELDS.from, { label: say.from(profile.timeZone) }, profile.hours.from),
      timeInput(FIELDS.until, { label: say.until }, profile.hours.until),
      selectInput(
        FIELDS.language,
        { label: say.language },
        languages.map((value) => ({ value, text: languageName(value, words.language) })),
        profile.language,
      ),
      selectInput(FIELDS.digestDay, { label: say.digestDay }, weekdays, profile.digest.day),
      timeInput(FIELDS.digestTime, { label: say.digestTime }, profile.digest.time),
      selectInput(FIELDS.pocDay, { label: say.pocDay }, weekdays, profile.poc.day),
      timeInput(FIELDS.pocTime, { label: say.pocTime }, profile.poc.time),
      selectInput(
        FIELDS.sharing,
        { label: say.sharing },
        SHARING_MODES.map((value) => ({ value, text: say.sharingModes[value] })),
        profile.sharing,
      ),
      ...(profile.changed
        ? [checkboxInput(FIELDS.reset, { label: say.reset }, { value: RESET, text: say.resetAll })]
        : []),
    ],
  );
}

/** As many as Slack takes in one form. */
function fitting(sources: readonly OfferedSource[]): OfferedSource[] {
  let room = SOURCES_BYTES;
  return sources.filter(({ id, title }) => {
    room -= 2 * Buffer.byteLength(JSON.stringify({ value: id, text: plain(title, LIMITS.optionText) }));
    return room >= 0;
  });
}

/** A group for each pack, or several where one cannot hold it; what people added is the last. */
function byPack(sources: readonly OfferedSource[], ofPeople: string): { label: string; choices: Choice[] }[] {
  const packs = Map.groupBy(sources, ({ pack }) => pack);
  const names = [...packs.keys()].toSorted((one, other) =>
    one === null || other === null ? Number(one === null) - Number(other === null) : one.localeCompare(other),
  );
  return names.flatMap((name) => {
    const choices = (packs.get(name) ?? []).map(({ id, title }) => ({ value: id, text: title }));
    return chunked(choices, LIMITS.selectOptions).map((part) => ({ label: name ?? ofPeople, choices: part }));
  });
}

/** The name of a language in the reader's own, with the tag where there is none. */
function languageName(tag: string, readersLanguage: string): string {
  return new Intl.DisplayNames(readersLanguage, { type: 'language', fallback: 'code' }).of(tag) ?? tag;
}

function changedBlock({ changed }: ChannelProfile, words: Words): KnownBlock[] {
  if (!changed) return [];
  const fields = changed.fields.map((field) => words.profile.fields[field]);
  const who = changed.by ? richMention(changed.by) : richText(words.changeLog.forgottenPerson);
  const pieces = words.profile.changed<RichTextElement>(who, richTime(changed.at, words), fields);
  return [paragraph(richPieces(pieces))];
}

export type ProfileForm =
  | {
      kind: 'changes';
      channelId: string;
      changes: ProfileChanges;
      /** Which of the sources that were offered are wanted. */
      sources: { offered: string[]; chosen: string[] };
    }
  | { kind: 'reset'; channelId: string }
  /** Sentences by the id of their input. */
  | { kind: 'errors'; errors: Record<string, string> };

/** `profileOf` gives the profile that the form was made of. Throws `ZodError` on a foreign view. */
export function readProfileModal(
  view: unknown,
  profileOf: (channelId: string) => ChannelProfile,
  { profile: say }: Words,
): ProfileForm {
  const { metadata: asked, filled } = readFilled(view, metadata);
  const { channelId } = asked;
  if (filled.many(FIELDS.reset).includes(RESET)) return { kind: 'reset', channelId };
  const profile = profileOf(asked.channelId);
  const written = readTopics(filled.text(FIELDS.newTopics));
  const errors: Record<string, string> = {};
  if (written === null) errors[FIELDS.newTopics] = say.newTopicsHint;
  const hours = { from: filled.text(FIELDS.from), until: filled.text(FIELDS.until) };
  if (hours.from >= hours.until) errors[FIELDS.until] = say.untilTooEarly;
  const postsPerDay = Number(filled.text(FIELDS.posts));
  if (!Number.isInteger(postsPerDay) || postsPerDay < 0 || postsPerDay > MOST_POSTS) {
    errors[FIELDS.posts] = say.postsRange(MOST_POSTS);
  }
  if (written === null || Object.keys(errors).length > 0) return { kind: 'errors', errors };
  const changes: ProfileChanges = {
    topics: topicsOf(profile, filled, written),
    kinds: kindsOf(profile, filled),
    postsPerDay,
    hours,
    language: filled.text(FIELDS.language) || profile.language,
    digest: weeklyOf(filled, FIELDS.digestDay, FIELDS.digestTime, profile.digest),
    poc: weeklyOf(filled, FIELDS.pocDay, FIELDS.pocTime, profile.poc),
    sharing: SHARING_MODES.find((mode) => mode === filled.text(FIELDS.sharing)) ?? profile.sharing,
  };
  // One that came since the form was opened is not left out by it.
  const sources = { offered: filled.offered(FIELDS.sources), chosen: filled.many(FIELDS.sources) };
  return { kind: 'changes', channelId, changes, sources };
}

function weeklyOf(filled: Filled, day: string, time: string, before: WeeklyTime): WeeklyTime {
  return {
    day: WEEKDAYS.find((one) => one === filled.text(day)) ?? before.day,
    time: filled.text(time) || before.time,
  };
}

/** `name: word, word` a line; `null` where a line has no name or no words. */
function readTopics(written: string): Topic[] | null {
  const topics: Topic[] = [];
  for (const line of written.split('\n').filter((text) => text.trim() !== '')) {
    const [, name, list] = /^([^:：]+)[:：](.+)$/.exec(line) ?? [];
    const words = (list ?? '')
      .split(/[,，、]/)
      .map((word) => word.trim())
      .filter(Boolean);
    if (!name?.trim() || words.length === 0) return null;
    topics.push({ name: name.trim(), words, weight: 1 });
  }
  return topics;
}

/** Chosen ones keep their words and weight; a new one of a known name takes its place. */
function topicsOf(profile: ChannelProfile, filled: Filled, written: readonly Topic[]): Topic[] {
  const chosen = new Set(filled.many(FIELDS.topics));
  const renewed = new Set(written.map(({ name }) => name));
  const kept = knownTopics(profile).filter(
    ({ name }) => chosen.has(name.slice(0, LIMITS.optionValue)) && !renewed.has(name),
  );
  return [...kept, ...written];
}

/** A kind that was left out comes back with the weight of any other. */
function kindsOf(profile: ChannelProfile, filled: Filled): ChannelProfile['kinds'] {
  const chosen = new Set(filled.many(FIELDS.kinds));
  const entries = ARTICLE_KINDS.flatMap((kind): [ArticleKind, number][] => {
    const before = weightOf(profile, kind);
    if (!chosen.has(kind)) return [[kind, 0]];
    if (before === 0) return [[kind, 1]];
    return profile.kinds[kind] === undefined ? [] : [[kind, before]];
  });
  return Object.fromEntries(entries);
}
