import { describe, expect, it } from '@jest/globals';
import { type StreamKind, vocabulary } from '#libs/ledger';
import { type AgencyEntitlement, maySee, neverShared, sharedLabels } from './agency-entitlements.js';

const kinds = Object.keys(vocabulary) as StreamKind[];
const shared = kinds.filter((kind) => !(neverShared as readonly StreamKind[]).includes(kind));
const everything = { agency: 'all-seeing', codes: 'every', kinds: shared, labels: sharedLabels } as AgencyEntitlement;
const labour: AgencyEntitlement = {
  agency: 'labour',
  codes: ['KHM'],
  kinds: ['communication', 'handling', 'follow_up', 'report'],
  labels: ['addressee_facing'],
};

describe('what an agency may see', () => {
  it.each(neverShared)('is never an %s stream, even when a table names one', (kind) => {
    const careless = { ...everything, kinds } as unknown as AgencyEntitlement;
    for (const label of sharedLabels) expect(maySee(careless, { kind, codes: ['KHM'], label })).toBe(false);
  });

  it('is what its codes, kinds and labels name, and nothing else', () => {
    const letter = { kind: 'communication', codes: ['KHM'], label: 'addressee_facing' } as const;
    expect(maySee(labour, letter)).toBe(true);
    expect(maySee(labour, { ...letter, codes: ['VNM'] })).toBe(false);
    expect(maySee(labour, { ...letter, codes: [] })).toBe(false);
    expect(maySee(labour, { ...letter, kind: 'press_release' })).toBe(false);
    expect(maySee(labour, { ...letter, kind: 'handling', label: 'internal' })).toBe(false);
  });

  it('includes what everyone reads, of the kinds and codes named', () => {
    expect(maySee(labour, { kind: 'follow_up', codes: ['KHM'], label: 'public' })).toBe(true);
    expect(maySee(labour, { kind: 'report', codes: [], label: 'public' })).toBe(true);
    expect(maySee({ ...labour, labels: [] }, { kind: 'report', codes: [], label: 'public' })).toBe(false);
  });

  it('can be everything that is shared at all', () => {
    for (const kind of shared)
      for (const label of sharedLabels) expect(maySee(everything, { kind, codes: ['KHM'], label })).toBe(true);
  });
});
