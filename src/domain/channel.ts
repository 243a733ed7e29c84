// A channel's profile: what it wants to read, how much of it, and when. Pure.
import type { ArticleKind } from './article.ts';
import type { SourceChoice } from './source-packs.ts';
import type { EmojiMeanings } from './vote.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Topic {
  name: string;
  /** Words and phrases that tell the topic, matched on word boundaries, case ignored. */
  words: string[];
  /** 1 is normal. */
  weight: number;
}

export interface WeeklyTime {
  day: Weekday;
  /** `HH:MM` in the channel's time zone. */
  time: string;
}

/** How the app answers a link that someone posts in the channel. */
export const SHARING_MODES = ['thread', 'reaction', 'off'] as const;
export type SharingMode = (typeof SHARING_MODES)[number];

/** Among `managers`: whoever made the channel in Slack. */
export const CREATOR = 'creator';

export interface ChannelProfile extends SourceChoice {
  /** Without `#`. */
  name: string;
  /** As Slack says: whoever is not in it must not hear of it. */
  isPrivate?: boolean;
  /** Slack's id, known once the app has found the channel. */
  id: string;
  /** BCP 47: `en`, `zh-Hans`. */
  language: string;
  /** IANA zone: `Europe/London`. */
  timeZone: string;
  days: Weekday[];
  /** Posts are made from `from` to `until` (`HH:MM`, local), `until` excluded. */
  hours: { from: string; until: string };
  postsPerDay: number;
  topics: Topic[];
  /** Weight by kind; 1 where none is given, 0 leaves the kind out. */
  kinds: Partial<Record<ArticleKind, number>>;
  /** Articles older than this are not posted; `null` for no limit. */
  maxAgeDays: number | null;
  digest: WeeklyTime;
  poc: WeeklyTime;
  emoji: EmojiMeanings;
  sharing: SharingMode;
  /** Who may change sources, profile and schedules: Slack user ids, or `CREATOR`. Empty: any member. */
  managers: string[];
  /** What people changed in Slack; left out where the file counts for everything. */
  changed?: {
    file: ChannelProfile;
    fields: ProfileField[];
    at: Date;
    /** `null`: that person asked to be forgotten. */
    by: string | null;
  };
}

/** What people may change in Slack; the rest stands in the file alone. */
export const PROFILE_FIELDS = [
  'topics',
  'kinds',
  'sources',
  'postsPerDay',
  'hours',
  'language',
  'digest',
  'poc',
  'sharing',
] as const satisfies (keyof ChannelProfile)[];
export type ProfileField = (typeof PROFILE_FIELDS)[number];
export type ProfileChanges = Partial<Pick<ChannelProfile, ProfileField>>;

/** Topics whose names people typed in Slack: the file has none of that name. */
export function typedTopics({ topics, changed }: ChannelProfile): Topic[] {
  if (!changed) return [];
  const names = new Set(changed.file.topics.map(({ name }) => name));
  return topics.filter(({ name }) => !names.has(name));
}

/** The file's profile with what was changed over it. */
export function withChanges(
  file: ChannelProfile,
  changes: ProfileChanges,
  made: { at: Date; by: string | null },
): ChannelProfile {
  const fields = PROFILE_FIELDS.filter((field) => changes[field] !== undefined);
  return { ...file, ...changes, changed: { file, fields, ...made } };
}

/** The fields in which `wanted` is another profile than `profile`. */
export function changedFields(profile: ChannelProfile, wanted: ProfileChanges): ProfileField[] {
  return PROFILE_FIELDS.filter(
    (field) => wanted[field] !== undefined && !isSame(profile[field], wanted[field]),
  );
}

/** Equal as JSON, whatever the order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return ordered(one) === ordered(other);
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
