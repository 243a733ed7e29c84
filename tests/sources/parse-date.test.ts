import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../src/sources/parse-date.ts';

describe('parseDate', () => {
  test.each([
    // RFC 822 and its usual faults
    ['Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['Thu, 01 Jan 04 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['1 Jan 2004 19:48 EST', '2004-01-02T00:48:00.000Z'],
    ['Thu,  1 January 2004 07:48:21 PM +0100', '2004-01-01T18:48:21.000Z'],
    ['Thursday, 01-Jan-04 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
    ['Thu, 31 Jun 2004 19:48:21 GMT', null],
    ['Sat, 29 Feb 2024 00:00:00 +0000', '2024-02-29T00:00:00.000Z'],
    ['Tue, 26 Aug 2025 23:25:00 GMT+0200', '2025-08-26T21:25:00.000Z'],
    ['Mon, 26 Jun 2017 15:41:48 EDT (New York)', '2017-06-26T19:41:48.000Z'],
    ['Fri, 07 Mar 2025 10:00:00 PST', '2025-03-07T18:00:00.000Z'],
    ['Thu, 01 Jan 2004 24:00:00 GMT', '2004-01-02T00:00:00.000Z'],
    // ISO 8601 and W3CDTF
    ['2003-12-31T10:14:55Z', '2003-12-31T10:14:55.000Z'],
    ['2003-12-31T10:14:55.123456-08:00', '2003-12-31T18:14:55.000Z'],
    ['2003-12-31 10:14:55', '2003-12-31T10:14:55.000Z'],
    ['2003-12-31 10:14:55 +0530', '2003-12-31T04:44:55.000Z'],
    ['2003-12-31T10:14', '2003-12-31T10:14:00.000Z'],
    ['2003-12-31', '2003-12-31T00:00:00.000Z'],
    ['2003-12', '2003-12-01T00:00:00.000Z'],
    ['2003', '2003-01-01T00:00:00.000Z'],
    ['20031231', '2003-12-31T00:00:00.000Z'],
    ['20031231T101455Z', '2003-12-31T10:14:55.000Z'],
    ['2003-335', '2003-12-01T00:00:00.000Z'],
    ['2026-W01-1', '2025-12-29T00:00:00.000Z'],
    ['2026/08/01 10:00', '2026-08-01T10:00:00.000Z'],
    ['2019-05-24T07:00:00Z[UTC]', '2019-05-24T07:00:00.000Z'],
    // other orders
    ['Thu Jan  1 19:48:21 2004', '2004-01-01T19:48:21.000Z'],
    ['Thu Jan 01 19:48:21 EST 2004', '2004-01-02T00:48:21.000Z'],
    ['August 1st, 2026', '2026-08-01T00:00:00.000Z'],
    ['Aug 1, 2026 at 9:05 PM', '2026-08-01T21:05:00.000Z'],
    ['8/1/2026', '2026-08-01T00:00:00.000Z'],
    ['31/8/2026 12:30', '2026-08-31T12:30:00.000Z'],
    ['31.8.2026', '2026-08-31T00:00:00.000Z'],
    ['1767225600', '2026-01-01T00:00:00.000Z'],
    ['1767225600000', '2026-01-01T00:00:00.000Z'],
    // other languages
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
    ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
    ['Do, 05 März 2026 08:00:00 +0100', '2026-03-05T07:00:00.000Z'],
    ['mar. 5 août 2026', '2026-08-05T00:00:00.000Z'],
    ['5 de mayo de 2026', '2026-05-05T00:00:00.000Z'],
    ['2026年8月1日', '2026-08-01T00:00:00.000Z'],
    ['2026年8月1日 下午3:05', '2026-08-01T15:05:00.000Z'],
    ['2004년 05월 28일 01:31:15', '2004-05-28T01:31:15.000Z'],
    ['2004-05-25 오후 11:23:17', '2004-05-25T23:23:17.000Z'],
    // nothing that could be true
    ['', null],
    ['yesterday', null],
    ['Issue 12', null],
    ['0001-01-01T00:00:00Z', null],
    ['-0001-11-30T00:00:00+00:00', null],
    ['1970-01-01T00:00:00Z', null],
    ['Thu, 01 Jan 1970 00:00:00 GMT', null],
    ['9999-12-31', null],
    ['2026-13-01', null],
    ['2026-02-30', null],
    ['2026-08-01T25:00:00Z', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseDate(text)?.toISOString() ?? null).toBe(expected);
  });

  test('reads back every moment in the two forms that feeds should use, to the second', () => {
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, (date) => {
        const second = Math.floor(date.getTime() / 1000) * 1000;
        expect(parseDate(date.toISOString())?.getTime()).toBe(second);
        expect(parseDate(date.toUTCString())?.getTime()).toBe(second);
      }),
    );
  });

  test('never throws and never gives an invalid date, whatever it reads', () => {
    const dateLike = fc.stringMatching(/^[0-9A-Za-z :,.+/-]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), dateLike), (text) => {
        const date = parseDate(text);
        return date === null || Number.isFinite(date.getTime());
      }),
      { numRuns: 1_000 },
    );
  });
});
