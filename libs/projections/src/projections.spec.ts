import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, recorded } from '#libs/testing';

import { erasures } from './erasures.projection.js';
import { fold, foldTo } from './projection.js';
import { replayed } from './replay.js';
import { sentence } from './sentence.js';
import { stateTimeline, timelineOf, withErrors } from './state-timeline.projection.js';

const letterStream = 'communication-KHM-1-2025';

type Given = Omit<PastEvent, 'stream'> & { readonly stream?: string };

/** What happened, in the letter's own stream unless another one is named. */
const history = (...given: readonly Given[]): RecordedEvent[] =>
  recorded(...given.map((fact) => ({ stream: letterStream, ...fact })));

const letter = { type: 'AL', publicationWindow: { days: 60, printed: 'within 60 days' }, replyAskedBy: null };

describe("a State's timeline", () => {
  it('stands in the order of occurrence, the coarser date first, then as recorded', () => {
    const events = history(
      { type: 'LetterSent', on: '2025-03-10', data: letter },
      { type: 'DispatchConfirmed', on: '2025-03-10T00:00:00Z' },
      { type: 'ReplyReceived', on: '2025-03' },
      { type: 'ReplyReceived', on: '2025' },
      { type: 'ReplyReceived', on: '2025-03-10T01:00:00+02:00' },
    );
    const entries = timelineOf(fold(stateTimeline, events), 'KHM');
    expect(entries.map(({ on }) => on)).toEqual([
      '2025',
      '2025-03',
      '2025-03-10T01:00:00+02:00',
      '2025-03-10',
      '2025-03-10T00:00:00Z',
    ]);
    expect(entries.every(({ reference }) => reference === 'AL KHM 1/2025')).toBe(true);
  });

  it('takes a press release in with all its events once it is linked to a published letter, and not before', () => {
    const events = history(
      { type: 'PressReleaseIssued', stream: 'press_release-1' },
      { type: 'AllegationReceived', stream: 'allegation-1' },
      { type: 'PressReleaseLinked', stream: 'press_release-1', codes: ['KHM'] },
    );
    const positionsAt = (position: number): number[] =>
      timelineOf(foldTo(stateTimeline, events, position), 'KHM').map((entry) => entry.position);
    expect(positionsAt(1)).toEqual([]);
    expect(positionsAt(2)).toEqual([0, 2]);
  });

  it('keeps the first record of a letter beside the one that corrects it', () => {
    const events = history(
      { type: 'LetterSent', data: letter },
      { type: 'LetterCorrected', data: { ...letter, type: 'UA', corrects: eventId(0), reason: 'label misread' } },
    );
    expect(timelineOf(fold(stateTimeline, events), 'KHM')).toMatchObject([
      { type: 'LetterSent', reference: 'AL KHM 1/2025', correctedBy: eventId(1) },
      { type: 'LetterCorrected', reference: 'UA KHM 1/2025' },
    ]);
  });

  it('keeps what was recorded in error, and says by what it counts no longer', () => {
    const events = history(
      { type: 'LetterSent', data: letter },
      { type: 'ReplyReceived', data: { kind: 'interim' } },
      { type: 'RecordedInError', data: { event: eventId(1), reason: 'another letter’s' } },
    );
    const marks = withErrors(timelineOf(fold(stateTimeline, events), 'KHM')).map(({ inErrorBy }) => inErrorBy);
    expect(marks).toEqual([undefined, eventId(2), undefined]);
  });

  it('shows sealed fields as sealed, never their digests', () => {
    const data = { documents: [{ file: 'f', bytes: 1, _sd: ['digest1', 'digest2'] }] };
    const [entry] = timelineOf(fold(stateTimeline, history({ type: 'LetterSent', data })), 'KHM');
    expect(entry?.fields).toEqual({ documents: [{ file: 'f', bytes: 1, _sd: ['[sealed]', '[sealed]'] }] });
  });

  it('shows an event whose date cannot be read at the instant it was recorded', () => {
    const events = history(
      { type: 'LetterSent', on: 'some day' },
      { type: 'ReplyReceived', on: '2025-03-10' },
      { type: 'ReplyReceived', on: '2025-03-12' },
    );
    const order = timelineOf(fold(stateTimeline, events), 'KHM').map(({ position }) => position);
    expect(order).toEqual([1, 0, 2]);
  });
});

describe('a replay', () => {
  const data = {
    channel: 'email',
    _sd: ['a', 'b'],
    persons: [
      { id: 'p1', _sd: ['c'] },
      { id: 'p2', _sd: ['d'] },
    ],
  };
  const events = history(
    { type: 'AllegationReceived', stream: 'allegation-1', data },
    {
      type: 'SubjectKeyShredded',
      stream: 'subject-1',
      data: { erased: [{ event: eventId(0), paths: ['source', 'persons/1/particulars'] }] },
    },
  );
  const slots = ['narrative', 'persons/*/particulars', 'source'];

  it('shows what is sealed, and what was erased with its key', () => {
    const [event] = events;
    const shown = event && replayed(event, slots, fold(erasures, events)).data;
    expect(shown).toEqual({
      on: '2025-03-10',
      channel: 'email',
      narrative: '[sealed]',
      source: '[erased]',
      persons: [
        { id: 'p1', particulars: '[sealed]' },
        { id: 'p2', particulars: '[erased]' },
      ],
    });
  });

  it('shows sealed slots whose names are not known where they stand', () => {
    const [event] = events;
    expect(event && replayed(event, [], fold(erasures, events)).data['_sd']).toEqual(['[sealed]', '[sealed]']);
    expect(event && replayed(event, ['source'], new Map()).data['persons']).toEqual([
      { id: 'p1', _sd: ['[sealed]'] },
      { id: 'p2', _sd: ['[sealed]'] },
    ]);
  });
});

describe('a sentence of the catalogue', () => {
  it('is filled from clear fields, codes as words, and says what is not there', () => {
    const data = { kind: 'request_for_time', addressee: { name: 'Cambodia' } };
    expect(sentence('{kind} of {addressee.name} by {dueOn}', data)).toBe(
      'request for time of Cambodia by [not recorded]',
    );
  });
});
