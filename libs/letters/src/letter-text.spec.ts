import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import { letterText } from './letter-text.js';

const codeOf = (bytes: Uint8Array): string => {
  try {
    return letterText(bytes);
  } catch (error) {
    return error instanceof LedgerError ? error.code : 'another error';
  }
};

describe('the bytes of a letter', () => {
  it('are its text when they are UTF-8, the byte order mark counted with it', () => {
    expect(letterText(Buffer.from('\ufeffExcelencia, “Señor”'))).toBe('\ufeffExcelencia, “Señor”');
  });

  it('are refused when they are no text in UTF-8', () => {
    expect(codeOf(Buffer.from([0x45, 0xe9, 0x20]))).toBe('LETTER_UNREADABLE');
    expect(codeOf(Buffer.from('Excellency,\0'))).toBe('LETTER_UNREADABLE');
    expect(codeOf(Buffer.from('Excellency,', 'utf16le'))).toBe('LETTER_UNREADABLE');
  });
});
