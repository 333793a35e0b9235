import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import { doubtsAbout } from './doubts.js';
import { letterSentFrom, proposedLetter } from './letter-sent.js';
import { readLetter } from './read-letter.js';
import type { Reading } from './reading.js';

const letter = (reference: string): Reading =>
  readLetter(`Mandates of the Special Rapporteur on the right to food

Ref.: ${reference}

10 March 2025

Excellency,

We have the honour to address you in our capacity as Special Rapporteur on the right to food, pursuant to Human Rights Council resolution 49/13.
`);
const rests = { restsOn: 'public_reports', documents: [] } as const;
const refusalOf = (reading: Reading) => {
  try {
    return letterSentFrom(reading, rests);
  } catch (error) {
    return error instanceof LedgerError ? error.code : error;
  }
};

describe('the record that a reading proposes', () => {
  it('is whole for a letter to a State whose reference prints its type', () => {
    const reading = letter('AL KHM 1/2025');
    const { letter: proposed, lacks } = proposedLetter(reading, rests);
    expect(lacks).toEqual([]);
    expect(proposed).toEqual(letterSentFrom(reading, rests));
    expect(proposed).toMatchObject({ type: 'AL', addressee: { name: 'Cambodia', kind: 'state' }, on: '2025-03-10' });
  });

  it('leaves out to whom a letter under OTH is, which its reference does not say, until somebody says it', () => {
    const reading = letter('AL OTH 7/2025');
    const { letter: proposed, lacks } = proposedLetter(reading, rests);
    expect(proposed).not.toHaveProperty('addressee');
    expect(lacks.map(({ member }) => member)).toEqual(['addressee']);
    expect(refusalOf(reading)).toBe('ADDRESSEE_UNKNOWN');
    const addressee = { name: 'ASEAN', kind: 'regional_body', id: 'asean' } as const;
    expect(proposedLetter(reading, { ...rests, addressee })).toMatchObject({ letter: { addressee }, lacks: [] });
  });

  it('leaves out the type that a reference line does not print', () => {
    const reading = letter('KHM 1/2025');
    const { letter: proposed, lacks } = proposedLetter(reading, rests);
    expect(proposed).not.toHaveProperty('type');
    expect(lacks.map(({ code }) => code)).toEqual(['REFERENCE_INVALID']);
    expect(refusalOf(reading)).toBe('REFERENCE_INVALID');
  });

  it('is in doubt where the number may be another’s', () => {
    expect(doubtsAbout(letter('AL KHM 1/2025'))).toEqual([]);
    expect(doubtsAbout(letter('AL KHM 12025')).map(({ code }) => code)).toEqual(['REFERENCE_SCANNED']);
  });
});
