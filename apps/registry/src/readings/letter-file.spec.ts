import { describe, expect, it } from '@jest/globals';

import { LedgerError } from '#libs/ledger';

import { fileOf, mediaTypeOf } from './letter-file.js';

const mebibyte = new Uint8Array(2 ** 20).fill(97);

/** A body that tells how much of it was taken. */
function body(mebibytes: number, end?: Error) {
  const taken = { mebibytes: 0 };
  async function* parts(): AsyncIterable<Uint8Array> {
    for (; taken.mebibytes < mebibytes; taken.mebibytes++) yield await Promise.resolve(mebibyte);
    if (end !== undefined) throw end;
  }
  return { parts: parts(), taken };
}

const refusal = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'taken',
    (error: unknown) => (error instanceof LedgerError ? error.code : error),
  );

describe('the file of a letter', () => {
  it('is text or PDF, whatever the letters and parameters its type is written with', () => {
    expect(mediaTypeOf('Text/Plain; charset=utf-8')).toBe('text/plain');
    expect(mediaTypeOf('application/pdf')).toBe('application/pdf');
    for (const other of [undefined, '', 'text/html', 'application/json', 'text/plainer'])
      expect(() => mediaTypeOf(other)).toThrow('text/plain or application/pdf is expected');
  });

  it('is taken whole up to 8 MiB', async () => {
    expect(await fileOf(body(8).parts)).toHaveLength(8 * 2 ** 20);
    expect(await refusal(fileOf(body(9).parts))).toBe('BODY_TOO_LARGE');
  });

  it('is read on for a while when it is larger, so that the refusal is heard, and not for ever', async () => {
    const endless = body(1000);
    expect(await refusal(fileOf(endless.parts))).toBe('BODY_TOO_LARGE');
    expect(endless.taken.mebibytes).toBe(16);
  });

  it('is refused when it is empty or breaks off', async () => {
    expect(await refusal(fileOf(undefined))).toBe('LETTER_UNREADABLE');
    expect(await refusal(fileOf(body(0).parts))).toBe('LETTER_UNREADABLE');
    expect(await refusal(fileOf(body(1, new RangeError('aborted')).parts))).toBe('REQUEST_INVALID');
  });
});
