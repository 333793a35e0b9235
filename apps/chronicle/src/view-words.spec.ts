import { describe, expect, it } from '@jest/globals';

import { titleOf } from './view-words.js';

describe('what a timeline says of an event', () => {
  it('is the sentence of the catalogue', () =>
    expect(titleOf('PressReleaseIssued', { title: 'Experts concerned' })).toBe('Press release: Experts concerned'));

  it('is the words of its name when this software does not know the type', () =>
    expect(titleOf('MonumentUnveiled', {})).toBe('Monument unveiled'));
});
