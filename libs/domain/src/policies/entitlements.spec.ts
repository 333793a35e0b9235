import { describe, expect, it } from '@jest/globals';

import { isAddresseeCode } from '../reference-data/addressees.js';
import { neverShared } from './agency-entitlements.js';
import { entitlementFiles, entitlementsOn } from './entitlements.js';

describe('the table of what agencies may see', () => {
  it('names each agency once, with codes that exist, and nothing that was confided', () => {
    for (const { agencies } of entitlementFiles) {
      const names = agencies.map(({ agency }) => agency);
      expect(new Set(names).size).toBe(names.length);
      for (const { agency, codes, kinds } of agencies) {
        expect(agency).toMatch(/^[a-z][a-z0-9-]{1,39}$/);
        if (codes !== 'every') expect(codes.every(isAddresseeCode)).toBe(true);
        expect(kinds.filter((kind) => (neverShared as readonly string[]).includes(kind))).toEqual([]);
      }
    }
  });

  it('gives nothing to an agency that it does not name', () =>
    expect(entitlementsOn('2025-06-20').find(({ agency }) => agency === 'unheard-of')).toBeUndefined());
});
