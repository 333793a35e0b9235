import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { mergeSubjects } from './merge-subjects.js';
import { approveShred, recordShredded, requestShred } from './shred.js';
import type { SubjectsMerged } from './subject.events.js';
import { foldSubject } from './subject.js';

const context = { now: Date.parse('2025-06-01T09:00:00Z'), today: '2025-06-01' };
const merger = payloadExamples.SubjectsMerged;
const [survivor, merged] = ['subject-s1', 'subject-s2'];
const enrolled = (stream: string): Fact => ({
  stream,
  type: 'SubjectEnrolled',
  data: payloadExamples.SubjectEnrolled,
});
const both = [enrolled(survivor), enrolled(merged)];
const done = [survivor, merged].map((stream): Fact => ({ stream, type: 'SubjectsMerged', data: merger }));
const requested = (stream: string): Fact => ({
  stream,
  type: 'ShredRequested',
  data: payloadExamples.ShredRequested,
  by: { ps: 'ann', role: 'protection_focal_point' },
});

type Past = readonly RecordedEvent[];
const of = (past: Past, id: string) => foldSubject(past.filter(({ stream }) => stream === `subject-${id}`));
const merging =
  (change: Partial<SubjectsMerged> = {}) =>
  (past: Past) => {
    const data = { ...merger, ...change };
    return mergeSubjects(data, context, { survivor: of(past, data.survivor), merged: of(past, data.merged) });
  };

describe('finding that two subjects are one person', () => {
  it('is recorded with both of them', () =>
    given(...both)
      .when(merging())
      .then(
        { stream: survivor, type: 'SubjectsMerged', data: merger, codes: [] },
        { stream: merged, type: 'SubjectsMerged', data: merger, codes: [] },
      ));

  it('needs two subjects that exist', () => {
    given(enrolled(survivor)).when(merging()).thenRefused('SUBJECT_UNKNOWN');
    given(enrolled(merged)).when(merging()).thenRefused('SUBJECT_UNKNOWN');
    given(...both)
      .when(merging({ merged: 's1' }))
      .thenRefused('BODY_INVALID');
  });

  it('happens once, and makes no chains', () => {
    given(...both, ...done)
      .when(merging())
      .thenRefused('SUBJECT_MERGED');
    given(...both, ...done, enrolled('subject-s3'))
      .when(merging({ survivor: 's3', merged: 's1' }))
      .thenRefused('SUBJECT_MERGED');
    given(...both, ...done, enrolled('subject-s3'))
      .when(merging({ survivor: 's2', merged: 's3' }))
      .thenRefused('SUBJECT_MERGED');
  });

  it('waits while one of them is to be erased, and comes too late for one that was', () => {
    given(...both, requested(merged))
      .when(merging())
      .thenRefused('SHRED_REQUESTED');
    given(...both, { stream: merged, type: 'SubjectKeyShredded', data: payloadExamples.SubjectKeyShredded })
      .when(merging())
      .thenRefused('SUBJECT_SHREDDED');
  });

  it('does not lie in the future', () =>
    given(...both)
      .when(merging({ on: '2026' }))
      .thenRefused('DATE_IN_FUTURE'));
});

describe('erasing a person who had two subjects', () => {
  const approved: Fact = {
    stream: survivor,
    type: 'ShredApproved',
    data: { on: '2025-06-01', request: eventId(4) },
  };
  const past = [...both, ...done, requested(survivor), approved];
  const [own, others] = [[{ event: eventId(7), paths: ['source'] }], [{ event: eventId(8), paths: ['narrative'] }]];
  const recording = (erased: ReadonlyMap<string, typeof own>) => (facts: Past) =>
    recordShredded({ on: '2025-06-01', erased }, { ...context, subjectId: 's1' }, of(facts, 's1'));
  const { authority, reason } = payloadExamples.ShredRequested;

  it('is on record for both keys, under one authority', () =>
    given(...past)
      .when(
        recording(
          new Map([
            ['s1', own],
            ['s2', others],
          ]),
        ),
      )
      .then(
        {
          stream: survivor,
          type: 'SubjectKeyShredded',
          data: { on: '2025-06-01', authority, reason, erased: own },
        },
        {
          stream: merged,
          type: 'SubjectKeyShredded',
          data: { on: '2025-06-01', authority, reason, erased: others },
        },
      ));

  it('leaves neither key alive', () =>
    given(...past)
      .when(recording(new Map([['s1', own]])))
      .thenRefused('SUBJECT_UNKNOWN'));

  it('is asked of the subject that goes on', () => {
    const on = { ...context, subjectId: 's2' };
    given(...past)
      .when((facts) => requestShred(payloadExamples.ShredRequested, on, of(facts, 's2')))
      .thenRefused('SUBJECT_MERGED');
    given(...past)
      .when((facts) => approveShred({ on: '2025-06-01', request: eventId(4) }, { ...on, ps: 'bo' }, of(facts, 's2')))
      .thenRefused('SUBJECT_MERGED');
  });
});
