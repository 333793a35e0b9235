import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { fromUtf8, readSignedMessage } from '#libs/integrity';

import { openSealed } from './sealed-message.js';

interface AgencyKey {
  readonly kid: string;
  readonly crv: 'Ed25519';
  readonly kty: 'OKP';
  readonly x: string;
}
interface IntakeKey {
  readonly kid: string;
  readonly crv: string;
  readonly d: string;
  readonly kty: string;
  readonly x: string;
}
const { input, expected } = JSON.parse(readFileSync('test/vectors/submission.json', 'utf8')) as {
  readonly input: { readonly agency: AgencyKey; readonly intake: IntakeKey; readonly payload: string };
  readonly expected: { readonly jws: string; readonly jwe: string };
};

describe('A submission, byte for byte as agencies were told to make it', () => {
  const { kid: intakeKid, ...intake } = input.intake;
  const privateKey = createPrivateKey({ key: intake, format: 'jwk' });
  const keyOf = (kid: string) => Promise.resolve(kid === intakeKid ? privateKey : undefined);

  it('opens with the intake key to what the agency signed', async () => {
    expect(await openSealed(Buffer.from(expected.jwe), keyOf)).toBe(expected.jws);
  });

  it('is signed by the key that the agency registered, and by no other', async () => {
    const message = readSignedMessage(expected.jws, 'ledger-submission+jws');
    const { kid, ...jwk } = input.agency;
    expect(message?.kid).toBe(kid);
    expect(fromUtf8(message?.payload ?? new Uint8Array())).toBe(input.payload);
    const { crv, kty, x } = jwk;
    expect(await message?.isSignedBy({ crv, kty, x })).toBe(true);
    expect(await message?.isSignedBy({ crv, kty, x: input.intake.x })).toBe(false);
  });
});
