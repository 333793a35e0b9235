import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { letterTypes } from '../communication/letter-types.js';
import { daysBetween } from '../occurred-on.js';
import { endOfZurichDay } from '../zurich.js';
import { confidentialityFiles, windowDueOn } from './confidentiality.js';
import type { WindowedLetter, WindowFiles, WindowPolicy } from './policy.js';
import { responseDueOn, responseFiles } from './response.js';

const letter = (change: Partial<WindowedLetter> = {}): WindowedLetter => ({
  type: 'AL',
  on: '2025-03-10',
  publicationWindow: { days: 60, printed: 'within 60 days' },
  replyAskedBy: null,
  ...change,
});
const nonePrinted = { publicationWindow: null };

describe('the confidentiality window', () => {
  it('of AL KHM 1/2025, dated 10 March 2025 with 60 days printed, ends with 9 May 2025', () => {
    const due = windowDueOn(letter());
    expect(due.dueOn).toBe('2025-05-09');
    expect(due.rule).toEqual({
      id: 'confidentiality-printed.2011.json',
      sentence:
        '60 days printed on the letter, from 10 March 2025 (day 0); the last day, 9 May 2025, belongs to the window (Europe/Zurich)',
    });
  });

  it('is 60 days for allegation letters and urgent appeals that print none', () => {
    for (const type of ['AL', 'UA', 'JAL', 'JUA', 'AM', 'JAM'] as const)
      expect(windowDueOn(letter({ type, ...nonePrinted })).dueOn).toBe('2025-05-09');
  });

  it('is 48 hours, counted as two days, for other letters that print none', () =>
    expect(windowDueOn(letter({ type: 'OL', ...nonePrinted }))).toMatchObject({
      dueOn: '2025-03-12',
      rule: { id: 'confidentiality-ol.2018.json' },
    }));

  it('follows the number printed on an other letter too', () =>
    expect(windowDueOn(letter({ type: 'OL' })).dueOn).toBe('2025-05-09'));

  it('has no last day before 2018 when none is printed: publication waited for the session report', () => {
    for (const on of ['2017-12-31', '2017'])
      expect(windowDueOn(letter({ on, ...nonePrinted }))).toMatchObject({
        dueOn: null,
        rule: { id: 'confidentiality-session-report.2006.json' },
      });
    expect(windowDueOn(letter({ on: '2018', ...nonePrinted })).dueOn).toBe('2019-03-01');
  });

  it('of a letter dated by month only counts from the last day of the month, so that it never ends too early', () =>
    expect(windowDueOn(letter({ on: '2025-02' })).dueOn).toBe('2025-04-29'));

  it('has exactly the printed number of days after the letter, for every date and number', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1980-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 3650 }),
        fc.constantFrom(...letterTypes),
        (date, days, type) => {
          const on = date.toISOString().slice(0, 10);
          const due = windowDueOn(letter({ on, type, publicationWindow: { days, printed: 'as printed' } }));
          expect(daysBetween(on, due.dueOn ?? '')).toBe(days);
        },
      ),
    );
  });
});

describe('the response window', () => {
  it('of AL KHM 1/2025, which asks for no date, ends with 9 May 2025 by custom', () =>
    expect(responseDueOn(letter())).toMatchObject({ dueOn: '2025-05-09', rule: { id: 'response-al.2011.json' } }));

  it('is 30 days for an urgent appeal', () =>
    expect(responseDueOn(letter({ type: 'UA' }))).toMatchObject({
      dueOn: '2025-04-09',
      rule: { id: 'response-ua.2011.json' },
    }));

  it('ends with the day the letter asks for', () =>
    expect(responseDueOn(letter({ replyAskedBy: '2025-04-01' })).dueOn).toBe('2025-04-01'));

  it('of another letter that asks for no date has no last day', () =>
    expect(responseDueOn(letter({ type: 'OL' })).dueOn).toBeNull());
});

describe('a window across the calendar', () => {
  it.each([
    ['2025-01-30', 60, '2025-03-31'],
    ['2025-03-29', 1, '2025-03-30'],
    ['2025-08-28', 60, '2025-10-27'],
    ['2024-02-29', 0, '2024-02-29'],
    ['2023-12-31', 60, '2024-02-29'],
    ['2024-12-31', 60, '2025-03-01'],
    ['2024-02-29', 366, '2025-03-01'],
  ])('of a letter of %s with %i days printed ends with %s', (on, days, dueOn) =>
    expect(windowDueOn(letter({ on, publicationWindow: { days, printed: 'as printed' } })).dueOn).toBe(dueOn),
  );

  it('counts from the day in Geneva of a letter whose instant is known, in summer and in winter time', () => {
    const printed = { days: 60, printed: 'within 60 days' };
    for (const [on, dueOn] of [
      ['2025-03-29T23:30:00Z', '2025-05-29'],
      ['2025-07-01T22:30:00Z', '2025-08-31'],
      ['2025-10-26T22:30:00Z', '2025-12-25'],
      ['2025-10-26T23:30:00Z', '2025-12-26'],
    ] as const)
      expect(windowDueOn(letter({ on, publicationWindow: printed })).dueOn).toBe(dueOn);
  });

  it('ends at midnight in Geneva, an hour earlier by the world clock when the last day is in summer time', () => {
    const lastHour = (on: string): string =>
      new Date(endOfZurichDay(windowDueOn(letter({ on })).dueOn ?? '')).toISOString();
    expect(lastHour('2025-01-28')).toBe('2025-03-29T23:00:00.000Z');
    expect(lastHour('2025-01-29')).toBe('2025-03-30T22:00:00.000Z');
    expect(lastHour('2025-08-26')).toBe('2025-10-25T22:00:00.000Z');
    expect(lastHour('2025-08-27')).toBe('2025-10-26T23:00:00.000Z');
  });
});

describe('a rule that changes', () => {
  const later = (days: number): WindowPolicy => ({
    file: 'a-later-rule.2027.json',
    from: '2027-01-01',
    rule: 'Another number of days.',
    source: 'invented for this specification',
    days,
  });
  const changed = (files: WindowFiles, days: number): WindowFiles => ({
    printed: files.printed,
    unprinted: {
      AL: [...files.unprinted.AL, later(days)],
      UA: [...files.unprinted.UA, later(days)],
      OL: [...files.unprinted.OL, later(days)],
    },
  });

  it('rules the letters of its own day and later', () => {
    expect(responseDueOn(letter({ on: '2027-01-01' }), changed(responseFiles, 90))).toMatchObject({
      dueOn: '2027-04-01',
      rule: { id: 'a-later-rule.2027.json' },
    });
    expect(responseDueOn(letter({ on: '2026-12-31' }), changed(responseFiles, 90))).toMatchObject({
      dueOn: '2027-03-01',
      rule: { id: 'response-al.2011.json' },
    });
  });

  it('alters no due date of an older letter, whatever the new number of days', () => {
    const day = fc.date({ min: new Date('2006-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom(...letterTypes), fc.nat(365), fc.boolean(), (date, type, days, printed) => {
        const on = date.toISOString().slice(0, 10);
        const older = letter({ on, type, ...(printed ? {} : nonePrinted) });
        expect(responseDueOn(older, changed(responseFiles, days))).toEqual(responseDueOn(older));
        expect(windowDueOn(older, changed(confidentialityFiles, days))).toEqual(windowDueOn(older));
      }),
    );
  });
});
