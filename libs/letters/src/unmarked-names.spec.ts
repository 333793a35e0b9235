import { describe, expect, it } from '@jest/globals';

import { unmarkedNames } from './unmarked-names.js';

describe('names of persons in clear texts', () => {
  it.each([
    ['Please say where Mr. Ansel Okonjo is held.', 'Mr. Ansel Okonjo'],
    ['the arrest of Ms Oriel van der Heide in May', 'Ms Oriel van der Heide'],
    ['la detención de la Sra. Inés Quiroga', 'Sra. Inés Quiroga'],
    ['Dr.\u00a0Tove Ashdown-Reyes', 'Dr.\u00a0Tove Ashdown-Reyes'],
  ])('in "%s" %s is found', (text, name) => expect(unmarkedNames(text).map(({ quote }) => quote)).toEqual([name]));

  it.each([
    ['a marked name', 'Please say where [name 1] is held.'],
    ['a title without a name', 'Please inform the Special Rapporteur and Mr. [name 2].'],
    ['a State and an office', 'the Government of Cambodia and the Ministry of Labour'],
  ])('%s is none', (_, text) => expect(unmarkedNames(text)).toEqual([]));

  it('stands at code point offsets', () => {
    const text = '\u{1F54A} Mrs. Wren Abara';
    expect(unmarkedNames(text)).toEqual([{ start: 2, end: 17, quote: 'Mrs. Wren Abara' }]);
  });
});
