import { describe, expect, it } from '@jest/globals';

import { payloadExamples } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import { silenceWords } from './silence.js';

const data = payloadExamples.LetterSent as unknown as JsonObject;
const recordedAt = (time: string) => [
  { eventId: 'e', type: 'LetterSent', stream: 'communication-KHM-1-2025', revision: 0, position: 20, time },
];

describe('what is said of a letter once it is recorded', () => {
  it('names the day on which its window ended, when it was recorded after that', () =>
    expect(silenceWords({ type: 'LetterSent', data }, recordedAt('2025-05-10T08:00:00.000Z')).join(' ')).toContain(
      'Its window ended on 2025-05-09',
    ));

  it('says nothing while the window runs, its last day in Geneva included', () => {
    expect(silenceWords({ type: 'LetterSent', data }, recordedAt('2025-03-11T08:00:00.000Z'))).toEqual([]);
    expect(silenceWords({ type: 'LetterSent', data }, recordedAt('2025-05-09T21:59:59.000Z'))).toEqual([]);
    expect(silenceWords({ type: 'LetterSent', data }, recordedAt('2025-05-09T22:00:00.000Z'))).not.toEqual([]);
  });

  it('and nothing of a letter that asks for no answer by a day, or of another record', () => {
    const open = { ...data, type: 'OL', publicationWindow: null, replyAskedBy: null } as JsonObject;
    expect(silenceWords({ type: 'LetterSent', data: open }, recordedAt('2026-01-01T08:00:00.000Z'))).toEqual([]);
    expect(silenceWords({ type: 'ReminderSent', data }, recordedAt('2026-01-01T08:00:00.000Z'))).toEqual([]);
  });
});
