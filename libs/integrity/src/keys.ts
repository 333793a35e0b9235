import { canonicalJson } from '#libs/ledger';
import { fromBase64url, toBase64url, utf8 } from './bytes.js';
import { sha256, verifyEd25519 } from './platform.js';

/** A public key as RFC 8037 writes it, with no other member. */
export interface Ed25519Jwk {
  readonly crv: 'Ed25519';
  readonly kty: 'OKP';
  readonly x: string;
}

/** The key agencies encrypt their submissions to. */
export interface X25519Jwk {
  readonly crv: 'X25519';
  readonly kty: 'OKP';
  readonly x: string;
}

const keyPurposes = ['issuer', 'log', 'intake', 'agency'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

export const isKeyPurpose = (value: unknown): value is KeyPurpose =>
  (keyPurposes as readonly unknown[]).includes(value);

export const isEd25519Jwk = (value: unknown): value is Ed25519Jwk => isOkpJwk(value, 'Ed25519');
export const isX25519Jwk = (value: unknown): value is X25519Jwk => isOkpJwk(value, 'X25519');

function isOkpJwk(value: unknown, curve: string): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'crv,kty,x') return false;
  const { crv, kty, x } = value as Record<string, unknown>;
  return crv === curve && kty === 'OKP' && typeof x === 'string' && fromBase64url(x)?.length === 32;
}

export const ed25519Jwk = (publicKey: Uint8Array): Ed25519Jwk => ({
  crv: 'Ed25519',
  kty: 'OKP',
  x: toBase64url(publicKey),
});

/** The 32 bytes of a key; empty when `x` is not base64url. */
export const publicKeyBytes = (jwk: Ed25519Jwk | X25519Jwk): Uint8Array => fromBase64url(jwk.x) ?? new Uint8Array();

/** RFC 7638 thumbprint with SHA-256, base64url: the `kid`. */
export const thumbprint = ({ crv, kty, x }: Ed25519Jwk | X25519Jwk): string =>
  toBase64url(sha256(canonicalJson({ crv, kty, x })));

/** Signing input of the JWS by which a key shows that its holder asks for it to be added (`KeyAdded.proof`). */
export const keyProofInput = (kid: string, iss: string, purpose: KeyPurpose): Uint8Array =>
  utf8(proofText(kid, iss, purpose));

/** The compact JWS, given the new key's own signature over `keyProofInput`. */
export const keyProof = (input: Uint8Array, signature: Uint8Array): string =>
  `${new TextDecoder().decode(input)}.${toBase64url(signature)}`;

function proofText(kid: string, iss: string, purpose: KeyPurpose): string {
  const header = `{"alg":"Ed25519","kid":"${kid}","typ":"ledger-key+jws"}`;
  return `${toBase64url(utf8(header))}.${toBase64url(utf8(`ledger-key/1 ${iss} ${kid} ${purpose}`))}`;
}

/** Whether `proof` is exactly the proof of possession of `jwk` for this origin and purpose. */
export async function verifyKeyProof(
  proof: string,
  jwk: Ed25519Jwk,
  iss: string,
  purpose: KeyPurpose,
): Promise<boolean> {
  const signed = proofText(thumbprint(jwk), iss, purpose);
  const signature = proof.startsWith(`${signed}.`) ? fromBase64url(proof.slice(signed.length + 1)) : undefined;
  return signature !== undefined && verifyEd25519(publicKeyBytes(jwk), utf8(signed), signature);
}
