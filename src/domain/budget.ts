// How many cards a channel may be given at a moment. Pure.
import { minutesOfDay } from './calendar.ts';
import type { ChannelProfile } from './channel.ts';

/**
 * Cards that may be claimed now: the day's budget spread evenly over the working hours, one at a time; all that is
 * left of it at once where `anyTime` is set.
 */
export function placesNow(
  profile: ChannelProfile,
  lastClaimedAt: Date | null,
  claimedToday: number,
  anyTime: boolean,
  now: Date,
): number {
  const left = Math.max(0, profile.postsPerDay - claimedToday);
  if (anyTime || left === 0) return left;
  const workingMs = (minutesOfDay(profile.hours.until) - minutesOfDay(profile.hours.from)) * 60_000;
  const gap = workingMs / profile.postsPerDay;
  return lastClaimedAt && now.getTime() - lastClaimedAt.getTime() < gap ? 0 : 1;
}

const DAY_MS = 24 * 3_600_000;

/** Articles older than this are not posted in the channel; `null` for no limit. */
export function oldestWanted(profile: ChannelProfile, anyTime: boolean, now: Date): Date | null {
  if (anyTime || profile.maxAgeDays === null) return null;
  return new Date(now.getTime() - profile.maxAgeDays * DAY_MS);
}
