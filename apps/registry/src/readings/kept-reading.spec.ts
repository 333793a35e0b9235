import { describe, expect, it } from '@jest/globals';

import { LetterSent, payloadExamples } from '#libs/domain';
import type { Reading } from '#libs/letters';

import { decodeContents, type DraftContents, encodeContents } from './draft-contents.js';
import { keptReading, keyOf, proposalOf } from './kept-reading.js';

const record = { addresseeCode: 'KHM', serial: 1, year: 2025 };
const reading = { record, evidence: {}, flags: [] } as unknown as Reading;
const letter = Object.assign(new LetterSent(), payloadExamples.LetterSent);
const contents: DraftContents = {
  ...{ request: 'ab', mediaType: 'application/pdf', text: 'Excelencia, “Señor” 🙂', reading, correction: {} },
  file: Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0x80]),
};

describe('a letter that was read', () => {
  it('is the same after it was kept, its file byte for byte', () => {
    const kept = decodeContents(encodeContents(contents));
    expect({ ...kept, file: Buffer.from(kept.file) }).toEqual(contents);
  });

  it('stands under the number that a person said, else under the one that was read', () => {
    expect(keyOf(contents)).toBe('KHM 1/2025');
    expect(keyOf({ reading, correction: { reference: 'KHM 2/2025' } })).toBe('KHM 2/2025');
  });

  it('proposes what a person said in place of what was read, and lacks nothing then', () => {
    expect(proposalOf({ reading, correction: { letter } })).toEqual({ letter, lacks: [] });
    const line = { id: 'one', label: 'KHM 1/2025', expiresAt: 0, revision: 3 };
    expect(keptReading(line, { ...contents, correction: { letter } })).toMatchObject({
      ...{ id: 'one', reference: 'KHM 1/2025', expiresAt: '1970-01-01T00:00:00.000Z', revision: 3 },
      ...{ proposal: { subject: letter.subject }, lacks: [] },
    });
  });
});
