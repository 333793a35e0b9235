import { describe, expect, it } from '@jest/globals';

import { letterTypes } from './letter-types.js';
import { reportLabel } from './report-label.js';

describe('the label of a letter in lists and reports', () => {
  it.each([
    ['AL', 1, 'AL'],
    ['AL', 2, 'JAL'],
    ['AL', 3, 'JAL'],
    ['UA', 1, 'UA'],
    ['UA', 2, 'JUA'],
    ['OL', 1, 'OL'],
    ['OL', 9, 'JOL'],
    ['AL', 0, 'AL'],
  ] as const)('of %s by %i mandates is %s', (type, mandates, label) => expect(reportLabel(type, mandates)).toBe(label));

  it('that an old list printed is kept verbatim', () => {
    for (const label of letterTypes.filter((type) => !['AL', 'UA', 'OL'].includes(type)))
      for (const mandates of [0, 1, 2, 5]) expect(reportLabel(label, mandates)).toBe(label);
  });
});
