// For whom something is written: a channel's people, or one person. Pure.

/** A channel's profile is one, too. */
export interface Reader {
  /** BCP 47: `en`, `zh-Hans`. */
  language: string;
  /** IANA zone, for times that the reader's client cannot put into its own: `Europe/London`. */
  timeZone: string;
}

/** Where what is written says itself in which language. */
export const ANYWHERE: Reader = { language: 'en', timeZone: 'UTC' };

/** The languages in which the bot's own sentences are there, by their first subtag. */
export const SPOKEN = ['en', 'zh'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** The language as far as the bot speaks it: any English, any Chinese; `null` for all others and for no tag at all. */
export function spokenLanguage(tag: string): Spoken | null {
  try {
    const base = new Intl.Locale(tag).language;
    return SPOKEN.find((spoken) => spoken === base) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** One person among `others`: in their own language where the bot speaks it, and in their own zone. */
export function personalReader(
  person: { locale: string | null; timeZone: string | null } | null,
  others: Reader,
): Reader {
  const locale = person?.locale ?? null;
  return {
    language: locale !== null && spokenLanguage(locale) ? locale : others.language,
    timeZone: person?.timeZone ?? others.timeZone,
  };
}
