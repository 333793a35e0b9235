import { describe, expect, it } from '@jest/globals';

import { payloadExamples } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import { type LetterPage, silenceWords } from './silence.js';

const fields = payloadExamples.LetterSent as unknown as JsonObject;
/** A letter of 10 March 2025, whose window ends on 9 May; and as it would be of an earlier or a later day. */
const sent = { event: 'sent', position: 20, fields };
const dated = (on: string, more: object = {}) => ({
  ...{ event: `of ${on}`, position: 21, fields: { ...fields, on } },
  ...more,
});
const page = (...versions: LetterPage['versions']): LetterPage => ({ versions, replies: [], thread: [] });
const recorded = (type: string, eventId: string, time: string) => ({
  ...{ eventId, type, time },
  ...{ stream: 'communication-KHM-1-2025', revision: 0, position: type === 'LetterSent' ? 20 : 21 },
});
const recordedAt = (time: string) => recorded('LetterSent', 'sent', time);
const inMay = '2025-05-10T08:00:00.000Z';

describe('what is said of a letter once it is recorded', () => {
  it('names the day on which its window ended, when it was recorded after that', () =>
    expect(silenceWords(page(sent), recordedAt(inMay)).join(' ')).toContain('Its window ended on 2025-05-09'));

  it('says nothing while the window runs, its last day in Geneva included', () => {
    expect(silenceWords(page(sent), recordedAt('2025-03-11T08:00:00.000Z'))).toEqual([]);
    expect(silenceWords(page(sent), recordedAt('2025-05-09T21:59:59.000Z'))).toEqual([]);
    expect(silenceWords(page(sent), recordedAt('2025-05-09T22:00:00.000Z'))).not.toEqual([]);
  });

  it('and nothing of a letter that asks for no answer by a day', () => {
    const open = { ...fields, type: 'OL', publicationWindow: null, replyAskedBy: null };
    expect(silenceWords(page({ ...sent, fields: open }), recordedAt(inMay))).toEqual([]);
  });
});

describe('what is said of a letter once its record is corrected', () => {
  const late = dated('2025-01-10');
  const correctedAt = (time: string, event = late.event) => recorded('LetterCorrected', event, time);

  it('names the day on which its window ended, when the correction moved that day into the past', () => {
    expect(silenceWords(page(sent, late), correctedAt('2025-04-01T08:00:00.000Z')).join(' ')).toContain(
      "So the letter's window ended on 2025-03-11",
    );
    expect(silenceWords(page(sent, late), correctedAt('2025-03-11T08:00:00.000Z'))).toEqual([]);
  });

  it('says nothing when the correction left the day as it was: nobody is waited for anew', () => {
    const same = dated('2025-03-10', { event: 'same' });
    expect(silenceWords(page(sent, same), correctedAt(inMay, 'same'))).toEqual([]);
  });

  it('says nothing of a day by which an answer is on record, or of which the clock has spoken', () => {
    const words = (more: Partial<LetterPage>) => silenceWords({ ...page(sent, late), ...more }, correctedAt(inMay));
    const reply = { on: '2025-02-01', kind: 'substantive' };
    expect(words({ replies: [reply] })).toEqual([]);
    expect(words({ replies: [{ ...reply, inErrorBy: 'later' }] })).not.toEqual([]);
    expect(words({ replies: [{ ...reply, kind: 'acknowledgement' }] })).not.toEqual([]);
    expect(words({ thread: [{ type: 'ResponseWindowElapsed', facts: { dueOn: '2025-03-11' } }] })).toEqual([]);
    expect(words({ thread: [{ type: 'ResponseWindowElapsed', facts: { dueOn: '2025-05-09' } }] })).not.toEqual([]);
  });

  it('speaks of a correction that was an error in the same way, and of nothing else that was one', () => {
    const mistaken = dated('2025-09-10', { inErrorBy: 'error' });
    const error = recorded('RecordedInError', 'error', '2025-06-01T08:00:00.000Z');
    expect(silenceWords(page(sent, mistaken), error).join(' ')).toContain("the letter's window ended on 2025-05-09");
    expect(silenceWords(page(sent), error)).toEqual([]);
  });
});
