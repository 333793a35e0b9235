import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, pastError, pastLetter, recorded } from '#libs/testing';

import { warningsOn } from './late-dispatch.js';
import { obligations } from './obligations.projection.js';
import { obligationsOn } from './obligations-on-day.js';
import { fold } from './projection.js';

const khm = 'communication-KHM-1-2025';
const dispatched = (on: string): PastEvent => ({ stream: khm, type: 'DispatchConfirmed', on, data: {} });
const warned = (...past: readonly PastEvent[]): readonly object[] => warningsOn(fold(obligations, recorded(...past)));
const late = (printedOn: string, dispatchedOn: string) => [{ code: 'late_dispatch', printedOn, dispatchedOn }];

describe('a letter dispatched later than the date printed on it', () => {
  it('carries a warning with both dates', () => {
    expect(warned(pastLetter(khm), dispatched('2025-03-14'))).toEqual(late('2025-03-10', '2025-03-14'));
    expect(warned(pastLetter(khm), dispatched('2025-03-10'))).toEqual([]);
    expect(warned(pastLetter(khm))).toEqual([]);
  });

  it('is late by the days of Geneva: half past midnight there is the next day, whatever the clock of the sender says', () => {
    expect(warned(pastLetter(khm), dispatched('2025-03-10T22:59:59Z'))).toEqual([]);
    expect(warned(pastLetter(khm), dispatched('2025-03-10T23:30:00Z'))).toEqual(late('2025-03-10', '2025-03-11'));
    expect(warned(pastLetter(khm), dispatched('2025-03-11T05:00:00+07:00'))).toEqual([]);
  });

  it('is not called late where the dates are too coarse to tell', () => {
    expect(warned(pastLetter(khm), dispatched('2025-03'))).toEqual([]);
    expect(warned(pastLetter(khm, {}, '2025-03'), dispatched('2025-03-31'))).toEqual([]);
    expect(warned(pastLetter(khm, {}, '2025-03'), dispatched('2025-04-01'))).toEqual(late('2025-03', '2025-04-01'));
  });

  it('is late by the earliest dispatch, and by none that was recorded in error', () => {
    const two = [pastLetter(khm), dispatched('2025-03-14'), dispatched('2025-03-10T09:00:00Z')];
    expect(warned(...two)).toEqual([]);
    expect(warned(...two, pastError(khm, eventId(2)))).toEqual(late('2025-03-10', '2025-03-14'));
    expect(warned(...two, pastError(khm, eventId(2)), pastError(khm, eventId(1)))).toEqual([]);
  });

  it('is measured by the date as last corrected, and not at all when the number is void', () => {
    const past = [pastLetter(khm), dispatched('2025-03-14')];
    expect(warned(...past, { ...pastLetter(khm, {}, '2025-03-14'), type: 'LetterCorrected' })).toEqual([]);
    expect(warned(...past, { stream: khm, type: 'ReferenceVoided' })).toEqual([]);
  });

  it('owes and is owed everything by the same days', () => {
    const deadline = ({ on }: { readonly on?: unknown }) => ({
      dueOn: String(on) === '2025-03-10' ? '2025-05-09' : '2025-05-13',
      rule: { id: 'rule.json', sentence: 'sixty days' },
    });
    const owed = (events: readonly RecordedEvent[]) =>
      obligationsOn(fold(obligations, events), '2025-05-10', { reply: deadline, publication: deadline });
    const past = [pastLetter(khm)];
    expect(owed(recorded(...past, dispatched('2025-03-14')))).toEqual(owed(recorded(...past)));
  });
});
