import { describe, expect, it } from '@jest/globals';

import { MemorySigner } from '#libs/testing';
import { utf8 } from './bytes.js';
import { keyProof } from './keys.js';
import { type OperatorRequest, operatorProofInput, verifyOperatorProof } from './operator-proof.js';

const request: OperatorRequest = { origin: 'ledger.test/x', method: 'POST', path: '/v1/keys', body: utf8('{"a":1}') };

describe('an operator’s request', () => {
  const key = new MemorySigner();
  const proofBy = async (signer: MemorySigner, of: OperatorRequest) => {
    const input = operatorProofInput(signer.kid, of);
    return keyProof(input, await signer.sign(input));
  };

  it('is proven by the issuer key it names', async () =>
    expect(await verifyOperatorProof(await proofBy(key, request), key.publicJwk, request)).toBe(true));

  it.each([
    ['ledger', { origin: 'ledger.test/y' }],
    ['address', { path: '/v1/keys/retirements' }],
    ['method', { method: 'PUT' }],
    ['body', { body: utf8('{"a":2}') }],
  ])('is not proven by the proof of another %s', async (_, change) =>
    expect(await verifyOperatorProof(await proofBy(key, { ...request, ...change }), key.publicJwk, request)).toBe(
      false,
    ),
  );

  it('is not proven by another key, nor by no signature', async () => {
    const proof = await proofBy(new MemorySigner(), request);
    expect(await verifyOperatorProof(proof, key.publicJwk, request)).toBe(false);
    expect(await verifyOperatorProof('', key.publicJwk, request)).toBe(false);
    expect(await verifyOperatorProof((await proofBy(key, request)).slice(0, -3), key.publicJwk, request)).toBe(false);
  });
});
