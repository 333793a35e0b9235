import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { letterTypes } from '../communication/letter-types.js';
import { daysBetween } from '../occurred-on.js';
import { windowDueOn } from './confidentiality.js';
import { policyFiles } from './policy-files.js';
import type { WindowedLetter } from './policy.js';
import { responseDueOn } from './response.js';

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

describe('the policies to adopt', () => {
  it('are files with different names that say since when they hold and where they were read', () => {
    const files = policyFiles();
    expect(new Set(files.map(({ file }) => file)).size).toBe(files.length);
    for (const { file, text } of files.filter((policy) => !policy.file.startsWith('addressees')))
      expect(JSON.parse(text)).toMatchObject({ file, from: expect.any(String), source: expect.any(String) });
  });

  it('include every rule that a due date can cite', () => {
    const names = policyFiles().map(({ file }) => file);
    for (const type of letterTypes)
      for (const change of [{}, nonePrinted, { ...nonePrinted, on: '2012-01-01' }, { replyAskedBy: '2025-04-01' }])
        for (const due of [windowDueOn(letter({ type, ...change })), responseDueOn(letter({ type, ...change }))])
          expect(names).toContain(due.rule.id);
  });
});
