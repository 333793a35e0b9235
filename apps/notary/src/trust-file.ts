import { Injectable } from '@nestjs/common';

import {
  type Ed25519Jwk,
  formatTrust,
  formatVerifierKey,
  noteKeyTypes,
  publicKeyBytes,
  verifierKey,
} from '#libs/integrity';

import { LedgerKeys } from './ledger-keys.js';
import { Witnesses } from './witnesses.js';

/** The `trust.json` of this ledger: what a verifier must have from a source it believes. */
@Injectable()
export class TrustFile {
  constructor(
    private readonly ledger: { readonly origin: string; readonly genesis: Ed25519Jwk },
    private readonly keys: LedgerKeys,
    private readonly witnesses: Witnesses,
  ) {}

  /** Throws `NOTARY_UNAVAILABLE` when no log key is in force. */
  get text(): string {
    const { origin, genesis } = this.ledger;
    const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(this.keys.published));
    return formatTrust({ origin, genesis, log: formatVerifierKey(key), witnesses: this.witnesses.text });
  }
}
