import { describe, expect, it } from '@jest/globals';

import { addresseeCodes, addresseeName, foundingCodes, isAddresseeCode } from './addressees.js';

describe('addressees', () => {
  it('are the 193 Members, the Holy See and the State of Palestine, and other actors under one code', () => {
    expect(addresseeCodes).toHaveLength(195);
    expect(addresseeCodes).toEqual([...addresseeCodes].sort());
    expect(addresseeCodes).toEqual(expect.arrayContaining(['VAT', 'PSE']));
    expect(foundingCodes).toHaveLength(196);
  });

  it.each([
    ['KHM', 'Cambodia'],
    ['LAO', "Lao People's Democratic Republic"],
    ['KOR', 'Republic of Korea'],
    ['VNM', 'Viet Nam'],
    ['TUR', 'Türkiye'],
    ['OTH', 'Other actors'],
  ])('%s is called %s', (code, name) => expect(addresseeName(code)).toBe(name));

  it.each(['HKG', 'TWN', 'XXX', 'OTH', 'khm', 'constructor', '__proto__'])('%s is not the code of a State', (code) =>
    expect(isAddresseeCode(code)).toBe(false),
  );
});
