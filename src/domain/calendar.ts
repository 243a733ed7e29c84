// A channel's days, weeks and working hours in its own time zone. Pure; zones and daylight saving by luxon.
import { DateTime } from 'luxon';
import { type ChannelProfile, WEEKDAYS, type WeeklyTime } from './channel.ts';

const local = (now: Date, timeZone: string): DateTime => DateTime.fromJSDate(now, { zone: timeZone });

/** `09:30` → 570. */
export function minutesOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether the channel's people are at work: its days, from `hours.from` up to but not at `hours.until`. */
export function isWorkingTime(profile: ChannelProfile, now: Date): boolean {
  const here = local(now, profile.timeZone);
  const day = WEEKDAYS[here.weekday - 1];
  if (!day || !profile.days.includes(day)) return false;
  const minute = here.hour * 60 + here.minute;
  return minute >= minutesOfDay(profile.hours.from) && minute < minutesOfDay(profile.hours.until);
}

/** The first instant of the channel's today. */
export function startOfDay(timeZone: string, now: Date): Date {
  return local(now, timeZone).startOf('day').toJSDate();
}

/** The ISO week of the channel's today, as `2026-W47`. */
export function isoWeek(timeZone: string, now: Date): string {
  return local(now, timeZone).toFormat("kkkk-'W'WW");
}

/** The next instant after `now` at which the channel's clock shows that day and time. */
export function nextWeekly(at: WeeklyTime, timeZone: string, now: Date): Date {
  const here = local(now, timeZone);
  const [hour = 0, minute = 0] = at.time.split(':').map(Number);
  const weekday = WEEKDAYS.indexOf(at.day) + 1;
  const thisWeek = here
    .startOf('week')
    .plus({ days: weekday - 1 })
    .set({ hour, minute });
  return (thisWeek > here ? thisWeek : thisWeek.plus({ weeks: 1 })).toJSDate();
}

/** The next instant after `now` at which that clock shows `time` (`HH:MM`). */
export function nextDaily(time: string, timeZone: string, now: Date): Date {
  const here = local(now, timeZone);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = here.startOf('day').set({ hour, minute });
  return (today > here ? today : today.plus({ days: 1 })).toJSDate();
}

/** The day there, as `2026-11-20`. */
export function dayOf(timeZone: string, now: Date): string {
  return local(now, timeZone).toFormat('yyyy-MM-dd');
}

/** The same as a cron expression of five fields. */
export function weeklyCron(at: WeeklyTime): string {
  const [hour = 0, minute = 0] = at.time.split(':').map(Number);
  return `${minute} ${hour} * * ${(WEEKDAYS.indexOf(at.day) + 1) % 7}`;
}
