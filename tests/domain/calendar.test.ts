import { describe, expect, it } from 'vitest';
import { placesNow } from '../../src/domain/budget.ts';
import { isoWeek, isWorkingTime, nextWeekly, startOfDay, weeklyCron } from '../../src/domain/calendar.ts';
import { profileOf } from '../support/profile.ts';

describe('working hours', () => {
  const profile = profileOf();
  it.each([
    ['2026-11-20T09:00:00Z', true],
    ['2026-11-20T08:59:59Z', false],
    ['2026-11-20T17:00:00Z', false],
    ['2026-11-21T12:00:00Z', false], // a Saturday
    ['2026-07-01T08:30:00Z', true], // summer: 09:30 in London
  ])('at %s: %s', (at, expected) => {
    expect(isWorkingTime(profile, new Date(at))).toBe(expected);
  });

  it('starts the day at local midnight', () => {
    const now = new Date('2026-11-20T02:00:00Z');
    expect(startOfDay('America/New_York', now)).toEqual(new Date('2026-11-19T05:00:00Z'));
  });
});

describe('weekly times', () => {
  const friday = { day: 'friday', time: '15:00' } as const;

  it('comes this week when it is still ahead, else next week', () => {
    expect(nextWeekly(friday, 'Europe/London', new Date('2026-11-20T14:59:00Z'))).toEqual(
      new Date('2026-11-20T15:00:00Z'),
    );
    expect(nextWeekly(friday, 'Europe/London', new Date('2026-11-20T15:00:00Z'))).toEqual(
      new Date('2026-11-27T15:00:00Z'),
    );
  });

  it('keeps the local hour when the clocks change', () => {
    expect(nextWeekly(friday, 'Europe/London', new Date('2026-03-27T16:00:00Z'))).toEqual(
      new Date('2026-04-03T14:00:00Z'),
    );
  });

  it('is a cron expression whose Sunday is 0', () => {
    expect(weeklyCron(friday)).toBe('0 15 * * 5');
    expect(weeklyCron({ day: 'sunday', time: '08:30' })).toBe('30 8 * * 0');
  });

  it('names the ISO week of the channel’s own day', () => {
    const now = new Date('2027-01-03T23:30:00Z');
    expect(isoWeek('Europe/London', now)).toBe('2026-W53');
    expect(isoWeek('Asia/Shanghai', now)).toBe('2027-W01');
  });
});

describe('placesNow', () => {
  const profile = profileOf();
  const now = new Date('2026-11-20T12:00:00Z');

  it('spreads the budget over the working hours, one card at a time', () => {
    expect(placesNow(profile, null, 0, false, now)).toBe(1);
    expect(placesNow(profile, new Date('2026-11-20T10:01:00Z'), 1, false, now)).toBe(0);
    expect(placesNow(profile, new Date('2026-11-20T10:00:00Z'), 1, false, now)).toBe(1);
  });

  it('never goes beyond the budget', () => {
    expect(placesNow(profile, new Date('2026-11-20T09:00:00Z'), 4, false, now)).toBe(0);
    expect(placesNow(profile, null, 9, true, now)).toBe(0);
  });

  it('gives all that is left at once when any time is fine', () => {
    expect(placesNow(profile, now, 1, true, now)).toBe(3);
  });
});
