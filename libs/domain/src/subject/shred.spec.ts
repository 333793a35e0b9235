import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { approveShred, recordShredded, requestShred } from './shred.js';
import { foldSubject } from './subject.js';

const stream = 'subject-s1';
const [ann, bo] = ['ann-in-this-stream', 'bo-in-this-stream'];
const enrolled: Fact = { stream, type: 'SubjectEnrolled', data: payloadExamples.SubjectEnrolled };
const requested: Fact = {
  stream,
  type: 'ShredRequested',
  data: payloadExamples.ShredRequested,
  by: { ps: ann, role: 'protection_focal_point' },
};
const approved: Fact = { stream, type: 'ShredApproved', data: { on: '2025-06-01', request: eventId(1) } };
const shredded: Fact = { stream, type: 'SubjectKeyShredded', data: payloadExamples.SubjectKeyShredded };
const context = { now: Date.parse('2025-06-01T09:00:00Z'), today: '2025-06-01', subjectId: 's1' };

type Past = readonly RecordedEvent[];
const requesting = (past: Past) => requestShred(payloadExamples.ShredRequested, context, foldSubject(past));
const approving = (ps: string) => (past: Past) =>
  approveShred({ on: '2025-06-01', request: eventId(1) }, { ...context, ps }, foldSubject(past));
const erased = [{ event: eventId(7), paths: ['source'] }];
const recording = (past: Past) =>
  recordShredded({ on: '2025-06-01', erased: new Map([['s1', erased]]) }, context, foldSubject(past));

describe('erasing a person', () => {
  it('is requested under a stated authority and for a stated reason', () =>
    given(enrolled)
      .when(requesting)
      .then({ stream, type: 'ShredRequested', data: payloadExamples.ShredRequested, codes: [] }));

  it('is approved by a second person', () =>
    given(enrolled, requested)
      .when(approving(bo))
      .then({ stream, type: 'ShredApproved', data: { on: '2025-06-01', request: eventId(1) }, codes: [] }));

  it('is not approved by the person who requested it', () =>
    given(enrolled, requested).when(approving(ann)).thenRefused('FOUR_EYES'));

  it('is approved once, and only when it was requested', () => {
    given(enrolled).when(approving(bo)).thenRefused('SHRED_NOT_REQUESTED');
    given(enrolled, requested, approved).when(approving(bo)).thenRefused('SHRED_NOT_REQUESTED');
  });

  it('is on record with the authority and reason of the request', () =>
    given(enrolled, requested, approved)
      .when(recording)
      .then({
        stream,
        type: 'SubjectKeyShredded',
        data: { on: '2025-06-01', authority: 'the source', reason: 'Asked to be forgotten.', erased },
        codes: [],
      }));

  it('does not happen unapproved', () => {
    given(enrolled).when(recording).thenRefused('SHRED_NOT_APPROVED');
    given(enrolled, requested).when(recording).thenRefused('SHRED_NOT_APPROVED');
  });

  it('of someone unknown or erased already is refused', () => {
    for (const act of [requesting, approving(bo), recording]) {
      given().when(act).thenRefused('SUBJECT_UNKNOWN');
      given(enrolled, requested, approved, shredded).when(act).thenRefused('SUBJECT_SHREDDED');
    }
  });
});
