import { describe, expect, it } from '@jest/globals';

import { identifyingIn } from './identifying-values.js';

describe('what of a sealed source is looked for', () => {
  it('is every name in it, of a person or an organisation, under whatever member and however deep', () => {
    const source = {
      name: 'Aïcha Quillon',
      organisation: 'Invented Watch',
      spokesperson: { nombre: 'Ib' },
      colleagues: ['Second Invented', 'Third Invented'],
    };
    expect(identifyingIn(source).names).toEqual([
      'Aïcha Quillon',
      'Invented Watch',
      'Ib',
      'Second Invented',
      'Third Invented',
    ]);
  });

  it('is where the source is reached, wherever that is written', () => {
    const source = {
      email: 'Q.Marwick@source.example',
      phone: '+999 12 345 678',
      contact: 'by mail (a.q@other.example), else +999 (98) 765-432',
      note: 'Never write to work@third.example.',
      handle: '@quillon_a',
    };
    const { names, numbers } = identifyingIn(source);
    expect(names).toEqual(
      expect.arrayContaining(['Q.Marwick@source.example', 'a.q@other.example', 'work@third.example', '@quillon_a']),
    );
    expect(numbers).toEqual(['99912345678', '99998765432']);
  });

  it('is nothing that many have in common', () => {
    const source = {
      ...{ name: 'anonymous', contact: 'none', language: 'Khmer', country: 'Cambodia', based: 'Viet Nam' },
      ...{ channel: 'secure form', note: 'Came in on 2025-03-12 in person.', trusted: 'yes' },
    };
    expect(identifyingIn(source)).toEqual({ names: [], numbers: [] });
  });
});
