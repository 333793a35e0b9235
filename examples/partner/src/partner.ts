import { createPrivateKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What `ledger agency add NAME --json` prints, in the file that PARTNER_FILE names. */
export interface Partner {
  readonly agency: string;
  /** Address of the ledger, for proofs and keys. */
  readonly ledger: string;
  readonly origin: string;
  /** Our ce_source. */
  readonly source: string;
  /** File of our private key, a JWK; a relative path begins at the folder of this file. */
  readonly keyFile: string;
  readonly kid: string;
  /** The key that submissions are sealed to. */
  readonly intake: { readonly kid: string; readonly jwk: { readonly crv: string; readonly kty: string; readonly x: string } };
  readonly topics: Readonly<Record<'public' | 'events' | 'submissions' | 'receipts' | 'consumption', string>>;
}

/** Throws when the file or the key it names cannot be read. */
export function readPartner(file: string): Partner {
  const partner = JSON.parse(readFileSync(file, 'utf8')) as Partner;
  const keyFile = resolve(dirname(file), partner.keyFile);
  readFileSync(keyFile);
  return { ...partner, keyFile };
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** A compact JWS by our key. The header has these three members and no other. */
export function signed({ kid, keyFile }: Partner, typ: string, claims: object): string {
  const key: KeyObject = createPrivateKey({ key: JSON.parse(readFileSync(keyFile, 'utf8')) as JsonWebKey, format: 'jwk' });
  const input = `${base64url(JSON.stringify({ alg: 'Ed25519', kid, typ }))}.${base64url(JSON.stringify(claims))}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}
