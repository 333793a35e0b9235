import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import {
  eventId,
  given,
  handlingStream as stream,
  khm,
  letterFile,
  payloadExamples,
  told,
  worked,
} from '#libs/testing';
import { approveSummary, assignCase, holdPublication, liftHold } from './work-on-case.js';

const context = { now: Date.parse('2025-10-02T09:00:00Z'), today: '2025-10-02', reference: khm, ps: 'ann' };
type Past = readonly RecordedEvent[];
const { CaseAssigned: assignment, SummaryApproved: summary, PublicationHeld: held } = payloadExamples;
const holding =
  (change: Partial<typeof held> = {}) =>
  (past: Past) =>
    holdPublication({ ...held, ...change }, context, letterFile(past));
const lifted = payloadExamples.PublicationHoldLifted;
const lifting = (hold: number) => (past: Past) =>
  liftHold({ ...lifted, hold: eventId(hold) }, context, letterFile(past));

describe('the work on a letter', () => {
  it('is assigned out of sight of the addressee', () =>
    given(told('LetterSent'))
      .when((past) => assignCase(assignment, context, letterFile(past)))
      .then({ stream, type: 'CaseAssigned', data: assignment, codes: [] }));

  it('includes the summary that is to be published', () =>
    given(told('LetterSent'))
      .when((past) => approveSummary(summary, context, letterFile(past)))
      .then({ stream, type: 'SummaryApproved', data: summary, codes: [] }));

  it('needs a letter, and ends when its number is void', () => {
    given().when(holding()).thenRefused('LETTER_NOT_SENT');
    given(told('LetterSent'), told('ReferenceVoided')).when(holding()).thenRefused('LETTER_VOID');
  });
});

describe('a hold on publication', () => {
  it('is recorded with its reason and the day it is looked at again', () => {
    given(told('LetterSent')).when(holding()).then({ stream, type: 'PublicationHeld', data: held, codes: [] });
    given(told('LetterSent'))
      .when(holding({ reviewOn: '2025-05-02' }))
      .thenRefused('DATE_BEFORE_LETTER');
  });

  it('is lifted once, and each on its own', () => {
    const past = [told('LetterSent'), worked('PublicationHeld'), worked('PublicationHeld')];
    given(...past)
      .when(lifting(1))
      .then({ stream, type: 'PublicationHoldLifted', data: { ...lifted, hold: eventId(1) }, codes: [] });
    given(...past, worked('PublicationHoldLifted', { hold: eventId(1) }))
      .when(lifting(1))
      .thenRefused('HOLD_UNKNOWN');
    given(...past, worked('PublicationHoldLifted', { hold: eventId(1) }))
      .when(lifting(2))
      .then({ stream, type: 'PublicationHoldLifted', data: { ...lifted, hold: eventId(2) } });
  });
});
