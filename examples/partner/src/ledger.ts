import type { KeyObject } from 'node:crypto';

import { faultOfProof, isSignedBy, publicKey, statementOf, thumbprint, type Trust } from './transparency-log.js';

interface ListedKey {
  readonly kid: string;
  readonly purpose: string;
  readonly jwk: { readonly crv: string; readonly kty: string; readonly x: string };
}

/** How often a proof is asked for, a second apart: a statement can be on Kafka a minute before a checkpoint for everyone covers it. */
const attempts = 90;

/** Checks what comes from the ledger against the pinned trust; asks the ledger for proofs, and for its other issuer keys. */
export class Ledger {
  private readonly keys = new Map<string, KeyObject>();

  constructor(
    private readonly url: string,
    private readonly trust: Trust,
  ) {
    this.keys.set(thumbprint(trust.genesis), publicKey(trust.genesis));
  }

  /** The fault of a statement in one sentence; undefined when it is signed by the ledger and stands in its log at this position. */
  async fault(statement: string, id: string, position: number): Promise<string | undefined> {
    const header = JSON.parse(Buffer.from(statement.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
    const key = this.keys.get(header.kid) ?? (await this.issuerKey(header.kid));
    if (key === undefined) return 'its key is not an issuer key of the ledger';
    if (!isSignedBy(statement, key)) return 'its signature is false';
    return faultOfProof(statement, position, await this.proof(id), this.trust);
  }

  /** The statement of a message, and what its headers say of it that is not in the statement. */
  static statement(payload: Uint8Array, headers: Readonly<Record<string, string>>): string {
    return statementOf(payload, headers['ce_kid'] ?? '', headers['ce_sig'] ?? '');
  }

  private async issuerKey(kid: string): Promise<KeyObject | undefined> {
    const { keys } = (await (await fetch(`${this.url}/v1/keys`)).json()) as { keys: readonly ListedKey[] };
    for (const key of keys)
      if (key.purpose === 'issuer' && thumbprint(key.jwk) === key.kid) this.keys.set(key.kid, publicKey(key.jwk));
    return this.keys.get(kid);
  }

  private async proof(id: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(`${this.url}/v1/events/${encodeURIComponent(id)}/proof`);
      const text = await answer.text();
      if (answer.ok) return text;
      if (attempt === attempts) return '';
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
