import { describe, expect, it } from '@jest/globals';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, type Fact, given, history, payloadExamples } from '#libs/testing';
import { foldCommunication, noCommunication } from './communication.js';
import { elapseWindows, haveSameWindows, silenceFrom, windowEnds } from './elapse-windows.js';
import type { LetterSent } from './letter.js';
import type { ReplyKind } from './reply-kinds.js';

const stream = 'communication-KHM-1-2025';
const sent = (change: Partial<LetterSent> = {}): Fact => ({
  stream,
  type: 'LetterSent',
  data: { ...payloadExamples.LetterSent, ...change },
});
const replied = (kind: ReplyKind, on: string): Fact => ({
  stream,
  type: 'ReplyReceived',
  data: { ...payloadExamples.ReplyReceived, kind, on },
});
const silence = { stream, type: 'ResponseWindowElapsed', data: payloadExamples.ResponseWindowElapsed } as const;
const over = {
  stream,
  type: 'ConfidentialityWindowElapsed',
  data: payloadExamples.ConfidentialityWindowElapsed,
} as const;

const at = (instant: string) => (past: readonly RecordedEvent[]) =>
  elapseWindows(
    { now: Date.parse(instant), today: instant.slice(0, 10), reference: { code: 'KHM', serial: 1, year: 2025 } },
    foldCommunication(past),
  );
const lastMoment = '2025-05-09T21:59:59.999Z';
const midnight = '2025-05-09T22:00:00Z';

