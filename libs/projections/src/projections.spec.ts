import { describe, expect, it } from '@jest/globals';

import { answersLetter, replyKinds } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, recorded } from '#libs/testing';

import { communicationStatus, letterState, replyState } from './communication-status.projection.js';
import { erasures } from './erasures.projection.js';
import { type Deadlines, isOpen, obligations } from './obligations.projection.js';
import { obligationsOn } from './owed.js';
import { fold, foldTo } from './projection.js';
import { replayed } from './replay.js';
import { sentence } from './sentence.js';
import { stateTimeline, timelineOf } from './state-timeline.projection.js';

const letterStream = 'communication-KHM-1-2025';
const handlingStream = 'handling-KHM-1-2025';

type Given = Omit<PastEvent, 'stream'> & { readonly stream?: string };

/** What happened, in the letter's own stream unless another one is named. */
const history = (...given: readonly Given[]): RecordedEvent[] =>
  recorded(...given.map((fact) => ({ stream: letterStream, ...fact })));

const letter = { type: 'AL', publicationWindow: { days: 60, printed: 'within 60 days' }, replyAskedBy: null };
const rule = { id: 'rule.json', sentence: 'sixty days' };
const deadlines: Deadlines = {
  reply: () => ({ dueOn: '2025-05-09', rule }),
  publication: () => ({ dueOn: '2025-05-09', rule }),
};

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

describe('what is owed with regard to a letter', () => {
  const sent = { type: 'LetterSent', data: letter };
  const owed = (events: RecordedEvent[], day: string): string[] =>
    obligationsOn(fold(obligations, events), day, deadlines).map(
      ({ kind, state, next }) => `${kind} ${state}: ${next}`,
    );

  it('is a reply and a publication from the day it was sent, overdue the day after the last', () => {
    expect(owed(history(sent), '2025-03-10')).toEqual(['reply due: await_reply', 'publication due: propose_redaction']);
    expect(owed(history(sent), '2025-05-09')).toContain('reply due: await_reply');
    expect(owed(history(sent), '2025-05-10')).toEqual([
      'reply overdue: send_reminder',
      'redaction overdue: propose_redaction',
      'publication overdue: propose_redaction',
    ]);
  });

  it('is the approval of a redaction from day 45', () => {
    expect(owed(history(sent), '2025-04-23').some((line) => line.startsWith('redaction'))).toBe(false);
    expect(owed(history(sent), '2025-04-24')).toContain('redaction due: propose_redaction');
  });

  it('is no reply any more once the addressee has answered; an acknowledgement is no answer', () => {
    for (const kind of replyKinds) {
      const lines = owed(history(sent, { type: 'ReplyReceived', data: { kind } }), '2025-03-20');
      expect(lines.some((line) => line.startsWith('reply'))).toBe(!answersLetter(kind));
    }
  });

  it('is the publication itself once the redaction is approved and the window is over', () => {
    const events = history(
      sent,
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: eventId(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: eventId(1) } },
    );
    expect(owed(events, '2025-05-09')).toContain('publication due: await_window_end');
    expect(owed(events, '2025-05-10')).toContain('publication overdue: publish_letter');
    expect(owed(events, '2025-05-10').some((line) => line.startsWith('redaction'))).toBe(false);
  });

  it('is another redaction after the letter was corrected, and nothing to publish once it is published', () => {
    const given: Given[] = [
      sent,
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: eventId(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: eventId(1) } },
      { type: 'LetterCorrected', data: { ...letter, corrects: eventId(0) } },
    ];
    expect(owed(history(...given), '2025-05-10')).toContain('publication overdue: propose_redaction');
    expect(owed(history(...given, { type: 'LetterPublished' }), '2025-05-10')).toEqual([
      'reply overdue: send_reminder',
    ]);
  });
});

describe('where a letter stands', () => {
  const status = (...given: Given[]): string => {
    const state = fold(communicationStatus, history({ type: 'LetterSent', data: letter }, ...given));
    return `${letterState(state, deadlines)} ${replyState(state, 'letter_and_work')}`;
  };
  const reply = (kind: string): Given => ({
    type: 'ReplyReceived',
    data: { kind, language: 'en', confidential: false },
  });
  const over: Given = { type: 'ConfidentialityWindowElapsed', data: { dueOn: '2025-05-09' } };
  const confidentialReply: Given = { type: 'ReplyReceived', data: { kind: 'substantive', confidential: true } };

  it('tells no reply, an acknowledgement, a confidential reply and a published one apart', () => {
    expect(status()).toBe('confidential no_reply');
    expect(status(reply('acknowledgement'))).toBe('confidential acknowledged');
    expect(status(confidentialReply)).toBe('confidential reply_confidential');
    expect(status(over, reply('interim'))).toBe('window_over reply_received');
    expect(status(reply('refusal'), { type: 'LetterPublished' })).toBe('published reply_received');
    expect(status(reply('interim'), { type: 'ReplyPublished', data: { reply: eventId(1) } })).toBe(
      'confidential reply_published',
    );
  });

  it('keeps every version of the record, the last one counting', () => {
    const events = history(
      { type: 'LetterSent', data: letter },
      { type: 'LetterCorrected', data: { ...letter, type: 'UA', corrects: eventId(0), reason: 'label misread' } },
    );
    const { versions } = fold(communicationStatus, events);
    expect(versions.map(({ fields }) => fields['type'])).toEqual(['AL', 'UA']);
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
