import { describe, expect, it } from '@jest/globals';

import { columns, setInText } from './columns.js';
import { counted, instantWords } from './print.js';

describe('what is printed for a person', () => {
  it('stands in columns under its headings, whatever letters it is made of', () => {
    expect(
      columns(
        ['On', 'What'],
        [
          ['2025-03-10', 'Siobhán'],
          ['2025', '…'],
        ],
      ),
    ).toEqual(['On          What   ', '──────────  ───────', '2025-03-10  Siobhán', '2025        …      ']);
  });

  it('is broken between words where the screen is narrow, and stands below with its heading where there is no room beside', () => {
    const row = [
      '2025-03-10',
      'A letter of allegation was sent to the Government of Cambodia',
      'event-one',
      'verified',
      '',
    ];
    expect(columns(['On', 'What'], [row], 44)).toEqual([
      'On          What                            ',
      '──────────  ────────────────────────────────',
      '2025-03-10  A letter of allegation was sent ',
      '            to the Government of Cambodia   ',
    ]);
    const rows = [
      row,
      ['2025-03-11', 'A reply', 'event-two', 'WRONG', 'seen by nobody who knew about it before today'],
    ];
    expect(columns(['On', 'What', 'Event', 'Proof', 'Remark'], rows, 75).map((line) => line.trimEnd())).toEqual([
      'On          What',
      `${'─'.repeat(10)}  ${'─'.repeat(61)}`,
      '2025-03-10  A letter of allegation was sent to the Government of Cambodia',
      '  Event: event-one  Proof: verified',
      '2025-03-11  A reply',
      '  Event: event-two  Proof: WRONG',
      '  Remark: seen by nobody who knew about it before today',
    ]);
  });

  it('is a line for each value where there is only one thing and no room for its columns', () => {
    const row = ['2025-03-10', 'A letter of allegation was sent to the Government of Cambodia', 'event-one'];
    expect(columns(['On', 'What', 'Event'], [row], 60).map((line) => line.trimEnd())).toEqual([
      'On:     2025-03-10',
      'What:   A letter of allegation was sent to the Government of',
      '        Cambodia',
      'Event:  event-one',
    ]);
  });

  it.each([40, 60, 80, 120])('fits %i characters unless a single word is longer', (limit) => {
    const row = [
      '12',
      '2025-03-10',
      'ConfidentialityWindowElapsed',
      'a sentence of a few short words',
      'one more of them',
    ];
    for (const line of [...columns(row, [row, row], limit), ...setInText(row.join(' '), 4, limit)])
      expect([...line].length).toBeLessThanOrEqual(limit);
  });

  it('counts one thing as one', () =>
    expect([counted(1, 'entry', 'entries'), counted(2, 'entry', 'entries'), counted(0, 'day')]).toEqual([
      '1 entry',
      '2 entries',
      '0 days',
    ]));

  it('says an instant to the minute, with its time zone', () =>
    expect(instantWords('2025-05-10T08:04:59.123Z')).toBe('2025-05-10 08:04 UTC'));
});
