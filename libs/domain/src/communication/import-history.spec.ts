import { describe, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, payloadExamples } from '#libs/testing';
import { foldHandling } from '../handling/handling.js';
import { foldCommunication } from './communication.js';
import { elapseWindows } from './elapse-windows.js';
import { importHistory } from './import-history.js';
import { importLetter } from './import-letter.js';
import type { LetterHistory } from './letter-history.js';

const stream = 'communication-BRA-15-2021';
const reference = { code: 'BRA', serial: 15, year: 2021 };
const letter = {
  ...payloadExamples.LetterSent,
  on: '2022-01-19',
  replyAskedBy: null,
  restsOn: 'import' as const,
  documents: [],
};
const reply = { on: '2022-03-01', kind: 'substantive' as const, language: 'pt', confidential: false, documents: [] };
const publishedElsewhere = { url: 'https://example.org/letter', on: '2022-04-01' };
const history: LetterHistory = { letter, replies: [], publishedElsewhere: null };
const other: Fact = { stream: 'communication-ARG-2-2021', type: 'LetterSent', data: { ...letter, on: '2022-01-19' } };
const now = { now: Date.parse('2026-01-10T09:00:00Z'), today: '2026-01-10' };
const importing =
  (change: Partial<LetterHistory> = {}, at = now) =>
  (past: readonly RecordedEvent[]) => {
    const of = (name: string) => foldCommunication(past.filter((event) => event.stream === name));
    const others = new Map([['ARG 2/2021', of('communication-ARG-2-2021')]]);
    const ids = { id: (n: number) => eventId(100 + n), letterId: eventId(100) };
    const context = { ...at, ...ids, reference, codes: new Set(['BRA', 'ARG']), actors: [], others };
    const file = { communication: of(stream), handling: foldHandling([]) };
    return importHistory({ ...history, ...change }, context, file);
  };
const sent = { stream, type: 'LetterSent', data: letter, codes: ['BRA'] } as const;
const silence = {
  stream,
  type: 'ResponseWindowElapsed',
  data: { on: '2022-03-21', dueOn: '2022-03-20', policy: 'response-al.2011.json' },
} as const;
const windowOver = {
  stream,
  type: 'ConfidentialityWindowElapsed',
  data: { on: '2022-03-21', dueOn: '2022-03-20', policy: 'confidentiality-printed.2011.json' },
} as const;

describe('importing a letter of before this ledger with all that followed', () => {
  it('says, when no reply came, that there was silence, on the day on which it was complete', () =>
    given().when(importing()).then(sent, silence, windowOver));

  it('says nothing of silence when a reply came in time', () =>
    given()
      .when(importing({ replies: [reply] }))
      .then(sent, { stream, type: 'ReplyReceived', data: reply }, windowOver));

  it('says that there was silence when the reply came late, or only acknowledged the letter', () => {
    const late = { ...reply, on: '2022-03-21' };
    const acknowledged = { ...reply, kind: 'acknowledgement' as const };
    for (const one of [late, acknowledged])
      given()
        .when(importing({ replies: [one] }))
        .then(sent, { stream, type: 'ReplyReceived', data: one }, silence, windowOver);
  });

  it('says where the letter was published, after the windows that had ended by then', () =>
    given()
      .when(importing({ publishedElsewhere }))
      .then(sent, silence, windowOver, {
        stream,
        type: 'LetterPublished',
        data: { on: '2022-04-01', released: [], publishedElsewhere },
      }));

  it('says nothing of a window that runs still', () =>
    given()
      .when(importing({}, { now: Date.parse('2022-02-01T09:00:00Z'), today: '2022-02-01' }))
      .then(sent));

  it('leaves nothing to the clock that had ended before', () =>
    given(
      { ...sent, by: { ps: 'i', role: 'importer' } },
      { ...silence, by: { ps: 'i', role: 'importer' } },
      { ...windowOver, by: { ps: 'i', role: 'importer' } },
    )
      .when((past) => elapseWindows({ ...now, reference }, foldCommunication(past)))
      .thenNothing());

  it('counts a reply to two letters once: the second names the first', () =>
    given(other, { stream: 'communication-ARG-2-2021', type: 'ReplyReceived', data: reply })
      .when(importing({ replies: [{ ...reply, sameReplyTo: 'ARG 2/2021' }] }))
      .then(sent, { stream, type: 'ReplyReceived', data: { ...reply, sameReplyAs: eventId(1) } }, windowOver));

  it('lets a third letter name the first event of the reply, not the second', () =>
    given(other, {
      stream: 'communication-ARG-2-2021',
      type: 'ReplyReceived',
      data: { ...reply, sameReplyAs: eventId(77) },
    })
      .when(importing({ replies: [{ ...reply, sameReplyTo: 'ARG 2/2021' }] }))
      .then(sent, { stream, type: 'ReplyReceived', data: { ...reply, sameReplyAs: eventId(77) } }, windowOver));

  it('is refused when the other letter holds no such reply of that day', () =>
    given(other)
      .when(importing({ replies: [{ ...reply, sameReplyTo: 'ARG 2/2021' }] }))
      .thenRefused('REPLY_UNKNOWN'));

  it('is refused under a number that is taken or void', () => {
    given(sent).when(importing()).thenRefused('LETTER_ALREADY_SENT');
    given({ stream, type: 'ReferenceVoided', data: payloadExamples.ReferenceVoided })
      .when(importing())
      .thenRefused('LETTER_VOID');
  });

  it('is refused when a reply or the publication is dated before the letter', () => {
    given()
      .when(importing({ replies: [{ ...reply, on: '2022-01-18' }] }))
      .thenRefused('DATE_BEFORE_LETTER');
    given()
      .when(importing({ publishedElsewhere: { ...publishedElsewhere, on: '2021' } }))
      .thenRefused('DATE_BEFORE_LETTER');
  });

  it('is refused with documents, which are brought with the letter itself', () =>
    given()
      .when(importing({ letter: payloadExamples.LetterSent }))
      .thenRefused('BODY_INVALID'));
});

describe('importing a letter of before this ledger of which nothing more is told yet', () => {
  const alone =
    (on = letter.on, year = reference.year) =>
    (past: readonly RecordedEvent[]) => {
      const own = { reference: { ...reference, year }, codes: new Set(['BRA']), actors: [], letterId: eventId(100) };
      const context = { ...now, ...own };
      return importLetter({ ...letter, on }, context, foldCommunication(past));
    };

  it('records with it the end of its confidentiality window, on the day on which that ended, and no silence', () => {
    given().when(alone()).then(sent, windowOver);
    given()
      .when(alone('2026-01-05', 2025))
      .then({ stream: 'communication-BRA-15-2025', type: 'LetterSent', data: { ...letter, on: '2026-01-05' } });
  });

  it('leaves the silence to the clock, a day later', () => {
    const time = '2026-01-10T09:00:00.000Z';
    const past: readonly Fact[] = [{ ...sent, by: { ps: 'i', role: 'importer' }, time }, windowOver];
    const at = (instant: string) => (events: readonly RecordedEvent[]) =>
      elapseWindows({ now: Date.parse(instant), today: instant.slice(0, 10), reference }, foldCommunication(events));
    given(...past)
      .when(at('2026-01-11T08:59:00Z'))
      .then();
    given(...past)
      .when(at('2026-01-11T09:00:00Z'))
      .then(silence);
  });
});
