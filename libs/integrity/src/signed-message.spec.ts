import { generateKeyPairSync, sign } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { toBase64url, utf8 } from './bytes.js';
import { type Ed25519Jwk, thumbprint } from './keys.js';
import { readSignedMessage, signedMessageInput } from './signed-message.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const jwk: Ed25519Jwk = { crv: 'Ed25519', kty: 'OKP', x: publicKey.export({ format: 'jwk' }).x ?? '' };
const typ = 'ledger-submission+jws';
const kid = thumbprint(jwk);

const signed = (input: string): string => `${input}.${toBase64url(sign(null, utf8(input), privateKey))}`;
const message = (payload: string): string =>
  signed(new TextDecoder().decode(signedMessageInput(kid, typ, utf8(payload))));
const withHeader = (header: string): string => signed(`${toBase64url(utf8(header))}.${toBase64url(utf8('{}'))}`);

describe('a message that an agency signed', () => {
  it('says whose key it is signed by, and is believed only on that key', async () => {
    const read = readSignedMessage(message('{"a":1}'), typ);
    expect([read?.kid, read && new TextDecoder().decode(read.payload)]).toEqual([kid, '{"a":1}']);
    expect(await read?.isSignedBy(jwk)).toBe(true);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
    expect(await read?.isSignedBy({ ...jwk, x: other })).toBe(false);
  });

  it('may have its header in any order', () =>
    expect(readSignedMessage(withHeader(`{"typ": "${typ}", "alg": "Ed25519", "kid": "${kid}"}`), typ)?.kid).toBe(kid));

  it('is none with another algorithm, type or member, or with a member twice', () => {
    const members = `"alg":"Ed25519","kid":"${kid}","typ":"${typ}"`;
    expect(readSignedMessage(withHeader(`{${members}}`), typ)).toBeDefined();
    for (const header of [
      `{${members.replace('Ed25519', 'EdDSA')}}`,
      `{${members.replace('Ed25519', 'none')}}`,
      `{${members.replace('submission', 'key')}}`,
      `{${members},"crit":["exp"]}`,
      `{${members},"alg":"Ed25519"}`,
      `{"alg":"Ed25519","typ":"${typ}"}`,
      `[${members}]`,
      'no json',
    ])
      expect(readSignedMessage(withHeader(header), typ)).toBeUndefined();
  });

  it.each([
    '',
    '..',
    'a.b.c',
    `${message('{}')}.more`,
    `${message('{}')}=`,
    message('{}').slice(0, -1),
    message('{}').replace('.', '..'),
  ])('is none in another form: %#', (text) => expect(readSignedMessage(text, typ)).toBeUndefined());
});
