// For whom something is written: a channel's people, or one person. Pure.

/** A channel's profile is one, too. */
export interface Reader {
  /** BCP 47: `en`, `zh-Hans`. */
  language: string;
  /** IANA zone, for times that the reader's client cannot put into its own: `Europe/London`. */
  timeZone: string;
}
