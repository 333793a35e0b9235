import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { answersLetter, replyKinds } from '#libs/domain';
import type { JsonObject, RecordedEvent } from '#libs/ledger';

import {
  auditTrail,
  auditTrailOf,
  communicationStatus,
  type Deadlines,
  erasures,
  fold,
  foldTo,
  letterState,
  obligations,
  obligationsOn,
  replayed,
  replyState,
  sentence,
  stateTimeline,
  timelineOf,
  viewFiles,
} from './index.js';

const letterStream = 'communication-KHM-1-2025';
const handlingStream = 'handling-KHM-1-2025';

type Given = { stream?: string; type: string; on?: string; data?: JsonObject; codes?: string[]; time?: string };

/** Events as a ledger would have recorded them, positions from 0, one a minute. */
function history(...given: Given[]): RecordedEvent[] {
  const revisions = new Map<string, number>();
  return given.map(({ stream = letterStream, type, on = '2025-03-10', data = {}, codes, time }, position) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    return {
      position,
      id: idOf(position),
      stream,
      revision,
      type,
      version: 1,
      time: time ?? `2025-03-11T09:${String(position).padStart(2, '0')}:00.000Z`,
      by: { role: 'mandate_clerk', ps: 'AAAAAAAAAAAAAAAAAAAAAA' },
      codes: codes ?? (stream.startsWith('communication-') ? [stream.split('-')[1] ?? ''] : []),
      data: { on, ...data },
    };
  });
}

