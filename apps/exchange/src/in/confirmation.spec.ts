import { describe, expect, it } from '@jest/globals';

import type { KeyOnRecord } from '#libs/domain';
import { signedMessageInput, toBase64url, utf8 } from '#libs/integrity';
import { MemorySigner } from '#libs/testing';

import { type Known, readConfirmation } from './confirmation.js';

const origin = 'ledger.test/confirmations';
const source = 'urn:agency:labour';
const own = 'ledger.events.labour.v1';
const signer = new MemorySigner();

const key = (state: KeyOnRecord['state'] = 'current', agency = 'labour'): KeyOnRecord => ({
  ...{ kid: signer.kid, jwk: { ...signer.publicJwk }, purpose: 'agency', state, agency, source },
});
const known = (keys: readonly KeyOnRecord[] = [key()]): Known => ({ origin, size: 100, keys });

async function confirmation(changed: object = {}, typ = 'ledger-consumption+jws', by = signer): Promise<Uint8Array> {
  const claims = { iss: source, aud: origin, topic: own, position: 42, ...changed };
  const input = signedMessageInput(by.kid, typ, utf8(JSON.stringify(claims)));
  return utf8(`${new TextDecoder().decode(input)}.${toBase64url(await by.sign(input))}`);
}

const refused = async (value: Uint8Array | undefined, by: Known = known()): Promise<string> =>
  readConfirmation(value, by).then(
    () => 'taken',
    (error: { readonly code: string }) => error.code,
  );

describe('an agency’s word that it has read up to a position', () => {
  it('says whose it is, of which topic, and how far', async () => {
    const expected = { agency: 'labour', topic: own, position: 42 };
    expect(await readConfirmation(await confirmation(), known())).toEqual(expected);
    const everyone = await confirmation({ topic: 'ledger.events.public.v1', position: 0 });
    expect(await readConfirmation(everyone, known())).toMatchObject({ topic: 'ledger.events.public.v1', position: 0 });
  });

  it('is none when it is not there, too long, or no JWS of this type', async () => {
    const values = [
      undefined,
      new Uint8Array(),
      utf8('x'.repeat(5000)),
      utf8('a.b.c'),
      await confirmation({}, 'ledger-submission+jws'),
      await confirmation({ more: 'x'.repeat(5000) }),
    ];
    for (const value of values) expect(await refused(value)).toBe('SUBMISSION_UNVERIFIED');
  });

  it('is not believed without a key of an agency that is in force', async () => {
    expect(await refused(await confirmation(), known([]))).toBe('KEY_UNKNOWN');
    expect(await refused(await confirmation({}, undefined, new MemorySigner()))).toBe('KEY_UNKNOWN');
    expect(await refused(await confirmation(), known([key('retired')]))).toBe('KEY_ENDED');
    expect(await refused(await confirmation(), known([key('revoked')]))).toBe('KEY_ENDED');
  });

  it('is not believed when a letter of it was altered', async () => {
    const text = new TextDecoder().decode(await confirmation());
    expect(await refused(utf8(`${text.slice(0, -4)}AAAA`))).toBe('SUBMISSION_UNVERIFIED');
  });

  it.each([
    ['in the name of another', { iss: 'urn:agency:migration' }],
    ['to another ledger', { aud: 'ledger.test/other' }],
    ['of another agency’s topic', { topic: 'ledger.events.migration.v1' }],
    ['of a topic that is not read', { topic: 'ledger.submissions.labour.v1' }],
  ])('is refused when it speaks %s', async (_, changed) =>
    expect(await refused(await confirmation(changed))).toBe('SUBMISSION_MISDIRECTED'),
  );

  it.each([-1, 100, 1e9, '42', null])('is refused when it names a position that is none: %p', async (position) =>
    expect(await refused(await confirmation({ position }))).toBe('POSITION_UNKNOWN'),
  );
});
