import { describe, expect, it } from '@jest/globals';

import { columns, counted, instantWords } from './print.js';

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

  it('counts one thing as one', () =>
    expect([counted(1, 'entry', 'entries'), counted(2, 'entry', 'entries'), counted(0, 'day')]).toEqual([
      '1 entry',
      '2 entries',
      '0 days',
    ]));

  it('says an instant to the minute, with its time zone', () =>
    expect(instantWords('2025-05-10T08:04:59.123Z')).toBe('2025-05-10 08:04 UTC'));
});
