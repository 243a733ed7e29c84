// When a source is asked next: by how often it posts, what its server wishes, and how often it failed. Pure.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const LEAST_INTERVAL = 15 * MINUTE;
const LONGEST_INTERVAL = 12 * HOUR;
/** For a source whose items have no dates. */
const UNKNOWN_INTERVAL = HOUR;
/** However long a server, or a run of failures, asks us to stay away. */
export const LONGEST_WAIT = DAY;
/** How often a source is asked between two of its posts: what is posted is seen within a twelfth of the usual gap. */
const ASKS_PER_POST = 12;
/** How far back posts tell how often a source posts now. */
const RATE_WINDOW = 28 * DAY;

/** Hours (0 to 23, UTC) and days (0 is Sunday) at which a feed asks to be left alone: RSS skipHours and skipDays. */
export interface QuietTimes {
  hours: number[];
  days: number[];
}

export interface PostingRate {
  /** `null`: its items carry no dates. */
  postsPerWeek: number | null;
  newestAt: Date | null;
}

/** How often a source posts, by the dates of the items it shows. */
export function postingRate(dates: readonly (Date | null)[], now: Date): PostingRate {
  const times = dates.flatMap((date) => (date && date <= now ? [date.getTime()] : []));
  if (times.length === 0) return { postsPerWeek: null, newestAt: null };
  const from = now.getTime() - RATE_WINDOW;
  const recent = times.filter((time) => time >= from);
  // A feed of ten entries that was filled since yesterday says nothing of the weeks before.
  const oldest = times.reduce((least, time) => Math.min(least, time));
  const span = oldest < from ? RATE_WINDOW : Math.max(DAY, now.getTime() - oldest);
  const newest = times.reduce((most, time) => Math.max(most, time));
  return { postsPerWeek: (recent.length * WEEK) / span, newestAt: new Date(newest) };
}

/** ms between two askings of a source in good health. One that has fallen silent is asked more and more rarely. */
export function intervalFor({ postsPerWeek, newestAt }: PostingRate, now: Date): number {
  if (postsPerWeek === null) return UNKNOWN_INTERVAL;
  const usualGap = postsPerWeek > 0 ? WEEK / postsPerWeek : WEEK * 4;
  const silence = newestAt ? now.getTime() - newestAt.getTime() : 0;
  return Math.min(LONGEST_INTERVAL, Math.max(LEAST_INTERVAL, Math.max(usualGap, silence) / ASKS_PER_POST));
}

export interface LastAnswer {
  /** Failures in a row; 0 after a good answer. */
  failures: number;
  /** The server's own wish in ms. */
  notBeforeMs: number | null;
  /** Of a source in good health. */
  intervalMs: number;
  quiet: QuietTimes | null;
}

/**
 * The longest of the source's interval, the server's wish and, after failures, exponential back-off (30, 60, 120 …
 * minutes); never more than a day, but for quiet hours and days. `jitter` in [0, 1) spreads sources.
 */
export function nextCollectAt(now: Date, last: LastAnswer, jitter: number): Date {
  const own = last.failures > 0 ? LEAST_INTERVAL * 2 ** Math.min(last.failures, 10) : last.intervalMs;
  const wait = Math.min(LONGEST_WAIT, Math.max(own, last.notBeforeMs ?? 0));
  return afterQuiet(new Date(now.getTime() + wait * (1 + 0.1 * jitter)), last.quiet);
}

/** The next full hour that is not quiet; a feed that is quiet at all hours of a week is not believed. */
function afterQuiet(at: Date, quiet: QuietTimes | null): Date {
  if (!quiet) return at;
  const isQuiet = (date: Date): boolean =>
    quiet.hours.includes(date.getUTCHours()) || quiet.days.includes(date.getUTCDay());
  let next = at;
  for (let hours = 0; hours < 7 * 24 && isQuiet(next); hours += 1) {
    next = new Date(Math.floor(next.getTime() / HOUR) * HOUR + HOUR);
  }
  return isQuiet(next) ? at : next;
}