const idOf = (position: number): string => `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;

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
      { type: 'LetterCorrected', data: { ...letter, type: 'UA', corrects: idOf(0), reason: 'label misread' } },
    );
    expect(timelineOf(fold(stateTimeline, events), 'KHM')).toMatchObject([
      { type: 'LetterSent', reference: 'AL KHM 1/2025', correctedBy: idOf(1) },
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
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: idOf(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: idOf(1) } },
    );
    expect(owed(events, '2025-05-09')).toContain('publication due: await_window_end');
    expect(owed(events, '2025-05-10')).toContain('publication overdue: publish_letter');
    expect(owed(events, '2025-05-10').some((line) => line.startsWith('redaction'))).toBe(false);
  });

  it('is another redaction after the letter was corrected, and nothing to publish once it is published', () => {
    const given: Given[] = [
      sent,
      { type: 'RedactionProposed', stream: handlingStream, data: { letter: idOf(0) } },
      { type: 'RedactionApproved', stream: handlingStream, data: { proposal: idOf(1) } },
      { type: 'LetterCorrected', data: { ...letter, corrects: idOf(0) } },
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
    return `${letterState(state)} ${replyState(state)}`;
  };
  const reply = (kind: string, confidential = false): Given => ({
    type: 'ReplyReceived',
    data: { kind, confidential },
  });

  it('tells no reply, an acknowledgement, a confidential reply and a published one apart', () => {
    expect(status()).toBe('confidential no_reply');
    expect(status(reply('acknowledgement'))).toBe('confidential acknowledged');
    expect(status(reply('substantive', true))).toBe('confidential reply_confidential');
    expect(status({ type: 'ConfidentialityWindowElapsed' }, reply('interim'))).toBe('window_over reply_received');
    expect(status(reply('refusal'), { type: 'LetterPublished' })).toBe('published reply_received');
    expect(status(reply('interim'), { type: 'ReplyPublished', data: { reply: idOf(1) } })).toBe(
      'confidential reply_published',
    );
  });

  it('keeps every version of the record, the last one counting', () => {
    const events = history(
      { type: 'LetterSent', data: letter },
      { type: 'LetterCorrected', data: { ...letter, type: 'UA', corrects: idOf(0), reason: 'label misread' } },
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
      data: { erased: [{ event: idOf(0), paths: ['source', 'persons/1/particulars'] }] },
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

describe('any history', () => {
  const streams = [
    letterStream,
    'communication-LAO-2-2025',
    'press_release-1',
    'follow_up-1',
    'allegation-1',
    handlingStream,
  ];
  const types = ['LetterSent', 'LetterCorrected', 'ReplyReceived', 'LetterPublished', 'PressReleaseLinked', 'Unheard'];
  const given = fc.record({
    stream: fc.constantFrom(...streams),
    type: fc.constantFrom(...types),
    on: fc.constantFrom('2025', '2025-03', '2025-03-10', '2025-03-10T10:00:00+01:00', 'x'),
    linked: fc.boolean(),
  });
  const histories = fc.array(given, { maxLength: 40 }).map((list) =>
    history(
      ...list.map(({ stream, type, on, linked }) => ({
        stream,
        type,
        on,
        ...(linked && !stream.startsWith('communication-') ? { codes: ['KHM'] } : {}),
        data: { ...letter, corrects: idOf(0) },
      })),
    ),
  );
  const seed = Date.now() % 2 ** 31;
  const holds = (property: fc.IProperty<[RecordedEvent[], number]>): void => fc.assert(property, { seed });
  const read = (events: RecordedEvent[]): unknown => ({
    timeline: timelineOf(fold(stateTimeline, events), 'KHM'),
    trail: auditTrailOf(fold(auditTrail, events), 'KHM'),
    obligations: fold(obligations, events),
    status: fold(communicationStatus, events),
  });

  it(`gives the same views folded in pages as folded at once (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(40), (events, cut) => {
        const paged = fold(stateTimeline, events.slice(cut), fold(stateTimeline, events.slice(0, cut)));
        expect(timelineOf(paged, 'KHM')).toEqual(timelineOf(fold(stateTimeline, events), 'KHM'));
        const owed = fold(obligations, events.slice(cut), fold(obligations, events.slice(0, cut)));
        expect(owed).toEqual(fold(obligations, events));
      }),
    );
  });

  it(`gives at an earlier position what the history was then, also after more was folded (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(40), (events, position) => {
        const prefix = events.filter((event) => event.position <= position);
        const then = fold(stateTimeline, prefix);
        const before = timelineOf(then, 'KHM');
        fold(stateTimeline, events.slice(prefix.length), then);
        expect(timelineOf(then, 'KHM')).toEqual(before);
        expect(foldTo(obligations, events, position)).toEqual(fold(obligations, prefix));
        expect(timelineOf(foldTo(stateTimeline, events, position), 'KHM')).toEqual(before);
        expect(read(prefix)).toEqual(read([...prefix]));
      }),
    );
  });

  it(`gives the same view files from the file's own streams as from the whole ledger (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(1), (events) => {
        const own = new Set(events.filter(({ codes }) => codes.includes('KHM')).map(({ stream }) => stream));
        const bundle = events.filter(({ stream }) => own.has(stream));
        expect([...viewFiles('KHM', bundle)]).toEqual([...viewFiles('KHM', events)]);
      }),
    );
  });
});

describe('the view files of a bundle', () => {
  it('are these bytes for ever, in version 1', () => {
    const events = history(
      { type: 'LetterSent', data: { type: 'AL', documents: [{ bytes: 1, file: 'ab', _sd: ['x'] }] } },
      { type: 'KeyAdded', stream: 'ledger-keys' },
    );
    const common = '"on":"2025-03-10","position":0,';
    const common2 = '"stream":"communication-KHM-1-2025","time":"2025-03-11T09:00:00.000Z","type":"LetterSent"';
    expect(Object.fromEntries(viewFiles('KHM', events))).toEqual({
      'views/timeline.1.json': `{"code":"KHM","entries":[{"event":"${idOf(0)}","fields":{"documents":[{"_sd":["[sealed]"],"bytes":1,"file":"ab"}],"type":"AL"},${common}"reference":"AL KHM 1/2025",${common2},"version":1}],"version":1,"view":"timeline"}`,
      'views/audit-trail.1.json': `{"code":"KHM","entries":[{"by":{"ps":"AAAAAAAAAAAAAAAAAAAAAA","role":"mandate_clerk"},"event":"${idOf(0)}",${common}"revision":0,${common2},"ver":1}],"version":1,"view":"audit-trail"}`,
    });
  });
});