describe('the windows of AL KHM 1/2025', () => {
  it('are open until 9 May 2025 has ended in Geneva', () => given(sent()).when(at(lastMoment)).thenNothing());

  it('have ended at midnight in Geneva: silence and the end of confidentiality are recorded', () =>
    given(sent())
      .when(at(midnight))
      .then({ ...silence, codes: ['KHM'] }, { ...over, codes: ['KHM'] }));

  it('end once, however often the clock looks', () =>
    given(sent(), silence, over).when(at('2025-06-01T00:00:00Z')).thenNothing());

  it.each(['interim', 'substantive', 'refusal'] as const)('know no silence when a reply (%s) came in time', (kind) =>
    given(sent(), replied(kind, '2025-05-09')).when(at(midnight)).then(over),
  );

  it.each(['acknowledgement', 'request_for_time', 'request_for_clarification'] as const)(
    'know silence although there is an %s, which answers nothing and moves nothing',
    (kind) => given(sent(), replied(kind, '2025-04-01')).when(at(midnight)).then(silence, over),
  );

  it('know silence when the reply came a day late, as Geneva counts days', () => {
    given(sent(), replied('substantive', '2025-05-10')).when(at('2025-05-12T00:00:00Z')).then(silence, over);
    given(sent(), replied('substantive', '2025-05-09T22:30:00-05:00'))
      .when(at('2025-05-12T00:00:00Z'))
      .then(silence, over);
  });

  it('give a reply that is dated by month only the benefit of the doubt', () =>
    given(sent(), replied('substantive', '2025-05')).when(at('2025-06-12T00:00:00Z')).then(over));

  it('follow a correction of the date, and end again for the day that is right', () => {
    const corrected: Fact = {
      stream,
      type: 'LetterCorrected',
      data: { ...payloadExamples.LetterSent, on: '2025-03-12', corrects: eventId(0), reason: 'misread' },
    };
    given(sent(), corrected).when(at('2025-05-10T12:00:00Z')).thenNothing();
    const moved = { on: '2025-05-12', dueOn: '2025-05-11' };
    given(sent(), silence, over, corrected)
      .when(at('2025-05-12T12:00:00Z'))
      .then({ ...silence, data: { ...silence.data, ...moved } }, { ...over, data: { ...over.data, ...moved } });
  });

  it('end again for the first day when the correction was the error', () => {
    const corrected: Fact = {
      stream,
      type: 'LetterCorrected',
      data: { ...payloadExamples.LetterSent, on: '2025-03-12', corrects: eventId(0), reason: 'misread' },
    };
    const unsaid: Fact = {
      stream,
      type: 'RecordedInError',
      data: { on: '2025-05-01', event: eventId(1), reason: 'no' },
    };
    given(sent(), corrected, unsaid).when(at(midnight)).then(silence, over);
  });

  it('do not end under a void number, nor for a letter that was an error', () => {
    const voided: Fact = { stream, type: 'ReferenceVoided', data: payloadExamples.ReferenceVoided };
    const unsaid: Fact = {
      stream,
      type: 'RecordedInError',
      data: { on: '2025-03-12', event: eventId(0), reason: 'no' },
    };
    given(sent(), voided).when(at(midnight)).thenNothing();
    given(sent(), unsaid).when(at(midnight)).thenNothing();
    expect(windowEnds(foldCommunication(history([sent(), voided])))).toEqual([]);
  });

  it('know silence when the reply that seemed to come was another letter’s', () => {
    const unsaid: Fact = {
      stream,
      type: 'RecordedInError',
      data: { on: '2025-05-04', event: eventId(1), reason: 'no' },
    };
    given(sent(), replied('substantive', '2025-05-02'), unsaid).when(at(midnight)).then(silence, over);
  });

  it('are said to have ended once, also when that was recorded in error', () => {
    const unsaid: Fact = {
      stream,
      type: 'RecordedInError',
      data: { on: '2025-05-12', event: eventId(1), reason: 'no' },
    };
    given(sent(), silence, over, unsaid).when(at('2025-06-01T00:00:00Z')).thenNothing();
  });

  it('do not exist before the letter', () => given().when(at(midnight)).thenNothing());

  it('are looked at when they end, and no more once that is recorded', () => {
    expect(windowEnds(foldCommunication(history([sent()])))).toEqual([Date.parse(midnight), Date.parse(midnight)]);
    expect(windowEnds(foldCommunication(history([sent(), silence, over])))).toEqual([]);
    const answered = [sent(), replied('interim', '2025-05-01'), over];
    expect(windowEnds(foldCommunication(history(answered)))).toEqual([]);
  });

  it('are known to be the same after what does not touch them, and not after what may', () => {
    const reminded = { stream, type: 'ReminderSent', data: payloadExamples.ReminderSent } as const;
    const voided: Fact = { stream, type: 'ReferenceVoided', data: payloadExamples.ReferenceVoided };
    const seen: RecordedEvent[] = [];
    let before = noCommunication;
    const same = history([sent(), reminded, silence, over, replied('substantive', '2025-05-02'), voided]).map(
      (event) => {
        seen.push(event);
        const after = foldCommunication(seen);
        const isSame = haveSameWindows(before, after);
        before = after;
        return isSame;
      },
    );
    expect(same).toEqual([false, true, false, false, false, false]);
  });
});

describe('the windows of other letters', () => {
  it('of an urgent appeal end for the reply after 30 days and for publication after 60', () => {
    const dueOn = '2025-04-09';
    given(sent({ type: 'UA' }))
      .when(at('2025-04-10T12:00:00Z'))
      .then({ ...silence, data: { on: '2025-04-10', dueOn, policy: 'response-ua.2011.json' } });
  });

  it('of another letter end for publication after two days, and nobody counts silence', () =>
    given(sent({ type: 'OL', publicationWindow: null }))
      .when(at('2025-03-13T12:00:00Z'))
      .then({ ...over, data: { on: '2025-03-13', dueOn: '2025-03-12', policy: 'confidentiality-ol.2018.json' } }));
});

