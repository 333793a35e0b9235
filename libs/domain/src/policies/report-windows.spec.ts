import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from '../occurred-on.js';
import { reportSession, reportSessionOf } from './report-windows.js';

describe('the windows of a communications report', () => {
  it.each([
    [23, '2012-12-01', '2013-02-28', '2013-02-01', '2013-04-30'],
    [24, '2013-03-01', '2013-05-31', '2013-05-01', '2013-07-31'],
    [25, '2013-06-01', '2013-11-30', '2013-08-01', '2014-01-31'],
    [26, '2013-12-01', '2014-02-28', '2014-02-01', '2014-04-30'],
    [27, '2014-03-01', '2014-05-31', '2014-05-01', '2014-07-31'],
    [30, '2015-03-01', '2015-05-31', '2015-05-01', '2015-07-31'],
    [35, '2016-12-01', '2017-02-28', '2017-02-01', '2017-04-30'],
    [36, '2017-03-01', '2017-05-31', '2017-05-01', '2017-07-31'],
    [37, '2017-06-01', '2017-11-30', '2017-08-01', '2018-01-31'],
    [40, '2018-06-01', '2018-11-30', '2018-08-01', '2019-01-31'],
  ])('of HRC%i are printed as letters of %s to %s, replies of %s to %s', (session, ...days) => {
    const [sentFrom, sentUntil, from, until] = days;
    expect(reportSession(session)).toEqual({
      session,
      sent: { from: sentFrom, until: sentUntil },
      replies: { from, until },
    });
  });

  it('end with 29 February in a leap year', () => {
    expect(reportSession(56)?.sent).toEqual({ from: '2023-12-01', until: '2024-02-29' });
    expect(reportSession(59)?.sent).toEqual({ from: '2024-12-01', until: '2025-02-28' });
  });

  it('of the first joint report, HRC18, cover half a year; there was none before', () => {
    expect(reportSession(18)?.sent).toEqual({ from: '2010-12-01', until: '2011-05-31' });
    expect(reportSession(17)).toBeUndefined();
    expect(reportSession(18.5)).toBeUndefined();
    expect(reportSessionOf('2010-11-30')).toBeUndefined();
  });

  it('follow one another without a gap or an overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 18, max: 300 }), (session) => {
        const [own, next] = [reportSession(session), reportSession(session + 1)];
        expect(next?.sent.from).toBe(addDays(own?.sent.until ?? '', 1));
        expect(next?.replies.from).toBe(addDays(own?.replies.until ?? '', 1));
      }),
    );
  });
});

describe('the session whose report prints a letter', () => {
  it('is HRC60, of September 2025, for AL KHM 1/2025 of 10 March 2025', () =>
    expect(reportSessionOf('2025-03-10')).toEqual({
      session: 60,
      sent: { from: '2025-03-01', until: '2025-05-31' },
      replies: { from: '2025-05-01', until: '2025-07-31' },
    }));

  it.each([
    ['2011-05-31', 18],
    ['2011-06-01', 19],
    ['2024-02-29', 56],
    ['2024-03-01', 57],
    ['2024-11-30', 58],
    ['2024-12-01', 59],
    ['2025-02-28', 59],
    ['2025-02', 59],
    ['2025-05', 60],
    ['2025', 62],
    ['2025-02-28T23:30:00Z', 60],
    ['2025-05-31T22:30:00Z', 61],
    ['2025-11-30T22:30:00Z', 61],
    ['2025-11-30T23:30:00Z', 62],
  ])('is for a letter of %s HRC%i', (on, session) => expect(reportSessionOf(on)?.session).toBe(session));

  it('has the letter in its window, on every day since December 2010', () => {
    const day = fc.date({ min: new Date('2010-12-01'), max: new Date('2090-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const on = date.toISOString().slice(0, 10);
        const found = reportSessionOf(on);
        expect(found).toEqual(reportSession(found?.session ?? 0));
        expect((found?.sent.from ?? '') <= on && on <= (found?.sent.until ?? '')).toBe(true);
      }),
    );
  });
});
