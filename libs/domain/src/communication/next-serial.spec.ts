import { describe, expect, it } from '@jest/globals';

import { eventId, type Fact, history, khm, letterFile, refusal, told } from '#libs/testing';
import type { CommunicationState } from './communication.js';
import { nextSerial, refuseTakenNumber } from './next-serial.js';

const stateAfter = (...facts: readonly Fact[]): CommunicationState => letterFile(history(facts)).communication;
const sent = stateAfter(told('LetterSent'));
const inError = stateAfter(told('LetterSent'), told('RecordedInError', { event: eventId(0) }));
const voided = stateAfter(told('ReferenceVoided'));

describe('the next number of an addressee', () => {
  const next = (...numbers: readonly (readonly [number, CommunicationState])[]): number => nextSerial(new Map(numbers));

  it('is one more than the highest', () => expect([next(), next([1, sent], [4, sent])]).toEqual([1, 5]));

  it('is never one that a letter recorded in error had, nor a void one', () => {
    expect([next([1, inError]), next([1, sent], [2, inError]), next([1, sent], [2, voided])]).toEqual([2, 3, 3]);
    expect(next([2, sent], [3, inError], [4, inError], [6, inError])).toBe(5);
  });

  it('is not moved by a number far too high that was recorded in error, and passes that one over', () => {
    expect([next([1, sent], [900_000, inError]), next([8, sent], [9, inError])]).toEqual([2, 10]);
  });

  it('is refused for a letter where another registry was faster, also when that one has been recorded in error since', () => {
    const refused = (state: CommunicationState) => refusal(() => refuseTakenNumber(khm, state));
    expect([sent, inError, voided].map(refused)).toEqual(Array(3).fill('LETTER_ALREADY_SENT'));
    expect(refused(stateAfter())).toBeUndefined();
  });
});
