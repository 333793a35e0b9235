import {
  type Ed25519Jwk,
  formatTrust,
  formatVerifierKey,
  noteKeyTypes,
  publicKeyBytes,
  verifierKey,
} from '#libs/integrity';

/** The `trust.json` of this ledger: what a verifier must have from a source it believes. */
export class TrustFile {
  readonly text: string;

  constructor(origin: string, genesis: Ed25519Jwk, log: Ed25519Jwk) {
    const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(log));
    this.text = formatTrust({ origin, genesis, log: formatVerifierKey(key), witnesses: 'quorum none\n' });
  }
}
