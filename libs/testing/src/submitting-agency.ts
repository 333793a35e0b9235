import { CompactEncrypt, importJWK } from 'jose';

import { type Signer, signedMessageInput, toBase64url, utf8, type X25519Jwk } from '#libs/integrity';

/** An agency's intake key and ledger as it learned of them. */
export interface SubmitsTo {
  readonly origin: string;
  readonly intake: { readonly kid: string; readonly jwk: X25519Jwk };
}

/** What is submitted; what is left out gets a plain value. */
export interface ToSubmit {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly allegation?: string;
  readonly changed?: object;
}

export interface Message {
  readonly source: string;
  readonly id: string;
  readonly jws: string;
  /** Compact JWE. */
  readonly text: string;
}

/** The year 2100: tests whose clock stands in the past or the present are in time. */
const late = 4_102_444_800;

/** An agency that signs and seals what it submits, also what no honest one would. */
export class SubmittingAgency {
  constructor(
    readonly name: string,
    readonly source: string,
    private readonly signer: Signer,
    private readonly to: SubmitsTo,
  ) {}

  get topic(): string {
    return `ledger.submissions.${this.name}.v1`;
  }

  async message({ id, type, data, allegation, changed }: ToSubmit): Promise<Message> {
    const about = allegation === undefined ? {} : { allegation };
    const claims = { iss: this.source, jti: id, aud: this.to.origin, exp: late, type, data, ...about, ...changed };
    const jws = await this.sign(JSON.stringify(claims));
    return { source: this.source, id, jws, text: await this.seal(jws) };
  }

  /** A compact JWS of any text by the agency's key. */
  async sign(payload: string, typ = 'ledger-submission+jws'): Promise<string> {
    const input = signedMessageInput(this.signer.kid, typ, utf8(payload));
    return `${new TextDecoder().decode(input)}.${toBase64url(await this.signer.sign(input))}`;
  }

  /** A compact JWE of any text, to the intake key unless another is given. */
  async seal(text: string, header: object = {}, to = this.to.intake): Promise<string> {
    const key = await importJWK({ ...to.jwk }, 'ECDH-ES+A256KW');
    return new CompactEncrypt(utf8(text))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: to.kid, ...header })
      .encrypt(key);
  }
}
