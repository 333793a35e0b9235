import { LedgerError } from '#libs/ledger';

/** What is said of a ledger whose answer cannot be one. */
export const unreadable = (reason: string): LedgerError => new LedgerError('LEDGER_UNREACHABLE', reason);

/**
 * The bytes of an answer, of which no more than so many are ever in memory, in however small pieces they come: who answers may mean harm,
 * and go on for ever. Throws `LEDGER_UNREACHABLE` when there are more.
 */
export async function limitedBytes(answer: Response, most: number): Promise<Uint8Array> {
  let bytes = new Uint8Array(Math.min(most, 64 * 1024));
  let length = 0;
  for await (const piece of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    // Leaving the loop ends the connection.
    if (length + piece.length > most) throw unreadable('an answer is larger than any that a ledger gives');
    if (length + piece.length > bytes.length) {
      const larger = new Uint8Array(Math.min(most, Math.max(2 * bytes.length, length + piece.length)));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(piece, length);
    length += piece.length;
  }
  return bytes.subarray(0, length);
}

/** As many values as a page of 500 statements has, or one of 50 records of heads of a thousand codes each, and more. */
const mostValues = 100_000;
const structural = new Set(Buffer.from('{[,'));

/** The JSON of an answer. Throws `LEDGER_UNREACHABLE` when it is none, or has more values in it than any page: they cost more than their text. */
export function parsedPage(bytes: Uint8Array): unknown {
  let values = 0;
  for (const byte of bytes) if (structural.has(byte) && ++values > mostValues) break;
  if (values > mostValues) throw unreadable('an answer holds more than any that a ledger gives');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('an answer is no JSON');
  }
}
