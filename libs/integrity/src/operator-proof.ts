import { toBase64url, toHex, fromBase64url, utf8 } from './bytes.js';
import { type Ed25519Jwk, publicKeyBytes, thumbprint } from './keys.js';
import { sha256, verifyEd25519 } from './platform.js';

/** A request that only the keeper of the ledger's keys may make. */
export interface OperatorRequest {
  readonly origin: string;
  readonly method: string;
  /** Without query, unless it is the query that says what is asked for. */
  readonly path: string;
  readonly body: Uint8Array;
}

/**
 * Signing input of the JWS by which an operator shows possession of an issuer key: whoever holds one can write the ledger anyway, so it,
 * and no token, is what keys are kept with. It holds for this request alone; sent again it adds nothing, because the ids of an operator's
 * events derive from what they say.
 */
export const operatorProofInput = (kid: string, { origin, method, path, body }: OperatorRequest): Uint8Array => {
  const header = `{"alg":"Ed25519","kid":"${kid}","typ":"ledger-operator+jws"}`;
  const payload = `ledger-operator/1 ${origin} ${method} ${path} ${toHex(sha256(body))}`;
  return utf8(`${toBase64url(utf8(header))}.${toBase64url(utf8(payload))}`);
};

/** Whether `proof` is the compact JWS of exactly this request by this key. */
export async function verifyOperatorProof(proof: string, jwk: Ed25519Jwk, request: OperatorRequest): Promise<boolean> {
  const input = operatorProofInput(thumbprint(jwk), request);
  const signed = `${new TextDecoder().decode(input)}.`;
  const signature = proof.startsWith(signed) ? fromBase64url(proof.slice(signed.length)) : undefined;
  return signature !== undefined && verifyEd25519(publicKeyBytes(jwk), input, signature);
}