describe('silence', () => {
  const from = (time: string) => silenceFrom(foldCommunication(history([{ ...sent(), time }])), 60_000);

  it('is said at the end of the window when the letter had been on record before', () =>
    expect(from('2025-05-09T21:59:59.999Z')).toBe(Date.parse(midnight)));

  it('waits for the replies when the letter was recorded after its window had ended', () => {
    expect(from('2025-05-09T22:00:00.000Z')).toBe(Date.parse(midnight) + 60_000);
    expect(from('2026-01-10T09:00:00.000Z')).toBe(Date.parse('2026-01-10T09:01:00Z'));
  });

  describe('of a letter that was corrected', () => {
    const corrects = { corrects: eventId(0), reason: 'Misread.' };
    const corrected = (on: string, time: string): Fact => ({
      ...{ stream, type: 'LetterCorrected', time },
      data: { ...payloadExamples.LetterSent, ...corrects, on },
    });
    const first: Fact = { ...sent({ on: '2025-06-10' }), time: '2025-06-10T09:00:00.000Z' };
    const silenceOf = (...past: readonly Fact[]) => silenceFrom(foldCommunication(history([first, ...past])), 60_000);

    it('waits for the replies of then, when the correction moved the window to one that had ended long ago', () =>
      expect(silenceOf(corrected('2025-03-10', '2025-06-21T09:00:00.000Z'))).toBe(Date.parse('2025-06-21T09:01:00Z')));

    it('waits from the correction that brought the last day, and not anew from one that leaves it', () => {
      const [moved, left] = ['2025-06-21T09:00:00.000Z', '2025-06-22T09:00:00.000Z'];
      expect(silenceOf(corrected('2025-03-10', moved), corrected('2025-03-10', left))).toBe(Date.parse(moved) + 60_000);
      const back = [corrected('2025-06-10', left), corrected('2025-03-10', '2025-06-23T09:00:00.000Z')];
      expect(silenceOf(corrected('2025-03-10', moved), ...back)).toBe(Date.parse('2025-06-23T09:01:00Z'));
    });

    it('waits anew when a correction recorded in error brings a last day back that is over by now', () => {
      const error: Fact = {
        ...{ stream, type: 'RecordedInError', time: '2025-09-01T09:00:00.000Z' },
        data: { ...payloadExamples.RecordedInError, event: eventId(1) },
      };
      const past = [corrected('2025-08-01', '2025-08-01T09:00:00.000Z'), error];
      expect(silenceOf(...past)).toBe(Date.parse('2025-09-01T09:01:00Z'));
      const states = [1, 2, 3].map((n) => foldCommunication(history([first, ...past].slice(0, n))));
      const [, moved, restored] = states;
      expect(moved && restored && haveSameWindows(moved, restored)).toBe(false);
    });
  });

  it('is never said where no letter asks for an answer by a day', () =>
    expect(silenceFrom(noCommunication, 60_000)).toBe(Infinity));
});

describe('the windows of an imported letter', () => {
  const imported = (time: string): Fact => ({ ...sent(), by: { ps: 'imp', role: 'importer' }, time });

  it('that had ended before it was recorded wait a day, for its replies are still being imported', () => {
    const old = imported('2026-01-10T09:00:00.000Z');
    given(old).when(at('2026-01-11T08:59:59Z')).thenNothing();
    given(old).when(at('2026-01-11T09:00:00Z')).then(silence, over);
    expect(windowEnds(foldCommunication(history([old])))).toEqual(Array(2).fill(Date.parse('2026-01-11T09:00:00Z')));
  });

  it('that end later end as any other', () =>
    given(imported('2025-05-01T09:00:00.000Z')).when(at(midnight)).then(silence, over));

  const elsewhere: Fact = {
    stream,
    type: 'LetterPublished',
    data: { on: '2025-04-20', released: [], publishedElsewhere: { url: 'https://example.org', on: '2025-04-20' } },
  };

  it('that run still are the clock’s, also when the letter was published elsewhere meanwhile', () => {
    const past = [imported('2025-05-01T09:00:00.000Z'), elsewhere];
    given(...past)
      .when(at(midnight))
      .then(silence, over);
    expect(windowEnds(foldCommunication(history(past)))).toEqual([Date.parse(midnight), Date.parse(midnight)]);
  });

  it('are the import’s own once it says where the letter was published', () => {
    const past = [imported('2026-01-10T09:00:00.000Z'), elsewhere];
    given(...past)
      .when(at('2026-02-01T00:00:00Z'))
      .thenNothing();
    expect(windowEnds(foldCommunication(history(past)))).toEqual([]);
  });
});
