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
    { what: 'a type that no letter has', file: text, type: 'application/msword', is: [415, 'MEDIA_TYPE'] },
    { what: 'JSON', file: '{}', type: 'application/json', is: [415, 'MEDIA_TYPE'] },
    { what: 'a text in another encoding', file: text, type: 'text/plain; charset=iso-8859-1', is: [415, 'MEDIA_TYPE'] },
    { what: 'an empty file', file: '', type: 'text/plain', is: [422, 'LETTER_UNREADABLE'] },
    {
      what: 'what is not UTF-8',
      file: Buffer.from([0xff, 0xfe, 0x41]),
      type: 'text/plain',
      is: [422, 'LETTER_UNREADABLE'],
    },
    { what: 'U+0000', file: `${text}\0`, type: 'text/plain', is: [422, 'LETTER_UNREADABLE'] },
    { what: 'another text', file: 'Dear all, see you on Monday.', type: 'text/plain', is: [422, 'LETTER_UNREADABLE'] },
    {
      what: 'a letter without a reference',
      file: text.replace(/Ref\.: .*/, ''),
      type: 'text/plain',
      is: [422, 'LETTER_WITHOUT_REFERENCE'],
    },
    { what: 'a PDF called text', file: pdfOf(text), type: 'text/plain', is: [422, 'LETTER_UNREADABLE'] },
    { what: 'text called a PDF', file: text, type: 'application/pdf', is: [422, 'LETTER_UNREADABLE'] },
    {
      what: 'a broken PDF',
      file: pdfOf(text).subarray(0, 40),
      type: 'application/pdf',
      is: [422, 'LETTER_UNREADABLE'],
    },
    {
      what: 'a text longer than any letter',
      file: text.repeat(40),
      type: 'text/plain',
      is: [422, 'LETTER_UNREADABLE'],
    },
    {
      what: 'more than 8 MiB',
      file: Buffer.alloc(8 * 2 ** 20 + 1, 'a'),
      type: 'text/plain',
      is: [413, 'BODY_TOO_LARGE'],
    },
  ])('is refused when it is $what', async ({ file, type, is }) => {
    const { json, ...answer } = await clerk.read(file, { type });
    expect([answer.status, json.code]).toEqual(is);
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
