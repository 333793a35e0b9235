import { LedgerError } from '#libs/ledger';

import { type LetterMediaType, letterMediaTypes } from './letter-reader.js';

/** Bytes of a letter's file. */
const largest = 8 * 1024 * 1024;

/** What a body is sent as, without parameters. Throws `MEDIA_TYPE` for what no letter is. */
export function mediaTypeOf(header: string | undefined): LetterMediaType {
  const named = header?.split(';', 1)[0]?.trim().toLowerCase();
  const type = letterMediaTypes.find((each) => each === named);
  if (type === undefined) throw new LedgerError('MEDIA_TYPE', `${letterMediaTypes.join(' or ')} is expected`);
  return type;
}

/**
 * The bytes of a body. Throws `BODY_TOO_LARGE` for more than a letter has, after reading on for as much again: who is still sending may not
 * hear an answer; `LETTER_UNREADABLE` for none, `REQUEST_INVALID` when it breaks off.
 */
export async function fileOf(body: AsyncIterable<Uint8Array> | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of whole(body)) {
    bytes += part.length;
    if (bytes > 2 * largest) break;
    if (bytes <= largest) parts.push(part);
  }
  if (bytes > largest) throw new LedgerError('BODY_TOO_LARGE', `a letter has at most ${largest >> 20} MiB`);
  if (bytes === 0) throw new LedgerError('LETTER_UNREADABLE', 'the file is empty');
  return Buffer.concat(parts);
}

async function* whole(body: AsyncIterable<Uint8Array> | undefined): AsyncIterable<Uint8Array> {
  try {
    yield* body ?? [];
  } catch (cause) {
    throw new LedgerError('REQUEST_INVALID', 'the body breaks off', { cause });
  }
}
