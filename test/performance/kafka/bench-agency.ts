import { createPrivateKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { CompactEncrypt, importJWK } from 'jose';

/** What `ledger agency add --json` prints. */
export interface Needs {
  readonly source: string;
  readonly origin: string;
  readonly kid: string;
  readonly keyFile: string;
  readonly intake: {
    readonly kid: string;
    readonly jwk: { readonly crv: string; readonly kty: string; readonly x: string };
  };
}

export interface Sealed {
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** The year 2100. */
const late = 4_102_444_800;
const data = {
  ...{ on: '2025-06-18', audience: 'staff', kind: 'visit', references: [], addressees: ['KHM'], language: 'en' },
  ...{ text: 'x'.repeat(600), recommendation: null, observation: null, documents: [] },
};
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** An agency that signs and seals follow-ups of 1 KiB. */
export class BenchAgency {
  private readonly key: KeyObject;

  constructor(private readonly needs: Needs) {
    const key = JSON.parse(readFileSync(needs.keyFile, 'utf8')) as JsonWebKey;
    this.key = createPrivateKey({ key, format: 'jwk' });
  }

  async submission(n: number): Promise<Sealed> {
    const { source, origin, kid, intake } = this.needs;
    const header = base64url(JSON.stringify({ alg: 'Ed25519', kid, typ: 'ledger-submission+jws' }));
    const claims = { iss: source, jti: `${n}`, aud: origin, exp: late, type: 'FollowUpRecorded', data };
    const input = `${header}.${base64url(JSON.stringify(claims))}`;
    const jws = `${input}.${sign(null, Buffer.from(input), this.key).toString('base64url')}`;
    const jwe = await new CompactEncrypt(Buffer.from(jws))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: intake.kid })
      .encrypt(await importJWK({ ...intake.jwk }, 'ECDH-ES+A256KW'));
    return { value: Buffer.from(jwe), headers: { ce_source: source, ce_id: `${n}` } };
  }
}
