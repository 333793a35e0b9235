import { LedgerError } from '#libs/ledger';

/** The text of a letter's file; a byte order mark stays, because evidence counts it. `LETTER_UNREADABLE` for what is no text in UTF-8. */
export function letterText(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text.includes('\0')) throw new LedgerError('LETTER_UNREADABLE', 'the file holds U+0000, as no text does');
  return text;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new LedgerError('LETTER_UNREADABLE', 'the file is not text in UTF-8', { cause });
  }
}
