import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createDeflate, deflateSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerProcess, pdfOf, seedLetter, temporaryHome } from '#libs/testing';

import { type Kept, Reader } from './readings-of.js';

const { text } = seedLetter();

/** A PDF whose one page unfolds to this many MiB of blanks, deflated and deflated again to little more than a kilobyte. */
async function folded(mebibytes: number): Promise<Buffer> {
  const deflate = createDeflate({ level: 9 });
  const parts: Buffer[] = [];
  deflate.on('data', (part: Buffer) => parts.push(part));
  const blanks = Buffer.alloc(2 ** 20, ' ');
  for (let n = 0; n < mebibytes; n++) if (!deflate.write(blanks)) await once(deflate, 'drain');
  deflate.end();
  await once(deflate, 'end');
  return pdfOf('', { content: deflateSync(Buffer.concat(parts), { level: 9 }), filter: '[/FlateDecode /FlateDecode]' });
}

/** A PDF that shows one letter millions of times, each in another place. */
const crowded = (): Buffer =>
  pdfOf('', { content: deflateSync(Buffer.from(`BT /F1 10 Tf ${'1 0 0 1 5 5 Tm (a) Tj '.repeat(8e6)} ET`)) });

describe('a file that is sent to be read', () => {
  let ledger: LedgerProcess;
  let clerk: Reader;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-03-11T09:00:00Z');
    clerk = await Reader.of(ledger, 'clerk.one');
  });
  afterAll(() => ledger.stop());

  it.each([
    ['a type that no letter has', text, 'application/msword', 415, 'MEDIA_TYPE'],
    ['JSON', '{}', 'application/json', 415, 'MEDIA_TYPE'],
    ['a text in another encoding', text, 'text/plain; charset=iso-8859-1', 415, 'MEDIA_TYPE'],
    ['an empty file', '', 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['what is not UTF-8', Buffer.from([0xff, 0xfe, 0x41]), 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['U+0000', `${text}\0`, 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['another text', 'Dear all, see you on Monday.', 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['a letter without a reference', text.replace(/Ref\.: .*/, ''), 'text/plain', 422, 'LETTER_WITHOUT_REFERENCE'],
    ['a PDF called text', pdfOf(text), 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['text called a PDF', text, 'application/pdf', 422, 'LETTER_UNREADABLE'],
    ['a broken PDF', pdfOf(text).subarray(0, 40), 'application/pdf', 422, 'LETTER_UNREADABLE'],
    ['a text longer than any letter', text.repeat(40), 'text/plain', 422, 'LETTER_UNREADABLE'],
    ['more than 8 MiB', Buffer.alloc(8 * 2 ** 20 + 1, 'a'), 'text/plain', 413, 'BODY_TOO_LARGE'],
  ])('is refused when it is %s', async (_, file, type, status, code) => {
    const { json, ...answer } = await clerk.read(file, { type });
    expect([answer.status, json.code]).toEqual([status, code]);
    expect((await clerk.list()).json).toEqual({ readings: [], next: null });
  });

  it('is one of at most twenty, which are listed page by page', async () => {
    for (let n = 0; n < 20; n++) expect((await clerk.read(text)).status).toBe(201);
    expect(await clerk.read(text)).toMatchObject({ status: 409, json: { code: 'READINGS_TOO_MANY' } });
    const { readings, next } = (await clerk.list()).json as unknown as { readings: Kept[]; next: string };
    const rest = (await clerk.list(`?from=${next}`)).json as unknown as { readings: Kept[]; next: null };
    const ids = [...readings, ...rest.readings].map(({ id }) => id);
    expect([new Set(ids).size, rest.next]).toEqual([20, null]);
    for (const id of ids) expect((await clerk.discard(id)).status).toBe(204);
    expect((await (await Reader.of(ledger, 'clerk.two')).read(text)).status).toBe(201);
  });

  it.each([
    ['unfolds to a thousand times its size', () => folded(700)],
    ['shows a letter millions of times', () => Promise.resolve(crowded())],
  ])('is refused when it is a PDF that %s, and the ledger answers others meanwhile', async (_, make) => {
    const began = clerk.read(await make(), { type: 'application/pdf' });
    const refused = began.then(({ status, json }) => [status, json.code]);
    let answers = 0;
    for (let open = true; open; answers++) {
      expect((await clerk.caller.get('/healthz')).status).toBe(200);
      open = await Promise.race([refused.then(() => false), pause(100, true)]);
    }
    expect(await refused).toEqual([422, 'LETTER_UNREADABLE']);
    expect(answers).toBeGreaterThan(1);
  });
});
